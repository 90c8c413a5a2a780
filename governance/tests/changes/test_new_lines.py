"""A line that is missing from an approved budget comes by an adjustment, and exists from its
day. Today: 31.8.2013."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core import audit, clock
from core.bound import Changed, token
from core.periods import Period
from core.versioned import NotAllowedNow
from governance.changes.adjustments import actions
from governance.changes.adjustments.refusals import check_now
from governance.changes.adjustments.words import texts
from governance.models import Adjustment, Budget, BudgetLine, Category, Source, Subject
from governance.money.budget import actions as budgets
from governance.money.follow_up import amounts_on, budget_follow_up
from governance.money.spending.actions import Entry, write_spending
from governance.tests.changes.test_adjustments import answer, decide, errors_of, on_day, proposed
from governance.tests.factories_money import BudgetLineFactory, small_budget
from reporting.data.steering import read

Q1, Q2, Q3, Q4 = Period.year(2013).parts()
D = Decimal
NEW = {
    "code": "1030", "text": "Vikar", "category": "staff", "source": "municipality",
    "focus_area": None,
    "area": "hele planen", "amount": "50000.25",
}  # fmt: skip
TEXT = "1030 Vikar: 50.000,25\u00a0kr. til løn i hele planen, betales af kommunen"
MIDDLE = date(2013, 8, 29)


@pytest.fixture
def budget(plan):
    return small_budget(plan)


def drafted(plan, by, budget, on=date(2013, 9, 1), **new):
    row = Adjustment(
        plan=plan, subject=Subject.BUDGET, budget=budget, new=NEW | new, in_force_on=on,
        title="Vikar",
        reason="Fordi.", consequence="Derfor.",
    )  # fmt: skip
    return actions.draft(row, by=by)


def through(plan, lead, coordinator, budget, on=MIDDLE, **new):
    row = drafted(plan, lead, budget, on, **new)
    actions.propose(row, by=lead, expected_version=1)
    row.refresh_from_db()
    decide(row, by=coordinator)
    actions.send(
        row, on=date(2013, 8, 29), reference="", expected_version=row.lock_version, by=coordinator
    )
    row.refresh_from_db()
    answer(row, by=coordinator)
    return row


def test_it_comes_into_being_on_its_day_with_all_that_was_decided(plan, mette, birgit, budget):
    area = plan.focus_areas.first()
    row = through(plan, mette, birgit, budget, focus_area=area.pk, area=area.name)

    line = budget.lines.get(code="1030")
    assert (line.text, line.category, line.source, line.focus_area) == (
        "Vikar", Category.STAFF, Source.MUNICIPALITY, area,
    )  # fmt: skip
    assert (line.amount, line.exists_from) == (D("0.00"), MIDDLE)
    assert list(line.revisions.values_list("amount", "in_force_on")) == [(D("50000.25"), MIDDLE)]
    assert (row.state, row.budget_line, row.old_text) == ("in_force", line, "ingen linje")
    assert [c.reason for c in audit.changes(line)] == ["Justering 1"]


def test_earlier_quarters_and_notes_of_them_do_not_know_of_it(plan, mette, birgit, budget):
    through(plan, mette, birgit, budget)
    whole = D("1000001.00")

    before, then = budget_follow_up(plan, Q2, Q2.end), budget_follow_up(plan, Q3, clock.today())

    assert (len(before.lines), before.total.budget, before.co_financing.local) == (
        4,
        whole,
        D("250000.75"),
    )
    assert (len(then.lines), then.total.budget, then.total.original) == (
        5,
        whole + D("50000.25"),
        whole,
    )
    assert then.co_financing.local == D("300001.00")
    assert [(line.name, line.unwritten) for line in before.lines][:1] == [("1010 Konto 1010", 1)]
    assert list(amounts_on(budget, date(2013, 8, 28)).values()) == [
        line.budget for line in before.lines
    ]
    assert read(plan, Q2, Q2.end, None, clock.today()).steering.money.total.budget == "1.000.001"
    assert (
        read(plan, Q3, clock.today(), None, clock.today()).steering.money.total.budget
        == "1.050.001"
    )


def test_only_the_periods_it_exists_in_count_as_not_written(plan, mette, birgit, budget):
    through(plan, mette, birgit, budget, on=date(2013, 8, 29))
    line = budget.lines.get(code="1030")

    with on_day(date(2014, 1, 2)):
        write_spending(budget, Q3, {line: Entry(D(1), None)}, by=mette)
        write_spending(budget, Q4, {line: Entry(D(1), None)}, by=mette)

    found = budget_follow_up(plan, Q4, Q4.end)
    assert next(x.unwritten for x in found.lines if x.line == line) == 0


def test_nothing_is_spent_on_it_before_it_exists(plan, mette, birgit, budget):
    through(plan, mette, birgit, budget)
    line = budget.lines.get(code="1030")

    with pytest.raises(ValidationError) as refused:
        write_spending(budget, Q2, {line: Entry(D(1), None)}, by=mette)

    assert errors_of(refused) == {
        f"spent-{line.pk}": [
            "Konto 1030 findes først fra 29.8.2013, så 2. kvartal 2013 har intet forbrug på den."
        ]
    }


def test_the_pages_of_the_budget_show_it_from_its_day(client, plan, mette, birgit, budget):
    through(plan, mette, birgit, budget)
    client.force_login(mette)
    where = reverse("budget", args=[plan.slug, 2013])

    def lines(period):
        page = client.get(where, {"periode": period}).context["page"]
        return [
            (x.row.code, x.amount, x.changed)
            for group in page.groups
            for x in group.lines
            if x.row.code == "1030"
        ]

    assert lines("2013-K2") == []
    assert lines("2013-K3") == [("1030", "50.000,25", "ny fra 29.8.2013")]
    assert client.get(where, {"periode": "2013-K3"}).context["page"].sum_text == ""
    said = (
        "budgettet, som det var den 30.\u00a0juni 2013. Det er ændret siden, senest fra "
        "den 29.\u00a0august 2013."
    )
    assert [
        said in client.get(where, {"periode": q}).content.decode() for q in ("2013-K2", "2013-K3")
    ] == [True, False]
    sheets = [
        client.get(reverse("spending", args=[plan.slug, 2013, q])).context["page"] for q in (Q2, Q3)
    ]
    assert [len(sheet.lines) for sheet in sheets] == [4, 5]


def test_a_konto_that_is_taken_is_told_when_it_is_written_and_when_it_is_proposed(
    plan, mette, budget
):
    with pytest.raises(ValidationError) as refused:
        drafted(plan, mette, budget, code="1010")
    assert errors_of(refused) == {
        "code": ["Konto 1010 er allerede brugt i budget 2013: »1010 Konto 1010«."]
    }

    row = drafted(plan, mette, budget)
    BudgetLineFactory(budget=budget, code="1030", text="Husleje")
    with pytest.raises(ValidationError) as refused:
        actions.propose(row, by=mette, expected_version=1)
    assert errors_of(refused) == {
        "code": ["Konto 1030 er allerede brugt i budget 2013: »1030 Husleje«."]
    }


@pytest.mark.parametrize("step", ["decide", "in force"])
def test_a_konto_taken_meanwhile_stops_it_with_a_sentence(plan, mette, birgit, budget, step):
    said = (
        "Konto 1030 er siden brugt i budget 2013: »1030 Husleje«. Træk justeringen, og indstil "
        "linjen på ny med en anden konto."
    )
    if step == "decide":
        row = drafted(plan, mette, budget)
        actions.propose(row, by=mette, expected_version=1)
        row.refresh_from_db()
        BudgetLineFactory(budget=budget, code="1030", text="Husleje")
        with pytest.raises(NotAllowedNow, match="siden brugt") as refused:
            decide(row, by=birgit)
        assert str(refused.value) == said
        return
    row = through(plan, mette, birgit, budget, on=date(2013, 9, 15))
    BudgetLineFactory(budget=budget, code="1030", text="Husleje")
    with on_day(date(2013, 9, 15)):
        assert actions.keep_adjustments(clock.today()) == 0
        with pytest.raises(NotAllowedNow) as refused:
            check_now(row)
    row.refresh_from_db()
    assert (str(refused.value), row.state, BudgetLine.objects.filter(code="1030").count()) == (
        said,
        "accepted",
        1,
    )


def test_two_new_lines_of_one_konto_are_not_decided_beside_each_other(plan, mette, birgit, budget):
    first, second, other = (drafted(plan, mette, budget, code=code) for code in ("A1", "a1", "A2"))
    for row in (first, second, other):
        actions.propose(row, by=mette, expected_version=1)
        row.refresh_from_db()
    decide(first, by=birgit)

    with pytest.raises(NotAllowedNow, match="Justering 1 ændrer det samme"):
        decide(second, by=birgit)
    decide(other, by=birgit)


def test_one_that_falls_leaves_nothing(plan, mette, birgit, budget):
    refused = drafted(plan, mette, budget)
    actions.propose(refused, by=mette, expected_version=1)
    refused.refresh_from_db()
    decide(refused, by=birgit, yes=False)
    taken_back = drafted(plan, mette, budget)
    actions.withdraw(taken_back, why="Nej.", expected_version=1, by=mette)

    assert budget.lines.count() == 4
    assert [x.state for x in Adjustment.objects.order_by("number")] == ["rejected", "withdrawn"]


def test_the_effect_on_the_local_share_is_shown_and_bound(plan, mette, birgit, budget):
    row = drafted(plan, mette, budget, source="lbf", amount="999999.00")
    actions.propose(row, by=mette, expected_version=1)
    row.refresh_from_db()

    seen = texts(row)
    assert (seen["Ændrer"], seen["Gælder nu"]) == ("Ny linje i budget 2013", "ingen linje")
    assert seen["Lokal andel"] == (
        "Fra 25,0\u00a0% til 12,5\u00a0% af budget 2013, under kravet om 25 %. "
        "Der mangler 249.999,25\u00a0kr. for at nå 25 %."
    )
    BudgetLineFactory(budget=budget, code="9", source=Source.OTHER_FUND, amount=D("1.00"))
    with pytest.raises(Changed):
        decide(row, by=birgit, token=token(seen))


def test_an_amount_that_changes_shows_its_effect_too(plan, mette, budget):
    row = Adjustment(
        plan=plan, subject=Subject.BUDGET, budget_line=budget.lines.get(code="3010"),
        new={"amount": "100000.00"},
        in_force_on=date(2013, 9, 1), title="x", reason="x", consequence="x",
    )  # fmt: skip
    assert (
        texts(row)["Lokal andel"]
        == "25,0\u00a0% som før af budget 2013: kravet om 25 % er opfyldt."
    )
    row.new = {"amount": "0.00"}
    assert texts(row)["Lokal andel"].startswith(
        "Fra 25,0\u00a0% til 16,6\u00a0% af budget 2013, under kravet"
    )


def test_it_can_itself_be_adjusted_later_and_is_copied_to_the_next_year(
    plan, mette, birgit, budget
):
    through(plan, mette, birgit, budget)
    line = budget.lines.get(code="1030")
    with on_day(date(2013, 9, 2)):
        row = proposed(
            plan,
            mette,
            subject=Subject.BUDGET,
            thing=line,
            new={"amount": "60000.00"},
            on=date(2013, 10, 1),
        )
        assert row.old == {"amount": "50000.25"}

    plan.ends_on = date(2016, 12, 31)
    copy = budgets.create(Budget(plan=plan, year=2014), copy_from=budget, by=mette)
    assert [(x.amount, x.exists_from) for x in copy.lines.filter(code="1030")] == [
        (D("50000.25"), None)
    ]


def test_a_budget_that_is_not_approved_is_corrected_and_not_adjusted(client, plan, mette):
    draft = small_budget(plan, state="draft")
    client.force_login(mette)

    answer = client.get(
        reverse("adjustment-new", args=[plan.slug, f"newline-{draft.pk}"]), follow=True
    )

    assert [str(m) for m in answer.context["messages"]] == [
        "Det kan ikke justeres længere. Vælg noget andet."
    ]


# The form


BODY = {
    "title": "Vikar for familierne", "code": " 1030 ", "text": "Vikar", "category": "staff",
    "source": "municipality",
    "focus_area": "", "amount": "50.000,25 kr.", "in_force_on": "1.9.2013", "reason": "Sygdom.",
    "consequence": "Færre penge til lejr.",
}  # fmt: skip


def test_the_form_has_the_fields_of_a_line_and_keeps_what_was_typed(client, plan, mette, budget):
    client.force_login(mette)
    where = reverse("adjustment-new", args=[plan.slug, f"newline-{budget.pk}"])
    form = client.get(where).context["form"]
    assert list(form.fields)[:7] == [
        "title",
        "code",
        "text",
        "category",
        "source",
        "focus_area",
        "amount",
    ]

    wrong = client.post(where, BODY | {"code": "1010", "key": form["key"].value()})
    assert (wrong.status_code, dict(wrong.context["form"].errors)) == (
        422, {"code": ["Konto 1010 er allerede brugt i budget 2013: »1010 Konto 1010«."]},
    )  # fmt: skip

    made = client.post(where, BODY | {"key": form["key"].value()}, follow=True)
    row = Adjustment.objects.get()
    assert (row.new, row.new_text) == (NEW, TEXT)
    assert made.context["page"].thing == "Ny linje i budget 2013"

    edit = reverse("adjustment-edit", args=[plan.slug, row.number])
    again = client.get(edit).context["form"]
    assert [again[name].value() for name in ("code", "category", "amount")] == [
        "1030",
        "staff",
        "50.000,25",
    ]
    client.post(edit, BODY | {"text": "Vikar i ferien", "lock_version": "1"})
    row.refresh_from_db()
    assert row.new["text"] == "Vikar i ferien"


def test_another_plans_budget_and_area_are_not_reached(client, plan, other_plan, mette, budget):
    theirs = small_budget_of(other_plan)
    client.force_login(mette)
    away = client.get(
        reverse("adjustment-new", args=[plan.slug, f"newline-{theirs.pk}"]), follow=True
    )
    assert [str(m) for m in away.context["messages"]] == [
        "Det kan ikke justeres længere. Vælg noget andet."
    ]

    where = reverse("adjustment-new", args=[plan.slug, f"newline-{budget.pk}"])
    area = other_plan.focus_areas.first()
    body = BODY | {"focus_area": str(area.pk if area else 10**9)}
    assert list(client.post(where, body).context["form"].errors) == ["focus_area"]


def small_budget_of(plan):
    return BudgetLineFactory(budget__plan=plan).budget


def test_accepted_ones_wait_for_their_day(plan, mette, birgit, budget):
    accepted_row = through(plan, mette, birgit, budget, on=date(2013, 9, 15))
    assert (accepted_row.state, budget.lines.count()) == ("accepted", 4)

    with on_day(date(2013, 9, 15)):
        actions.keep_adjustments(clock.today())

    assert budget.lines.get(code="1030").exists_from == date(2013, 9, 15)


def test_one_that_fell_is_written_anew_with_its_line(client, plan, mette, budget):
    row = drafted(plan, mette, budget)
    actions.withdraw(row, why="Ikke nu", expected_version=1, by=mette)
    client.force_login(mette)

    again = client.get(row.get_absolute_url()).context["may"]["again"]
    form = client.get(again).context["form"]

    assert again == f"{reverse('adjustment-new', args=[plan.slug, f'newline-{budget.pk}'])}?fra=1"
    assert [form[name].value() for name in ("code", "text", "category", "source", "amount")] == [
        "1030", "Vikar", "staff", "municipality", "50.000,25",
    ]  # fmt: skip
