"""Tests of publishing: written, tried, proposed and published by two people."""
