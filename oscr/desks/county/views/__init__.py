"""The pages of this desk: board, alert, reporter, looked."""
