"""The pages of the reporter's desk, by what a reporter is doing."""
