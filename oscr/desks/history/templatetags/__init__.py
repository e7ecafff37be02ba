"""Filters of this desk."""
