from datetime import date
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages

from activities import actions
from activities.models import HoursEntry, StaffAllocation
from activities.weeks import read_week, week_code, week_label

URL = "/planer/rum-for-liv/timer/"
THIS_WEEK, LAST_WEEK = date(2013, 8, 26), date(2013, 8, 19)


@pytest.fixture
def lead(client, mette):
    client.force_login(mette)
    return client


@pytest.fixture
def worker(client, peter):
    client.force_login(peter)
    return client


@pytest.fixture
def cell(plan):
    """Peter's post on Lommepengeprojekt: (activity, staff role)."""
    return plan.activities.get(code="5.2.2"), plan.staff_roles.get(code="BM")


def name(cell):
    return f"t-{cell[0].pk}-{cell[1].pk}"


def write(plan, by, cell, hours, week=THIS_WEEK, version=None):
    actions.log_hours(plan, week=week, entries={cell: (Decimal(hours), version)}, by=by)


def as_shown(client, week="2013-35", **changed):
    """The page's form as the browser would send it, with what a person changed."""
    form = client.get(URL, {"uge": week}).context["form"]
    data = {bound.name: "" if bound.value() is None else str(bound.value()) for bound in form}
    return data | changed


def send(client, data, week="2013-35"):
    return client.post(f"{URL}?uge={week}", data)


def stored():
    return [
        (e.activity.code, e.staff_role.code, e.hours, e.lock_version)
        for e in HoursEntry.objects.order_by("pk")
    ]


def cells_of(context):
    return {
        (line.code, shown.cell.role.code): (
            shown.value if shown.field else shown.text,
            shown.planned,
        )
        for line in context["lines"]
        for shown in line.cells
        if shown
    }


# Weeks


@pytest.mark.parametrize("text", ["2013-35", "2013-W35", " 2013-35 "])
def test_a_week_is_read(text):
    assert read_week(text) == THIS_WEEK


@pytest.mark.parametrize(
    "text", ["", "35", "2013-54", "2013-00", "0000-01", "uge 35", "2013-35-1", "٢٠١٣-35"]
)
def test_a_week_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match="er ikke en uge"):
        read_week(text)


def test_the_weeks_year_is_the_iso_year():
    assert (week_code(date(2013, 12, 30)), week_code(date(2012, 12, 31))) == ("2014-01", "2013-01")
    assert (week_label(THIS_WEEK), week_label(date(2014, 12, 29))) == ("uge 35", "uge 1, 2015")


# The sheet


def test_the_lead_sees_every_post_and_a_worker_their_own(client, plan, mette, peter):
    client.force_login(mette)
    of_lead = cells_of(client.get(URL).context)
    client.force_login(peter)
    of_worker = cells_of(client.get(URL).context)

    assert of_lead == {
        ("5.1.1", "FK"): ("", "10"),
        ("5.2.2", "BM"): ("", "10"),
        ("5.2.2", "SL"): ("", "2"),
        ("5.3.5", "BM"): ("", "2"),
    }
    assert of_worker == {("5.2.2", "BM"): ("", "10"), ("5.3.5", "BM"): ("", "2")}


def test_an_empty_week_says_so(lead, plan):
    response = lead.get(URL)

    assert response.context["heading"] == "Uge 35: ingen timer skrevet endnu"
    assert "Der er ikke skrevet noget i ugen" in response.content.decode()


def test_the_heading_counts_written_against_planned(lead, plan, mette, cell):
    StaffAllocation.objects.filter(staff_role__code="FK").update(hours_min=1, hours_max=2)
    write(plan, mette, cell, "7.5")

    context = lead.get(URL).context

    assert context["heading"] == "Uge 35: 7,5 af 15–16 timer skrevet"
    assert [(role.code, hours, planned) for role, hours, planned in context["totals"]] == [
        ("FK", "0", "1–2"),
        ("BM", "7,5", "12"),
        ("SL", "0", "2"),
    ]


def test_hours_without_an_allocation_are_shown_too(lead, plan, mette):
    write(plan, mette, (plan.activities.get(code="5.1.1"), plan.staff_roles.get(code="SL")), "3")

    assert cells_of(lead.get(URL).context)[("5.1.1", "SL")] == ("3", "")


@pytest.mark.parametrize(
    ("week", "message"),
    [
        ("zz", "»zz« er ikke en uge. Skriv år og uge, fx 2013-35."),
        ("2013-54", "»2013-54« er ikke en uge. Skriv år og uge, fx 2013-35."),
        ("2013-36", "Uge 36 er ikke begyndt. Her er uge 35."),
        ("2012-52", "Uge 52, 2012 ligger før planens start. Her er uge 35."),
    ],
)
def test_a_week_that_cannot_be_shown_gives_the_latest_and_says_so(lead, plan, week, message):
    context = lead.get(URL, {"uge": week}).context

    assert (context["week_error"], context["code"]) == (message, "2013-35")


