"""How OSCR looks: the forms, pieces and page frames of the U.S. Web Design System, and the small style sheet on top of it.

Used by every desk. Holds no knowledge of reports or law: what it shows is handed to it. Serves 29 U.S.C. 794d (section 508)
and 28 CFR 35.200 (WCAG 2.1 AA for state services; OSCR aims at WCAG 2.2 AA).
"""
