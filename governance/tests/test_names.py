"""Names that papers may not hold, however they are written."""

import unicodedata

import pytest

from accounts.tests.factories import UserFactory
from governance import names
from governance.tests.factories_fora import ForumFactory, SeatFactory


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kirsten Bay lovede det.", True),
        ("KIRSTEN\n\u00a0bay", True),
        ("Kirsten Bays forslag", True),
        ("Kirsten Bay's forslag", True),
        ("Kirsten\u200b Bay", True),
        ("Kirsten Bayer", False),
        ("Bay og Kirsten", False),
    ],
)
def test_a_whole_name_is_found_in_every_form(text, found):
    assert names.named(text, ["Kirsten Bay"]) == ("Kirsten Bay" if found else "")


def test_letters_put_together_otherwise_are_the_same_name():
    assert names.named(unicodedata.normalize("NFD", "Åse Bøgh"), ["Åse Bøgh"]) == "Åse Bøgh"


def test_who_sits_in_a_shared_forum_is_known_in_each_of_its_plans(plan, other_plan):
    forum = ForumFactory(plan=other_plan)
    forum.shared_with.add(plan)
    SeatFactory(forum=forum, user=UserFactory(name="Gitte Skov"))

    assert "Gitte Skov" in names.names_of([plan.pk])
