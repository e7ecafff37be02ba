"""The reporter's desk: mandated reporters and anybody else who has a concern (section 210.115 RSMo)."""
