"""The county's desk: alerts, acknowledgement and clocks of a county office (section 210.145 RSMo)."""
