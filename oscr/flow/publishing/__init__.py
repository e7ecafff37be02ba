"""A version of the protocol on its way to being in force: written, tried, proposed by one analyst, published by another.

Used by the analysts' desk. `trial` says what a version would change before anybody publishes it; `actions` are the three
acts. Which version decides about a call is read in `oscr.agency.versions`. The manual wants each call screened by the same
protocol (Child Welfare Manual 2.1); 13 CSR 35-31.020 is the regulation it carries out.
"""