@pytest.mark.parametrize("week", ["zz", "2013-36", "2012-52"])
def test_hours_for_a_week_that_is_none_are_written_nowhere(worker, plan, cell, week):
    response = send(worker, as_shown(worker, **{name(cell): "8"}), week=week)

    assert (response.status_code, response.context["form"][name(cell)].value(), stored()) == (
        422,
        "8",
        [],
    )


def test_one_turns_to_the_weeks_before_and_after(lead, plan):
    middle, first, last = (
        lead.get(URL, {"uge": week}).context for week in ("2013-34", "2013-01", "2013-35")
    )

    assert [(c["earlier"], c["later"]) for c in (middle, first, last)] == [
        ("2013-33", "2013-35"),
        ("", "2013-02"),
        ("2013-34", ""),
    ]


def test_weeks_without_hours_are_listed_with_who_lacks(lead, plan, mette, cell, settings):
    settings.DEMO_DATE = date(2013, 1, 31)
    for role, activity in (("FK", "5.1.1"), ("BM", "5.2.2"), ("SL", "5.2.2")):
        post = plan.activities.get(code=activity), plan.staff_roles.get(code=role)
        write(plan, mette, post, "5", week=date(2012, 12, 31))
        if role != "BM":
            write(plan, mette, post, "5", week=date(2013, 1, 14))

    missing = lead.get(URL).context["missing"]

    assert [(week.code, week.who) for week in missing] == [
        ("2013-04", "ingen timer fra nogen"),
        ("2013-03", "mangler boligsocial medarbejder"),
        ("2013-02", "ingen timer fra nogen"),
    ]


def test_the_sheet_costs_the_same_full_and_empty(lead, plan, mette, django_assert_num_queries):
    def count():
        with django_assert_num_queries(10):
            lead.get(URL)

    count()
    for row in StaffAllocation.objects.filter(activity__plan=plan).select_related(
        "activity__plan", "staff_role__plan"
    ):
        for week in (LAST_WEEK, THIS_WEEK):
            write(plan, mette, (row.activity, row.staff_role), "5", week=week)
    count()


# Saving


def test_hours_are_saved_changed_and_cleared(worker, plan, cell):
    first = send(worker, as_shown(worker, **{name(cell): "7,5"}))
    after_first = stored()
    send(worker, as_shown(worker, **{name(cell): "8"}))
    after_second = stored()
    send(worker, as_shown(worker, **{name(cell): ""}))

    assert (first.status_code, first.url) == (302, f"{URL}?uge=2013-35")
    assert (after_first, after_second) == (
        [("5.2.2", "BM", Decimal("7.50"), 1)],
        [("5.2.2", "BM", Decimal("8.00"), 2)],
    )
    assert stored() == []


def test_what_is_not_changed_is_not_saved(worker, plan, cell, peter):
    write(plan, peter, cell, "7.25")

    response = send(worker, as_shown(worker))

    (message,) = get_messages(response.wsgi_request)
    assert str(message) == "Der var intet at gemme for uge 35: ingen timer er ændret."
    assert stored() == [("5.2.2", "BM", Decimal("7.25"), 1)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1.234,5", "En uge har 168 timer. Skriv et tal mellem 0 og 168."),
        ("169", "En uge har 168 timer. Skriv et tal mellem 0 og 168."),
        ("-1", "Tallet kan ikke være negativt. Skriv 0 eller mere."),
        ("syv", "»syv« er ikke et tal, vi kan læse. Skriv et tal med komma, fx 7,5."),
    ],
)
def test_one_bad_cell_saves_nothing_and_keeps_all(worker, plan, cell, text, message):
    other = plan.activities.get(code="5.3.5"), cell[1]

    response = send(worker, as_shown(worker, **{name(cell): text, name(other): "2"}))

    form = response.context["form"]
    assert (response.status_code, stored()) == (422, [])
    assert form.errors == {name(cell): [message]}
    assert (form[name(cell)].value(), form[name(other)].value()) == (text, "2")
    assert response.context["errors"] == [
        (f"id_{name(cell)}", f"5.2.2 Lommepengeprojekt, Boligsocial medarbejder: {message}")
    ]


