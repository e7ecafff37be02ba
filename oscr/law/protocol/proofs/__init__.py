"""What is proven of a book before it may decide about a child: `checking` asks, `proving` walks the diagram."""
