"""What was shown is held against what stands."""

import pytest

from core.bound import Changed, Compared, require, texts, token

SHOWN = {"Sum": "100 kr.", "Sted": "Kontoret"}


def test_the_same_words_are_what_was_shown():
    require(token(SHOWN), {"Sted": "Kontoret", "Sum": "100 kr."})


def test_what_differs_came_and_went_is_told_with_both():
    with pytest.raises(Changed) as changed:
        require(token(SHOWN), {"Sum": "110 kr.", "Dag": "onsdag"})

    assert changed.value.lines == (
        Compared("Sum", "100 kr.", "110 kr."), Compared("Dag", "", "onsdag"),
        Compared("Sted", "Kontoret", ""),
    )  # fmt: skip
    assert [line.differs for line in changed.value.lines] == [True, True, True]
    require(changed.value.now, {"Sum": "110 kr.", "Dag": "onsdag"})


@pytest.mark.parametrize(
    "spoilt",
    ["", "x", "eyJhIjoiYiJ9:1:2", token(SHOWN)[:-1]],
    ids=["empty", "a word", "a foreign signature", "cut short"],
)
def test_a_spoilt_token_showed_nothing(spoilt):
    with pytest.raises(Changed) as changed:
        require(spoilt, SHOWN)

    assert [(line.shown, line.now) for line in changed.value.lines] == [
        ("", "100 kr."),
        ("", "Kontoret"),
    ]


def test_a_label_that_comes_again_is_numbered():
    assert texts([("Punkt", "a"), ("Punkt", "b"), ("Sted", "c"), ("Punkt", "d")]) == {
        "Punkt": "a", "Punkt (nr. 2)": "b", "Sted": "c", "Punkt (nr. 3)": "d",
    }  # fmt: skip