def test_two_people_in_one_cell_see_both_numbers_and_lose_none(worker, plan, cell, mette):
    other = plan.activities.get(code="5.3.5"), cell[1]
    data = as_shown(worker, **{name(cell): "8", name(other): "2"})
    write(plan, mette, cell, "6")

    response = send(worker, data)

    conflict = response.context["conflicts"][0]
    assert (response.status_code, stored()) == (409, [("5.2.2", "BM", Decimal("6.00"), 1)])
    assert (conflict["theirs"], conflict["mine"], conflict["by"]) == ("6", "8", mette)
    assert cells_of(response.context) == {("5.2.2", "BM"): ("8", "10"), ("5.3.5", "BM"): ("2", "2")}


def test_after_a_conflict_one_may_keep_ones_own(worker, plan, cell, mette):
    data = as_shown(worker, **{name(cell): "8"})
    write(plan, mette, cell, "6")
    form = send(worker, data).context["form"]

    send(worker, {bound.name: str(bound.value() or "") for bound in form})

    assert stored() == [("5.2.2", "BM", Decimal("8.00"), 2)]


def test_two_people_in_different_cells_are_no_conflict(client, plan, cell, mette, peter):
    client.force_login(peter)
    data = as_shown(client, **{name(cell): "8"})
    other = plan.activities.get(code="5.3.5"), cell[1]
    write(plan, mette, other, "2")

    response = send(client, data)

    assert (response.status_code, stored()) == (
        302,
        [("5.3.5", "BM", Decimal("2.00"), 1), ("5.2.2", "BM", Decimal("8.00"), 2)],
    )


def test_hours_somebody_cleared_meanwhile_are_a_conflict(worker, plan, cell, mette):
    write(plan, mette, cell, "6")
    data = as_shown(worker, **{name(cell): "8"})
    actions.log_hours(plan, week=THIS_WEEK, entries={cell: (None, 1)}, by=mette)

    response = send(worker, data)

    assert (response.status_code, stored()) == (409, [])
    assert response.context["conflicts"][0]["theirs"] == "ingen timer"


def test_two_clicks_write_once(worker, plan, cell):
    data = as_shown(worker, **{name(cell): "7,5"})

    send(worker, data)
    send(worker, data)

    assert stored() == [("5.2.2", "BM", Decimal("7.50"), 1)]


def test_last_week_is_copied_into_empty_cells_and_not_saved(worker, plan, cell, peter):
    other = plan.activities.get(code="5.3.5"), cell[1]
    write(plan, peter, cell, "7.5", week=LAST_WEEK)
    write(plan, peter, other, "2", week=LAST_WEEK)

    response = send(worker, as_shown(worker, **{name(other): "3"}) | {"kopi": "1"})

    assert cells_of(response.context) == {
        ("5.2.2", "BM"): ("7,5", "10"),
        ("5.3.5", "BM"): ("3", "2"),
    }
    assert "Timerne fra uge 34 er sat ind i de tomme celler." in response.content.decode()
    assert HoursEntry.objects.filter(week=THIS_WEEK).count() == 0


def test_copying_an_empty_week_says_so(worker, plan):
    response = send(worker, as_shown(worker) | {"kopi": "1"})

    assert "Der er ingen timer i uge 34, der kan sættes ind." in response.content.decode()


# Who may


def test_a_worker_cannot_write_for_another_post(worker, plan):
    foreign = plan.activities.get(code="5.1.1"), plan.staff_roles.get(code="FK")

    send(
        worker,
        as_shown(worker) | {name(foreign): "5", f"{name(foreign)}-v": "", f"{name(foreign)}-w": ""},
    )

    assert stored() == []


def test_the_coordinator_reads_hours_and_cannot_write(client, plan, birgit, mette, cell):
    write(plan, mette, cell, "7.5")
    client.force_login(birgit)

    assert cells_of(client.get(URL).context)[("5.2.2", "BM")] == ("7,5", "10")
    assert "Gem timer" not in client.get(URL).content.decode()
    assert client.post(URL, {name(cell): "8"}).status_code == 403
    assert stored() == [("5.2.2", "BM", Decimal("7.50"), 1)]


@pytest.mark.parametrize("who", ["henrik", "kirsten", "ole"])
def test_hours_are_not_for_those_who_only_read_figures(client, plan, request, who):
    client.force_login(request.getfixturevalue(who))

    assert (client.get(URL).status_code, client.post(URL).status_code) == (403, 403)


def test_another_plan_is_not_found(lead, other_plan):
    assert lead.get("/planer/nabo/timer/").status_code == 404


def test_a_plan_without_hours_says_what_to_do(lead, plan):
    StaffAllocation.objects.all().delete()

    assert "Der er ingen planlagte timer" in lead.get(URL).content.decode()
