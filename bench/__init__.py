"""What is fast, measured beside what it is compared with. `make bench` prints a table and writes bench/latest.json.

Each module has `measure()`, which yields figures; absolute times depend on the machine, so look at the ratios of one run.
"""
