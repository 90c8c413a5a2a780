"""A year's budget: a draft, put before the styregruppe, approved as it was shown; exact to the
øre."""

from datetime import date, time
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.names import SAID
from core import audit, bound
from core.versioned import NotAllowedNow
from governance.decided import Decided
from governance.models import (
    AgendaItem,
    Budget,
    BudgetLine,
    Forum,
    ForumKind,
    ItemKind,
    Meeting,
    Outcome,
)
from governance.money.budget import actions
from governance.money.co_financing import CoFinancing, co_financing
from governance.tests.access.money import LINE
from governance.tests.factories_money import (
    BudgetFactory,
    BudgetLineFactory,
    BudgetRevisionFactory,
    small_budget,
)
from governance.tests.pages import url


@pytest.fixture
def draft(plan):
    return small_budget(plan, state="draft")


def amounts(budget):
    return dict(budget.lines.values_list("code", "amount"))


# Begun by mistake


def test_a_draft_begun_by_mistake_is_taken_away_with_its_lines(lead, plan, draft):
    line = draft.lines.first()

    answer = lead.post(url("budget-remove", plan, 2013), follow=True)

    assert [str(m) for m in answer.context["messages"]] == ["Kladden til budget 2013 er slettet."]
    assert not Budget.objects.exists() and not BudgetLine.objects.exists()
    assert [h.history_change_reason for h in line.history.filter(history_type="-")] == [
        "Kladden slettet"
    ]


@pytest.mark.parametrize("state", ["draft", "proposed", "approved"])
def test_a_budget_the_styregruppe_has_had_stays(lead, plan, birgit, state):
    draft = small_budget(plan, state="draft")
    actions.propose(draft, shown=shown(draft), reason="x", by=birgit)
    if state == "draft":
        actions.take_back(draft, by=birgit)
    Budget.objects.filter(pk=draft.pk).update(state=state)

    lead.post(url("budget-remove", plan, 2013))

    assert draft.lines.count() == 4


def test_the_list_says_whose_money_its_sum_is(lead, plan):
    small_budget(plan)
    small_budget(plan, year=2014, state="draft")

    assert lead.get(url("budget-list", plan)).context["page"].whole_of == "2013 og 2014 (kladde)"


# Lines


def test_a_line_is_written_once_to_the_oere(lead, plan, draft):
    where = url("budget-line-add", plan, 2013)
    body = LINE | {"key": lead.get(where).context["form"]["key"].value(), "amount": "1.234,56 kr."}

    answers = [lead.post(where, body) for _ in range(2)]

    assert [(a.status_code, a.url) for a in answers] == [(302, url("budget", plan, 2013))] * 2
    assert amounts(draft)["4010"] == Decimal("1234.56")
    assert draft.lines.count() == 5


