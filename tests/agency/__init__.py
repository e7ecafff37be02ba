"""Tests of the agency: who may do what, and which version of the protocol decides."""
