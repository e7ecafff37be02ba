"""Small protocols written on the fly: shared by the tests of the check and of the engine."""

from pathlib import Path

FILES = ("facts", "tracks", "referrals", "actions", "priority", "invariants", "holes", "offences")
HEAD = '[defaults]\nfrom = 2020-01-01\nprovenance = "published"\napproved = true\ncite = "RSMo 1.010"\n'

FACTS = """
[[fact]]
id = "hurt"
scope = "child"
ask = "Was the child hurt?"
allegation = true
why = "Not heard of is not alleged."
[[fact]]
id = "care"
scope = "pair"
ask = "In charge?"
unknown = "yes"
[[fact]]
id = "age"
scope = "child"
ask = "How old?"
values = ["young", "old"]
unknown = "young"
[[define]]
id = "young and hurt"
all = ["H-1", "age is young"]
"""
TRACKS = """
[[outcome]]
id = "investigation"
kind = "report"
rank = 0
prefix = "I"
[[outcome]]
id = "N"
kind = "referral"
rank = 1
prefix = "N"
[[outcome]]
id = "documented call"
kind = "documented"
rank = 2
prefix = "D"
[[ground]]
id = "harm"
[[rule]]
id = "INV"
then = "investigation"
text = "Hurt by a caretaker."
all = ["harm", "care"]
"""
REFERRALS = """
[[rule]]
id = "N"
then = "N"
text = "Hurt by another."
all = ["young and hurt"]
[[rule]]
id = "DOC"
then = "documented call"
text = "Nothing."
all = []
"""
PATHWAY = """
[[pathway]]
id = "Hurt"
plain = "Hurt"
ask = ["hurt"]
[[condition]]
id = "H-1"
text = "Hurt."
ground = "harm"
all = ["hurt"]
"""
NEVER = """
[[never]]
id = "S1"
why = "A child hurt by a caretaker is always investigated."
all = ["hurt", "care", "not outcome is investigation"]
"""


def write(folder: Path, **texts: str) -> Path:
    """A protocol folder: the sound one above, with some files replaced (facts, tracks, .., pathway; head for all)."""
    parts = {"facts": FACTS, "tracks": TRACKS, "referrals": REFERRALS, "invariants": NEVER, "pathway": PATHWAY}
    parts |= {name: text for name, text in texts.items() if name != "head"}
    head = texts.get("head", HEAD)
    (folder / "pathways").mkdir(parents=True, exist_ok=True)
    for name in FILES:
        (folder / f"{name}.toml").write_text(head + parts.get(name, ""), "utf-8")
    (folder / "pathways" / "hurt.toml").write_text(head + parts["pathway"], "utf-8")
    return folder
