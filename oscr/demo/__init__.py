"""The demonstration: invented people and reports, a mail box and an identity provider on one's own machine. Never in
service.
"""
