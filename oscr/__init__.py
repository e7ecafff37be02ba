"""OSCR: a child abuse or neglect concern in Missouri, from the report to the conclusion.

Three layers, one direction: ``config`` knows every part; ``desks`` and ``jobs`` are who sits where and what runs by the
clock; ``flow`` is what happens to a report; ``notices``, ``record``, ``people`` and ``agency`` serve it; ``law`` is what
statute and manual fix, as data; ``ui`` is how it looks. Chapter 210 RSMo and section 2 of the Child Welfare Manual are served here.
"""
