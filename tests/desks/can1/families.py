"""Reports for the tests of the CA/N-1: one with everything, one with nothing, one that is far too long. Names are invented."""

from typing import Any

from tests import making

PATHWAYS = ["beaten", "hungry", "unsupervised"]
SEALED = ("Teresa Sealedname", "555-0177", "Sealed Academy", "12 Sealed Street", "Her sealed teacher")

WHOLE: dict[str, Any] = {
    "you": {
        "name": SEALED[0],
        "occupation": "physician",
        "phone": SEALED[1],
        "employer": SEALED[2],
        "address": SEALED[3],
        "relation": SEALED[4],
        "aware": "yes",
    },
    "children": [
        {
            "id": "c1",
            "first": "Robin",
            "last": "Cloverfield",
            "age": 8,
            "age_unit": "years",
            "sex": "female",
            "school": "Example School",
            "language": "Bosnian",
            "facts": {"afraid to go home": "yes"},
        },
        {"id": "c2", "first": "Wren", "last": "Cloverfield", "age": 2, "age_unit": "years", "worried": False},
    ],
    "adults": [
        {"id": "p1", "first": "Alex", "last": "Cloverfield", "relation": "Parent", "phone": "555-0101"},
        {"id": "p2", "first": "Sam", "last": "Cloverfield", "relation": "Grandparent"},
    ],
    "suspects": [
        {
            "id": "s1",
            "person": "p1",
            "facts": {"suspect had care": "yes", "suspect relation": "parent", "suspect has access now": "unknown"},
        }
    ],
    "places": {
        "home_address": "1 Example Lane",
        "directions": "Behind the mill",
        "other_means": "Grandparent works at the depot",
        "home_county": making.BOONE,
        "incident_county": making.COLE,
        "setting": "home",
        "leaving": "no",
        "children": {"c1": {"kind": "school", "where": "Example School", "county": making.BOONE}},
    },
    "worries": {"pathways": PATHWAYS, "other": "The dog is thin too."},
    "questions": {
        "general": {
            "facts": {"domestic violence history": "yes", "time since incident": "within 30 days", "danger now": "no"}
        },
        "beaten": {
            "children": ["c1"],
            "suspects": ["s1"],
            "facts": {"hurt by somebody": "yes", "choked": "no", "burn or poisoning": "no"},
        },
    },
    "story": {
        "what": "She has a mark on the arm.\nShe said that it hurt.",
        "when": "Sunday evening",
        "where": "In the kitchen",
        "why_now": "She did not want to go home today.",
        "told_by": "I saw it",
        "violence_others": "yes",
    },
    "done": {"actions": ["police"], "text": "The nurse looked at it."},
}

STRANGE = [
    "Анна",
    "Мария",
    "李",
    "😀😺",
    "שלום",
    "Žofie",
    "",
    "Ñandú",
    "ไทย",
    "a\u0301\u0300x",
    "\U0001d518nicode",
    "O'Neil-Smith",
]


def long() -> dict[str, Any]:
    """Twelve children with names in many scripts, nine adults, and a story of some forty pages."""
    children = [
        {
            "id": f"c{n}",
            "first": name,
            "last": "Cloverfield" if n % 2 else "",
            "age": n,
            "age_unit": "years",
            "school": "School " * n,
        }
        for n, name in enumerate(STRANGE, 1)
    ]
    adults = [{"id": f"p{n}", "first": f"Adult{n}", "relation": "w" * 200} for n in range(1, 10)]
    suspects = [{"id": f"s{n}", "person": f"p{n}", "facts": {"suspect had care": "yes"}} for n in range(1, 10)]
    paragraph = "And then on that day, as far as anybody could tell, it went on as it had gone on before. " * 8
    story = "\n".join(f"{n}. {paragraph}" for n in range(1, 200)) + "\n" + "x" * 3000
    return WHOLE | {
        "children": children,
        "adults": adults,
        "suspects": suspects,
        "story": {"what": story, "where": "https://example.org/" + "y" * 400},
    }


def empty() -> dict[str, Any]:
    """The least that can be sent: every page of it empty but for a word."""
    return {
        "you": {"name": SEALED[0], "phone": SEALED[1], "occupation": "teacher"},
        "children": [{"id": "c1"}],
        "story": {"what": "?"},
    }
