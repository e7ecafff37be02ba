"""The second prover: what `oscr protocol check` proves with its own diagrams is proven again by a solver (z3)."""
