"""What survives when processes die: the whole system under load, with kill -9."""
