"""Notes from before doubts had a column fall apart in note and doubt, and nothing is lost."""

from importlib import import_module

import pytest

from core.tests.migrating import Earlier

moved = import_module("activities.migrations.0013_doubts")

NOTES = {
    "Planen nævner ikke tællemåden. Bekræft, at hver person kun tælles én gang om året.": (
        "Planen nævner ikke tællemåden.",
        "at hver person kun tælles én gang om året",
    ),
    "Bekræft, hvilke møder der regnes med.": ("", "hvilke møder der regnes med"),
    "Planen siger ikke, hvor længe. Bekræft tre måneder.": (
        "Planen siger ikke, hvor længe.",
        "tre måneder",
    ),
    # Not sure: they stay whole.
    "Læserne spørges første gang i 2014; bekræft.": None,
    "Vi skal have Bekræft på plads.": None,
    "Planen tier. Bekræft det": None,
    "Planen tier.  Bekræft, at det går.": None,
    "Bekræftet af styregruppen.": None,
    "Bekræft,  at det går.": None,
    "Planen har ikke et mål her.": None,
}


@pytest.mark.parametrize("note", NOTES)
def test_a_note_falls_apart_only_where_the_halves_make_the_whole_again(note):
    before, doubt = moved.halves(note)

    assert (before, doubt) == (NOTES[note] or (note, ""))
    assert moved.whole(before, doubt) == note


def test_the_rows_and_their_versions_are_moved_and_can_be_moved_back(tmp_path):
    earlier = Earlier(tmp_path, "activities", "0012_unusual")
    limits = {"at_risk_from": 70, "on_track_from": 90}
    earlier.add("activities_plan", id=1, ends_on="2016-12-31", **limits)
    earlier.add("activities_focusarea", id=1)
    earlier.add("activities_activity", id=1)
    for pk, note in enumerate(NOTES, start=1):
        earlier.add("activities_successcriterion", id=pk, code=str(pk), note=note)
        row = {"id": pk, "code": str(pk), "note": note, "history_id": pk}
        earlier.add("activities_historicalsuccesscriterion", **row)

    earlier.migrate("0013_doubts")

    for table in ("successcriterion", "historicalsuccesscriterion"):
        found = earlier.read(f"SELECT note, doubt FROM activities_{table} ORDER BY id")
        assert found == [parts or (note, "") for note, parts in NOTES.items()]
    earlier.migrate("0012_unusual")
    back = earlier.read("SELECT note FROM activities_successcriterion ORDER BY id")
    assert [note for (note,) in back] == list(NOTES)
