"""The pages of this desk."""
