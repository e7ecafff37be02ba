"""Who may log in to the demonstration as a reporter, at the identity provider of one's own machine. All are invented.

Used by identity, which lets them in.
"""

REPORTERS: tuple[dict[str, str], ...] = (
    {"sub": "teacher", "email": "teacher@example.org", "name": "Demo Teacher", "phone": "573-555-0111"},
    {"sub": "nurse", "email": "nurse@example.org", "name": "Demo Nurse", "phone": "573-555-0112"},
    {"sub": "officer", "email": "officer@example.org", "name": "Demo Officer", "phone": "573-555-0113"},
)
