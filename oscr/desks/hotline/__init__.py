"""The hotline's desk: screeners and supervisors who take, screen and classify calls (manual section 2.1)."""
