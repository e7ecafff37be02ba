"""Tests of oscr.law."""