def test_a_line_removed_and_sent_again_with_its_key_stays_removed(lead, plan, draft):
    where = url("budget-line-add", plan, 2013)
    body = LINE | {"key": lead.get(where).context["form"]["key"].value()}
    lead.post(where, body)
    lead.post(url("budget-line-remove", plan, 2013, BudgetLine.objects.get(code="4010").pk))

    assert lead.post(where, body).status_code == 302
    assert not BudgetLine.objects.filter(code="4010").exists()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("amount", "-1", "Beløbet kan ikke være under 0."),
        ("amount", "1,005", "»1,005« har mere end to decimaler. Skriv kroner og øre, fx 1.234,50."),
        (
            "amount",
            "mange",
            "»mange« er ikke et beløb, vi kan læse. Skriv kroner og øre, fx 1.234,50.",
        ),
        ("amount", "", "Skriv et beløb, fx 1.234,50."),
        ("code", "1010", "Konto 1010 er allerede brugt i budgettet."),
        (
            "text",
            "010190-1234",
            "Teksten ligner et CPR-nummer. Skriv aldrig navne eller CPR-numre på beboere.",
        ),
        ("text", "Løn til Mette Holm", SAID.format(name="Mette Holm")),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(
    lead, plan, draft, field, value, said
):
    answer = lead.post(
        url("budget-line-add", plan, 2013), LINE | {"text": "Skal blive stående"} | {field: value}
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors == {field: [said]}
    assert draft.lines.count() == 4


def test_lines_are_locked_from_the_day_the_budget_is_proposed(lead, plan, mette):
    for state, why in (
        ("proposed", "Budgettet ligger til godkendelse. Træk det tilbage for at ændre det."),
        ("approved", "Budgettet er godkendt af styregruppen. Det ændres kun med en justering."),
    ):
        budget = BudgetFactory(plan=plan, year=2013 if state == "proposed" else 2014, state=state)
        line = BudgetLineFactory(budget=budget, code="1010")

        added = lead.post(url("budget-line-add", plan, budget.year), LINE)
        changed = lead.post(url("budget-line-edit", plan, budget.year, line.pk), LINE)
        lead.post(url("budget-line-remove", plan, budget.year, line.pk))

        assert added.context["form"].non_field_errors() == [why]
        assert changed.context["form"].non_field_errors() == [why]
        assert amounts(budget) == {"1010": Decimal("100000.00")}


def test_who_saves_a_line_against_an_old_version_sees_both(lead, plan, draft):
    line = draft.lines.get(code="1010")
    BudgetLine.objects.filter(pk=line.pk).update(text="Løn, ny", lock_version=2)

    answer = lead.post(
        url("budget-line-edit", plan, 2013, line.pk), LINE | {"code": "1010", "lock_version": "1"}
    )

    assert answer.status_code == 409
    assert "Løn, ny" in answer.content.decode() and LINE["text"] in answer.content.decode()


# A new year


def test_a_year_begins_with_last_years_lines_as_they_ended(lead, plan):
    last = small_budget(plan)
    BudgetRevisionFactory(line=last.lines.get(code="2010"), amount=Decimal("260000.50"))
    BudgetRevisionFactory(
        line=last.lines.get(code="2010"), amount=Decimal("1.00"), in_force_on=date(2014, 1, 1)
    )

    answer = lead.post(url("budget-add", plan), {"year": "2014", "copy_from": last.pk})

    new = Budget.objects.get(year=2014)
    assert (answer.status_code, answer.url) == (302, url("budget", plan, 2014))
    assert new.state == "draft"
    assert amounts(new) == {
        "1010": Decimal("500000.25"),
        "1020": Decimal("150000.75"),
        "2010": Decimal("260000.50"),
        "3010": Decimal("100000.00"),
    }
    assert new.lines.get(code="1020").focus_area == last.lines.get(code="1020").focus_area


def test_a_budget_is_begun_once_however_often_it_is_sent(lead, plan):
    form = lead.get(url("budget-add", plan)).context["form"]
    body = {"year": "2014", "key": form["key"].value()}

    answers = [lead.post(url("budget-add", plan), body) for _ in range(2)]
    other = lead.post(url("budget-add", plan), {"year": "2014"})

    assert [(answer.status_code, answer.url) for answer in answers] == [
        (302, url("budget", plan, 2014))
    ] * 2
    assert other.context["form"].errors["year"] == ["2014 har allerede et budget."]
    assert Budget.objects.filter(plan=plan).count() == 1


def test_a_year_outside_the_plan_or_with_a_budget_is_refused(plan, mette, draft):
    for year, said in (
        (2012, "Planen løber i 2013–2016. Vælg et år der imellem."),
        (2013, "2013 har allerede et budget."),
    ):
        with pytest.raises(ValidationError) as refused:
            actions.create(Budget(plan=plan, year=year), copy_from=None, by=mette)
        assert refused.value.message_dict == {"year": [said]}


# Proposing


def shown(budget):
    row = Budget.objects.get(pk=budget.pk)
    return bound.token(actions.texts(row, actions.lines_of(row)))


def test_a_budget_that_does_not_add_up_is_not_proposed(lead, plan, draft):
    Budget.objects.filter(pk=draft.pk).update(stated_total=Decimal("1000001.01"))

    answer = lead.post(url("budget-propose", plan, 2013), {"shown": shown(draft)})

    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [
        "Budgettet stemmer ikke: linjerne giver 1.000.001,00\u00a0kr., men summen ifølge bilaget "
        "er 1.000.001,01\u00a0kr. Forskellen er −0,01\u00a0kr. Ret linjerne eller summen."
    ]
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_budget_without_money_is_not_proposed(plan, mette):
    empty = BudgetFactory(plan=plan, state="draft")
    with pytest.raises(NotAllowedNow, match="Budgettet har ingen beløb"):
        actions.propose(empty, shown=shown(empty), reason="", by=mette)


def test_a_year_under_a_quarter_local_says_why_or_stays_a_draft(lead, plan, draft):
    draft.lines.filter(code="3010").update(amount=Decimal("99998.99"))  # 249.999,74 of 999.999,99

    refused = lead.post(url("budget-propose", plan, 2013), {"shown": shown(draft)})
    lead.post(
        url("budget-propose", plan, 2013),
        {"shown": shown(draft), "reason": "Kommunen betaler mere i 2014."},
    )

    assert refused.context["form"].errors["reason"] == [
        (
            "Den lokale andel er 24,9\u00a0%, under 25 %. Skriv, hvorfor, og hvilket år "
            "der retter op på det."
        )
    ]
    draft.refresh_from_db()
    assert (draft.state, draft.co_financing_reason) == ("proposed", "Kommunen betaler mere i 2014.")
    assert "Kommunen betaler mere i 2014." in lead.get(url("budget", plan, 2013)).content.decode()


def test_exactly_a_quarter_is_enough_and_asks_no_reason(lead, plan, draft):
    draft.lines.filter(code="3010").update(amount=Decimal("99999.33"))
    draft.lines.filter(code="1010").update(amount=Decimal("500000.24"))
    assert co_financing(draft.lines.values_list("source", "amount")) == CoFinancing(
        Decimal("250000.08"), Decimal("1000000.32")
    )

    form = lead.get(url("budget-propose", plan, 2013)).context["form"]

    assert "reason" not in form.fields
    assert (
        lead.post(url("budget-propose", plan, 2013), {"shown": form["shown"].value()}).status_code
        == 302
    )


@pytest.mark.parametrize(
    ("local", "total", "text", "met"),
    [
        ("25", "100", "25,0", True),
        ("24.99", "100", "24,9", False),
        ("249999.99", "1000000", "24,9", False),
    ],
)
def test_the_local_share_is_never_rounded_up_to_the_demand(local, total, text, met):
    found = CoFinancing(Decimal(local), Decimal(total))
    assert (found.text, found.is_met) == (f"{text}\u00a0%", met)


def test_a_budget_without_money_has_no_share():
    assert (co_financing(()).text, co_financing(()).is_met) == ("–", True)


# Approving


@pytest.fixture
def proposed(draft, mette):
    return actions.propose(draft, shown=shown(draft), reason="", by=mette)


@pytest.fixture
def item(plan):
    forum = Forum.objects.create(
        plan=plan, code="SG", name="Styregruppen", kind=ForumKind.STEERING_GROUP
    )
    meeting = Meeting.objects.create(forum=forum, on=date(2013, 8, 20), starts_at=time(16))
    return AgendaItem.objects.create(
        meeting=meeting, plan=plan, kind=ItemKind.DECISION, title="Budget 2013"
    )


def test_the_koordinator_notes_the_approval_under_the_point(client, plan, proposed, birgit, item):
    client.force_login(birgit)
    form = client.get(url("budget-approve", plan, 2013)).context["form"]

    client.post(
        url("budget-approve", plan, 2013), {"shown": form["shown"].value(), "item": item.pk}
    )

    proposed.refresh_from_db()
    assert (proposed.state, proposed.approved_on, proposed.approved_by, proposed.decided_in) == (
        "approved", date(2013, 8, 20), birgit, item,
    )  # fmt: skip
    assert [change.reason for change in audit.changes(proposed)][:2] == [
        "Godkendt af styregruppen 20.8.2013", "Indstillet til styregruppen",
    ]  # fmt: skip


def test_an_approval_has_a_day_that_has_been(client, plan, proposed, birgit):
    client.force_login(birgit)
    where = url("budget-approve", plan, 2013)

    without = client.post(where, {"shown": shown(proposed)})
    tomorrow = client.post(where, {"shown": shown(proposed), "on": "1.9.2013"})

    assert without.context["form"].errors["on"] == [
        "Vælg punktet på dagsordenen, eller skriv datoen."
    ]
    assert tomorrow.context["form"].errors["on"] == [
        "Datoen ligger i fremtiden. Vælg i dag eller en tidligere dag."
    ]


@pytest.mark.parametrize("outcome", [Outcome.REJECTED, Outcome.POSTPONED])
def test_a_point_that_ended_otherwise_approves_nothing(
    client, plan, proposed, birgit, item, outcome
):
    item.outcome = outcome
    item.save()
    client.force_login(birgit)

    answer = client.post(
        url("budget-approve", plan, 2013), {"shown": shown(proposed), "item": item.pk}
    )

    assert answer.context["form"].errors["item"] == [f"Punktet endte med »{outcome.label}«."]
    proposed.refresh_from_db()
    assert proposed.state == "proposed"


def test_what_changed_meanwhile_is_not_approved_and_both_are_shown(
    client, plan, proposed, birgit, mette
):
    client.force_login(birgit)
    seen = client.get(url("budget-approve", plan, 2013)).context["form"]["shown"].value()
    actions.take_back(proposed, by=mette)
    line = proposed.lines.get(code="1020")
    line.amount = Decimal("175000.50")
    actions.write_line(line, by=mette, expected_version=1)
    proposed.lines.get(code="2010").delete()
    proposed.refresh_from_db()
    actions.propose(proposed, shown=shown(proposed), reason="Rettes i 2014", by=mette)

    answer = client.post(url("budget-approve", plan, 2013), {"shown": seen, "on": "20.8.2013"})

    assert answer.status_code == 409
    assert [
        (line.label, line.shown, line.now) for line in answer.context["lines"] if line.differs
    ] == [
        (
            "Konto 1020",
            "Konto 1020, Løn, Kommunen, Beboernetværk: 150.000,75\u00a0kr.",
            "Konto 1020, Løn, Kommunen, Beboernetværk: 175.000,50\u00a0kr.",
        ),
        (
            "Konto 2010",
            "Konto 2010, Aktiviteter, Landsbyggefonden, Beboernetværk: 250.000,00\u00a0kr.",
            "",
        ),
    ]
    proposed.refresh_from_db()
    assert proposed.state == "proposed"
    form = answer.context["form"]
    again = {"shown": form["shown"].value(), "on": form["on"].value()}
    assert client.post(url("budget-approve", plan, 2013), again).status_code == 302
    proposed.refresh_from_db()
    assert (proposed.state, proposed.approved_on) == ("approved", date(2013, 8, 20))


def test_why_so_little_is_local_stays_typed_when_the_lines_changed_meanwhile(lead, plan, draft):
    draft.lines.filter(code="3010").update(amount=Decimal("99998.99"))
    seen = shown(draft)
    draft.lines.filter(code="3010").update(amount=Decimal("300000.00"))

    answer = lead.post(
        url("budget-propose", plan, 2013),
        {"shown": seen, "reason": "Kommunen betaler mere i 2014."},
    )

    assert answer.status_code == 409
    assert answer.context["form"]["reason"].value() == "Kommunen betaler mere i 2014."
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_spoilt_token_is_refused_like_a_change(client, plan, proposed, birgit):
    client.force_login(birgit)
    answer = client.post(
        url("budget-approve", plan, 2013), {"shown": "eyJ4IjoxfQ:x:y", "on": "20.8.2013"}
    )

    assert answer.status_code == 409
    assert {line.shown for line in answer.context["lines"]} == {""}


def test_who_proposes_does_not_also_note_the_yes(client, plan, draft, birgit):
    proposed = actions.propose(draft, shown=shown(draft), reason="", by=birgit)
    client.force_login(birgit)

    answer = client.post(
        url("budget-approve", plan, 2013), {"shown": shown(proposed), "on": "20.8.2013"}
    )

    assert answer.context["form"].non_field_errors() == [
        "Du har selv indstillet budgettet. En anden skal notere styregruppens beslutning."
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        Budget.objects.filter(pk=draft.pk).update(approved_by=birgit)


def test_the_styregruppe_sends_it_back_with_what_is_to_be_changed(client, plan, proposed, birgit):
    client.force_login(birgit)
    where = url("budget-send-back", plan, 2013)

    without = client.post(where, {"why": " "})
    named = client.post(where, {"why": "Birgit Damgaard vil have mindre."})
    client.post(where, {"why": "Mindre til sekretariatet."})

    assert without.context["form"].errors["why"] == ["Skriv, hvad styregruppen vil have ændret."]
    assert named.context["form"].errors == {"why": [SAID.format(name="Birgit Damgaard")]}
    proposed.refresh_from_db()
    assert (proposed.state, proposed.proposed_by) == ("draft", None)
    assert actions.refusal(proposed) == "Mindre til sekretariatet."


def test_why_it_was_sent_back_stands_beside_the_budgets_own_remark(
    client, plan, draft, mette, birgit
):
    draft.note = "Efter aftale med kommunen."
    draft = actions.describe(draft, by=mette, expected_version=draft.lock_version)
    proposed = actions.propose(draft, shown=shown(draft), reason="", by=mette)
    client.force_login(birgit)

    client.post(url("budget-send-back", plan, 2013), {"why": "Mindre til sekretariatet."})

    page = client.get(url("budget", plan, 2013))
    assert (page.context["page"].budget.note, page.context["refusal"]) == (
        "Efter aftale med kommunen.", "Mindre til sekretariatet.",
    )  # fmt: skip
    text = page.content.decode()
    assert "Efter aftale med kommunen." in text and "Mindre til sekretariatet." in text
    assert (
        next(audit.changes(proposed)).reason
        == "Ikke godkendt af styregruppen: Mindre til sekretariatet."
    )


def test_why_it_was_sent_back_is_said_until_it_is_approved(lead, plan, draft, mette, birgit):
    for why in ("Mindre til sekretariatet.", "Mere til børn."):
        actions.propose(draft, shown=shown(draft), reason="", by=mette)
        actions.send_back(draft, why=why, by=birgit)
    proposed = actions.propose(draft, shown=shown(draft), reason="", by=mette)
    before = lead.get(url("budget", plan, 2013)).context["refusal"]
    actions.approve(proposed, shown=shown(proposed), where=Decided(date(2013, 8, 20)), by=birgit)

    assert (before, lead.get(url("budget", plan, 2013)).context["refusal"]) == (
        "Mere til børn.",
        "",
    )


def test_why_it_was_sent_back_holds_no_cpr_number(client, plan, proposed, birgit):
    client.force_login(birgit)

    answer = client.post(url("budget-send-back", plan, 2013), {"why": "Ring til 010190-1234"})

    assert answer.context["form"].errors["why"] == [
        "Teksten ligner et CPR-nummer. Skriv aldrig navne eller CPR-numre på beboere."
    ]
    proposed.refresh_from_db()
    assert proposed.state == "proposed"


# Pages


def test_the_year_shows_category_by_source_with_exact_sums(lead, plan, draft):
    page = lead.get(url("budget", plan, 2013)).context["page"]

    assert page.title == "Budget 2013: kladde på 1.000.001\u00a0kr."
    assert page.matrix.sources == ("Landsbyggefonden", "Boligorganisationen", "Kommunen")
    assert [(row.name, row.amounts, row.total) for row in page.matrix.rows] == [
        ("Løn", ("500.000,25", "", "150.000,75"), "650.001,00"),
        ("Aktiviteter", ("250.000,00", "", ""), "250.000,00"),
        ("Sekretariat og administration", ("", "100.000,00", ""), "100.000,00"),
    ]
    assert page.matrix.total.amounts == ("750.000,25", "100.000,00", "150.000,75")
    assert page.total == "1.000.001,00"
    assert page.areas == (
        ("Børn, unge og familier", "500.000,25"), ("Beboernetværk", "400.000,75"),
        ("Hele planen", "100.000,00"),
    )  # fmt: skip
    assert page.co_financing.word == "Kravet om 25 % er opfyldt"


def test_a_draft_is_its_writers_own(client, plan, draft, henrik, kirsten):
    for person in (henrik, kirsten):
        client.force_login(person)
        assert client.get(url("budget", plan, 2013)).status_code == 404
        assert client.get(url("budget-list", plan)).context["page"].rows == ()


def test_readers_read_what_is_proposed_and_have_no_door_to_write(client, plan, proposed, kirsten):
    client.force_login(kirsten)
    text = client.get(url("budget", plan, 2013)).content.decode()

    assert "Indstillet til styregruppen 31.8.2013" in text
    assert "/ret/" not in text and "/linjer/ny/" not in text and "/godkend/" not in text


def test_the_years_stand_beside_each_other(lead, plan):
    small_budget(plan, year=2013)
    small_budget(plan, year=2014, state="draft")

    page = lead.get(url("budget-list", plan)).context["page"]

    assert page.title == "To budgetter, ét godkendt"
    assert [(row.budget.year, row.total, row.spent) for row in page.rows] == [
        (2013, "1.000.001", "ikke skrevet"),
        (2014, "1.000.001", "–"),
    ]
    assert page.whole == CoFinancing(Decimal("500001.50"), Decimal("2000002.00"))


@pytest.mark.parametrize("lines", [1, 30])
def test_pages_cost_the_same_for_one_line_and_many(
    lead, plan, lines, django_assert_max_num_queries
):
    budget = BudgetFactory(plan=plan)
    BudgetLineFactory.create_batch(lines, budget=budget, focus_area=plan.focus_areas.first())
    with django_assert_max_num_queries(12):
        lead.get(url("budget", plan, 2013))
    with django_assert_max_num_queries(11):
        lead.get(url("budget-list", plan))


def test_the_card_says_how_the_year_stands(lead, plan, draft):
    cards = [
        card for group in lead.get(url("steering", plan)).context["groups"] for card in group.cards
    ]

    assert [(card.text, card.url) for card in cards if card.title == "Budget"] == [
        ("2013: kladde.", url("budget", plan, 2013))
    ]


def test_writing_makes_the_plans_kept_pages_old(lead, plan, draft):
    before = type(plan).objects.get(pk=plan.pk).version
    lead.post(url("budget-line-add", plan, 2013), LINE)

    assert type(plan).objects.get(pk=plan.pk).version > before
