"""Calls that end otherwise than by an outcome of their own: put to an earlier report, told to another state, documented as something else.

Used by the hotline's pages, and by an office that is told of a call. Which kinds there are and what each needs is law
(law/data/call_kinds.toml, duplicates.toml). Every such call is classified too, by the same verbs and under the same limits: an
outcome below the protocol's waits for a supervisor (CWM 2.1.4, 2.4.3, 3.3, 3.3.1; RSMo 210.145.5).
"""
