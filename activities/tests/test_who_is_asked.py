"""Ages and sexes are asked of persons alone: never of families or things, in any door."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse

from activities import actions
from activities.forms.registration import QuickLogForm, RegistrationEditForm
from activities.models import Counts, Plan, SuccessCriterion
from activities.planfile import export_plan, load
from activities.tests.planfiles import RUM_FOR_LIV, SMALL, edited, faults
from core.tests.migrating import Earlier

WHO = {"age": {"0-5": 2}, "gender": {"female": 1}}
WORDS = ("famili", "husstand", "husholdning")
GUIDE = Path(settings.BASE_DIR, "docs", "plan-format.md").read_text(encoding="utf-8")
FILES = {
    "rum-for-liv": RUM_FOR_LIV.read_bytes(),
    "other": Path(settings.BASE_DIR, "activities/tests/plans/other.yaml").read_bytes(),
    "guide": re.findall(r"```yaml\n(.*?)```", GUIDE, re.S)[0].encode(),
    "small": SMALL.encode(),
}


def every_file():
    """All that is shipped is in FILES: a new plan file must be added."""
    return sorted(Path(settings.BASE_DIR, "activities").glob("**/plans/*.yaml"))


def test_every_plan_file_is_walked():
    assert {path.stem for path in every_file()} <= FILES.keys()


@pytest.mark.parametrize("name", FILES)
def test_form_asks_who_they_were_where_persons_are_counted_and_nowhere_else(db, name):
    load(FILES[name])

    for criterion in SuccessCriterion.objects.select_related("activity__plan"):
        form = QuickLogForm(criterion=criterion, estates=[])
        of_persons = criterion.counts == Counts.PERSONS and criterion.measure == "count"
        assert ("breakdown" in form.fields) is of_persons, criterion
        if criterion.noun.lower().startswith(WORDS):
            assert criterion.counts != Counts.PERSONS, criterion


def test_file_keeps_what_is_counted(db):
    text = edited(
        ("counting_rule: attendances", "counting_rule: attendances\n            counts: households")
    )
    load(text)

    assert SuccessCriterion.objects.get(code="5.2.2-1").counts == Counts.HOUSEHOLDS
    again = export_plan(Plan.objects.get())
    assert "            counts: households\n" in again
    assert not load(again.encode()).anything


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "counts: families",
            "linje 32, aktivitet 5.2.2, kriterium 5.2.2-1, tæller (counts): »families« kendes "
            "ikke. Vælg mellem persons, households, things.",
        ),
        (
            "counts_persons: true",
            "linje 32, aktivitet 5.2.2, kriterium 5.2.2-1: Feltet »counts_persons« kendes ikke. "
            "Mente du »counts«?",
        ),
    ],
)
def test_what_is_counted_is_told_by_line_where_it_is_wrong(line, said):
    rule = "counting_rule: attendances"

    assert faults(edited((rule, f"{rule}\n            {line}"))) == [said]


@pytest.fixture
def criterion(plan):
    return SuccessCriterion.objects.select_related("activity__plan").get(code="5.1.1-1")


@pytest.fixture
def families(criterion):
    criterion.counts = Counts.HOUSEHOLDS
    criterion.save()
    return criterion


def test_registration_of_families_refuses_ages_and_sexes_by_whatever_door(families, mette, today):
    with pytest.raises(ValidationError) as refused:
        actions.register(families, on=today, value=6, new=1, breakdown=WHO, by=mette)

    assert refused.value.message_dict == {
        "breakdown": ["Her tælles familier. Alder og køn skrives kun, hvor der tælles personer."]
    }


@pytest.fixture
def earlier(criterion, mette, today):
    """A registration from when ages were asked of families."""
    row = actions.register(criterion, on=today, value=6, breakdown=WHO, by=mette)
    criterion.counts = Counts.HOUSEHOLDS
    criterion.save()
    return type(row).objects.select_related("criterion__activity__plan").get(pk=row.pk)


def amended(row, **fields):
    actions.amend(row, expected_version=row.lock_version, by=row.created_by, **fields)
    row.refresh_from_db()
    return row


def test_what_was_registered_stays_when_something_else_is_corrected(earlier):
    form = RegistrationEditForm(criterion=earlier.criterion, estates=[], registration=earlier)

    assert "breakdown" not in form.fields
    assert amended(earlier, value=5).breakdown == WHO


def test_what_can_no_longer_be_true_goes_and_the_history_has_it(earlier):
    assert amended(earlier, value=1).breakdown == {}
    assert earlier.history.earliest().breakdown == WHO


def test_what_was_registered_can_be_taken_out_and_not_put_back(earlier):
    assert amended(earlier, breakdown={}).breakdown == {}
    with pytest.raises(ValidationError):
        amended(earlier, breakdown=WHO)


def test_moved_to_families_it_leaves_ages_and_sexes_behind(earlier, criterion):
    other = SuccessCriterion.objects.create(
        activity=criterion.activity,
        code="C-anden",
        level=1,
        noun="familier",
        noun_singular="familie",
        counting_rule="attendances",
        counts=Counts.HOUSEHOLDS,
    )

    assert amended(earlier, criterion=other).breakdown == {}


def test_what_was_registered_is_shown_to_the_secretariat_alone(client, earlier, mette, kirsten):
    def page(person):
        client.force_login(person)
        activity = earlier.criterion.activity
        address = reverse("activity", args=[activity.plan.slug, activity.code])
        return client.get(address).content.decode()

    assert "Alder" in page(mette)
    assert "Alder" not in page(kirsten)


def test_migration_names_families_and_persons(tmp_path):
    earlier = Earlier(tmp_path, "activities", "0009_funder")
    earlier.add(
        "activities_plan", id=1, slug="a", ends_on="2016-12-31", at_risk_from=70, on_track_from=90
    )
    earlier.add("activities_focusarea", id=1)
    earlier.add("activities_activity", id=1)
    nouns = {"Familier": True, "husstande": True, "unge": True, "møder": False}
    for pk, (noun, of_persons) in enumerate(nouns.items(), start=1):
        row = {"id": pk, "noun": noun, "code": noun, "counts_persons": of_persons}
        earlier.add("activities_successcriterion", **row)
        earlier.add("activities_historicalsuccesscriterion", **row, history_id=pk)

    earlier.migrate("0010_what_is_counted")

    for table in ("successcriterion", "historicalsuccesscriterion"):
        assert earlier.read(f"SELECT noun, counts FROM activities_{table} ORDER BY id") == [
            ("Familier", "households"),
            ("husstande", "households"),
            ("unge", "persons"),
            ("møder", "things"),
        ]
    earlier.migrate("0009_funder")
    before = "SELECT noun, counts_persons FROM activities_successcriterion ORDER BY id"
    assert dict(earlier.read(before)) == nouns
