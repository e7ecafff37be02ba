"""Tests of the policy analysts' desk."""
