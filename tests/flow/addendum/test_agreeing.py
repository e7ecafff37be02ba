"""Who a caller is: name and number must agree, work must not disagree; a guess is not enough."""

import pytest

from oscr.flow.addendum.agreeing import agrees

SEALED = {"name": "Ms. Teresa B. Sealedname", "phone": "(573) 555-0177", "employer": "Example School"}
SAID = {"name": "Teresa Sealedname", "phone": "555-0177", "work": "teacher", "employer": ""}


@pytest.mark.parametrize(
    ("said", "sealed", "same"),
    [
        ({}, {}, True),
        ({"name": "Tess Sealdname"}, {}, True),  # a short name, a letter misheard
        ({"name": "teresa sealedname"}, {}, True),
        ({"name": "Sealedname"}, {}, False),
        ({"name": ""}, {}, False),
        ({"name": "Teresa Othername"}, {}, False),
        ({"name": "Robert Sealedname"}, {}, False),
        ({"name": "Ms. Sealedname"}, {}, False),
        ({"phone": ""}, {}, False),
        ({"phone": "0177"}, {}, False),
        ({"phone": "555-0178"}, {}, False),
        ({"phone": "+1 573 555 0177"}, {}, True),
        ({"phone": "573-555-0199"}, {"callback": "573-555-0199"}, True),
        ({"work": "nurse"}, {}, False),
        ({"work": ""}, {}, True),
        ({"employer": "Exampel School"}, {}, True),
        ({"employer": "Other Hospital"}, {}, False),
        ({"employer": "Other Hospital"}, {"employer": ""}, True),
        ({}, {"name": ""}, False),
        ({}, {"phone": ""}, False),
        ({"phone": ""}, {"phone": ""}, False),
    ],
)
def test_what_agrees(said, sealed, same):
    assert agrees(SAID | said, SEALED | sealed, "teacher") is same


def test_work_that_the_reporter_did_not_say_disagrees_with_nothing():
    assert agrees(SAID, SEALED, "")
