"""What runs by the clock: each job chooses the time and calls one action."""
