"""The law as data and the small engine that reads it.

Pure standard library: no Django, no database, no clock. Everybody above may import it; it imports nothing of OSCR.

* `oscr.law.protocol`   call classification (RSMo 210.145; Child Welfare Manual 2.1): facts, pathways, decisions, checks
* `oscr.law.clocks`     which statutory clock starts when, when it is due, whom it rings
* `oscr.law.good_cause` more time for an investigation: for which cause, how far
* `oscr.law.happened`   when something happened, as against when it was entered
* `oscr.law.visiting`   what comes before a visit and before a child is met (RSMo 210.145.8)
* `oscr.law.safety`     the safety assessment as a form (RSMo 210.145.2)
* `oscr.law.meetings`   who is told of a family support team meeting (RSMo 210.145.14)
* `oscr.law.routing`    which county or unit receives a report (Child Welfare Manual 2.3)
* `oscr.law.reporters`  occupations of mandated reporters (RSMo 210.115)
* `oscr.law.counties`   the 115 county offices, their circuits and regions (RSMo 46.040, chapter 478)
* `oscr.law.calendar`   hours, days and ages, in Missouri's time
* `oscr.law.refusal`    the one exception that is shown to the person who asked
"""
