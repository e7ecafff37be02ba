"""The conclusion of a response, and everyone who must be told of it.

`closing` says what must still be done before it; `actions` propose a conclusion, which a supervisor approves or sends back; `flagging`
is the registry; `letters` are printed and posted by the office; `appealing` follows what whoever is named does against a finding;
`harassing` refers a report that was made to harass to the prosecutor. What is found otherwise later, after a hearing, is a conclusion
that replaces the first one. Used by the county's desk; read by the history. RSMo 210.145, subsections 10, 12, 15-19, 22; 210.152;
210.183; 13 CSR 35-31.025.
"""
