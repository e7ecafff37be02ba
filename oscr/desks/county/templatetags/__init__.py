"""Filters of this desk's templates."""
