"""The pages and forms of adjustments. Today is 31 August 2013."""

from datetime import date
from decimal import Decimal

import pytest

from activities.criterion_rules import ALWAYS_REACHED
from activities.models import StaffAllocation, Target
from core.lights import Light
from governance.models import Adjustment, AdjustmentState, Budget, BudgetLine, ForumKind
from governance.tests.access.adjustments import NEW
from governance.tests.factories_adjustments import AdjustmentFactory, point_of
from governance.tests.pages import url

State = AdjustmentState


@pytest.fixture
def coordinator(client, plan, birgit):
    client.force_login(birgit)
    return client


def target_of(plan, code="5.1.1-1"):
    return Target.objects.get(criterion__code=code, criterion__activity__plan=plan)


def new_url(plan, code="5.1.1-1"):
    return url("adjustment-new", plan, f"target-{target_of(plan, code).pk}")


BODY = NEW | {"in_force_on": "1.10.2013"}


def errors(answer):
    return dict(answer.context["form"].errors)


def test_the_chooser_names_each_thing_with_the_value_it_has(lead, plan):
    budget = Budget.objects.create(plan=plan, year=2013, state="approved")
    BudgetLine.objects.create(
        budget=budget,
        code="1010",
        category="staff",
        source="lbf",
        text="Løn",
        amount=Decimal("125000"),
    )
    plan.milestones.update(number=None)

    form = lead.get(url("adjustment-choose", plan)).context["form"]
    _, *groups = form.fields["hvad"].choices
    chosen = {name: [label for _, label in rows] for name, rows in groups}

    assert list(chosen) == [
        "Måltal",
        "Milepæle",
        "Timer",
        "Budget",
        "Grænser for lys",
        "Aktiviteters sidste dag",
    ]
    assert chosen["Måltal"][:2] == [
        "5.1.1-1 Familier deltog (2013): 100 familier",
        "5.1.1-2 Lærer nyt (2013): 75\xa0%",
    ]
    assert chosen["Milepæle"] == ["Forløb for forældre er i gang: 3. kvartal 2013"]
    assert chosen["Timer"][0] == "Familiekoordinator på 5.1.1 Forældre & læring: 10 timer pr. uge"
    assert chosen["Budget"] == [
        "1010 Løn (2013): 125.000\xa0kr.",
        "Ny linje i budget 2013: en konto, der mangler",
    ]


def test_the_chooser_leads_to_the_things_form(lead, plan):
    key = f"target-{target_of(plan).pk}"
    answer = lead.get(url("adjustment-choose", plan), {"hvad": key})

    assert (answer.status_code, answer.url) == (302, url("adjustment-new", plan, key))
    assert lead.get(url("adjustment-choose", plan), {"hvad": "target-0"}).status_code == 422


@pytest.mark.parametrize("key", ["target-0", "target-999999999999999", "plan-1", "x", "target-1e3"])
def test_what_cannot_be_adjusted_leads_back_to_the_chooser(lead, plan, key):
    assert lead.get(url("adjustment-new", plan, key)).url == url("adjustment-choose", plan)


def test_another_plans_target_cannot_be_adjusted_here(lead, plan, other_plan):
    key = f"target-{target_of(other_plan).pk}"
    assert lead.post(url("adjustment-new", plan, key), BODY).url == url("adjustment-choose", plan)
    assert not Adjustment.objects.exists()


def test_a_draft_is_written_once_however_often_it_is_sent(lead, plan):
    key = lead.get(new_url(plan)).context["form"]["key"].value()

    answers = [lead.post(new_url(plan), BODY | {"key": key}) for _ in range(2)]

    assert [(a.status_code, a.url) for a in answers] == [(302, url("adjustment", plan, 1))] * 2
    row = Adjustment.objects.get()
    assert (row.new, row.in_force_on, row.state) == ({"value": 120}, date(2013, 10, 1), "draft")


@pytest.mark.parametrize(
    ("code", "field", "value", "said"),
    [
        ("5.1.1-1", "value", "", "Skriv et tal, fx 9 eller 2,5."),
        ("5.1.1-1", "value", "-5", "Tallet kan ikke være negativt. Skriv 0 eller mere."),
        ("5.1.1-1", "value", "0", ALWAYS_REACHED),
        (
            "5.1.1-1",
            "value",
            "9999999999",
            "Tallet er for stort. Tjek, om der er kommet for mange cifre med.",
        ),
        (
            "5.1.1-1",
            "value",
            "2000000",
            "Tallet er for stort. Tjek, om der er kommet for mange cifre med.",
        ),
        ("5.1.1-1", "value", "100", "100 familier er det, der gælder nu. Skriv en anden værdi."),
        ("5.1.1-2", "value", "101", "Måltallet er i procent og kan højst være 100."),
        (
            "5.1.1-1",
            "in_force_on",
            "31/9-13",
            "Datoen 31.9.2013 findes ikke. Skriv dag, måned og år, fx 31.8.2013.",
        ),
        (
            "5.1.1-1",
            "in_force_on",
            "1.1.2014",
            "Vælg en dag fra 1.1.2013 til 31.12.2013: så længe gælder det, der ændres.",
        ),
        (
            "5.1.1-1",
            "consequence",
            "Spørg 010190-1234",
            "Teksten ligner et CPR-nummer. Skriv aldrig navne eller CPR-numre på beboere.",
        ),
        ("5.1.1-1", "title", "x" * 161, "Denne værdi må højst have 160 tegn (den har 161)."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(
    lead, plan, code, field, value, said
):
    answer = lead.post(
        new_url(plan, code), BODY | {"reason": "Det her skal blive stående."} | {field: value}
    )

    assert answer.status_code == 422
    assert errors(answer)[field] == [said]
    assert "Det her skal blive stående." in answer.content.decode()
    assert not Adjustment.objects.exists()


@pytest.mark.parametrize(
    ("low", "high", "field", "said"),
    [
        ("169", "", "hours_min", "En uge har 168 timer. Skriv et tal mellem 0 og 168."),
        ("7,125", "", "hours_min", "Skriv timer med højst to decimaler, fx 7,25."),
        ("10", "9", "hours_max", "Højst kan ikke være mindre end mindst."),
        ("10", "", "hours_min", "10 timer pr. uge er det, der gælder nu. Skriv en anden værdi."),
    ],
)
def test_hours_that_cannot_be(lead, plan, low, high, field, said):
    allocation = StaffAllocation.objects.get(activity__code="5.1.1", activity__plan=plan)
    address = url("adjustment-new", plan, f"allocation-{allocation.pk}")
    answer = lead.post(address, BODY | {"hours_min": low, "hours_max": high})

    assert errors(answer) == {field: [said]}


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2013-K2", "2. kvartal 2013 er slut. Vælg en periode, der ikke er slut."),
        ("2013-H2", "2. halvår 2013 er ikke en af planens perioder."),
        ("2017-K1", "1. kvartal 2017 er ikke en af planens perioder."),
        ("2013-K3", "3. kvartal 2013 er det, der gælder nu. Skriv en anden værdi."),
        ("nu", "»nu« er ikke en periode. Skriv fx 2013-K2, 2013-H1, 2013 eller 2013-2016."),
    ],
)
def test_periods_a_milestone_cannot_go_to(lead, plan, period, said):
    address = url("adjustment-new", plan, f"milestone-{plan.milestones.get().pk}")
    answer = lead.post(address, BODY | {"period": period, "in_force_on": "1.9.2013"})

    assert errors(answer) == {"period": [said]}


def test_a_milestone_is_moved_before_its_new_period_is_over(lead, plan):
    address = url("adjustment-new", plan, f"milestone-{plan.milestones.get().pk}")
    answer = lead.post(address, BODY | {"period": "2013-K4", "in_force_on": "1.1.2014"})

    assert errors(answer) == {
        "in_force_on": ["4. kvartal 2013 er da slut. Vælg en dag til og med 31.12.2013."]
    }


def test_who_saves_against_an_old_version_sees_both_texts(lead, plan):
    row = AdjustmentFactory(
        plan=plan, number=1, title="Flere familier i Akacieparken", lock_version=2
    )

    answer = lead.post(
        url("adjustment-edit", plan, 1), BODY | {"value": "130", "lock_version": "1"}
    )

    text = answer.content.decode()
    assert answer.status_code == 409
    assert (
        "Flere familier i Akacieparken" in text
        and "120 familier" in text
        and "130 familier" in text
    )
    row.refresh_from_db()
    assert row.new == {"value": 120}


def test_it_is_proposed_with_one_click(lead, plan):
    AdjustmentFactory(plan=plan, number=1, in_force_on=date(2013, 10, 1))

    stale = lead.post(url("adjustment-propose", plan, 1), {"lock_version": "7"})
    state = Adjustment.objects.get().state
    lead.post(url("adjustment-propose", plan, 1), {"lock_version": "1"})

    assert (stale.status_code, state, Adjustment.objects.get().state) == (302, "draft", "proposed")


def proposed(plan, mette, **fields):
    fields = {
        "number": 1,
        "state": State.PROPOSED,
        "proposed_by": mette,
        "in_force_on": date(2013, 10, 1),
    } | fields
    return AdjustmentFactory(plan=plan, **fields)


def shown(client, plan, name="adjustment-decide"):
    return client.get(url(name, plan, 1)).context["form"]["shown"].value()


def test_the_decision_is_written_down_under_its_point(coordinator, plan, mette):
    row, item = proposed(plan, mette), point_of(plan)
    body = {
        "answer": "yes",
        "item": item.pk,
        "on": "",
        "note": "Enstemmigt",
        "shown": shown(coordinator, plan),
    }

    answer = coordinator.post(url("adjustment-decide", plan, 1), body)

    row.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, row.get_absolute_url())
    assert (row.state, row.decided_on, row.decided_in) == ("approved", date(2013, 8, 28), item)
    assert row.steps.get().note == "28.8.2013, punkt 3: Justeringer. Enstemmigt"


def test_without_meetings_a_day_is_enough(coordinator, plan, mette):
    row = proposed(plan, mette)
    form = coordinator.get(url("adjustment-decide", plan, 1)).context["form"]
    coordinator.post(
        url("adjustment-decide", plan, 1),
        {"answer": "no", "on": "28.8.2013", "shown": form["shown"].value()},
    )

    row.refresh_from_db()
    assert "item" not in form.fields
    assert (row.state, row.decided_on) == ("rejected", date(2013, 8, 28))


@pytest.mark.parametrize(
    ("body", "field", "said"),
    [
        ({}, "answer", "Vælg en."),
        ({"answer": "yes"}, "on", "Vælg punktet på dagsordenen, eller skriv datoen."),
        (
            {"answer": "yes", "on": "1.9.2013"},
            "on",
            "Datoen ligger i fremtiden. Vælg i dag eller en tidligere dag.",
        ),
        (
            {"answer": "yes", "on": "28.8.2003"},
            "on",
            "Planen begynder den 1.1.2013. Vælg en dag fra 1.1.2012.",
        ),
        (
            {"answer": "yes", "on": "28.8.2013"},
            "on",
            "Styregruppen havde møde den 28.8.2013. Vælg punktet på dagsordenen.",
        ),
        (
            {"answer": "yes", "item": "held", "on": "27.8.2013"},
            "on",
            "Mødet var den 28.8.2013. Slet datoen, eller vælg et andet punkt.",
        ),
        (
            {"answer": "yes", "item": "coming"},
            "item",
            "Marker en gyldig valgmulighed. Det valg, du har foretaget,",
        ),
        (
            {"answer": "yes", "item": "other"},
            "item",
            "Marker en gyldig valgmulighed. Det valg, du har foretaget,",
        ),
        (
            {"answer": "yes", "on": "26.8.2013", "note": "Ring til 010190-1234"},
            "note",
            "Teksten ligner et CPR-nummer.",
        ),
    ],
)
def test_decisions_that_cannot_be(coordinator, plan, mette, body, field, said):
    proposed(plan, mette)
    points = {
        "held": point_of(plan),
        "coming": point_of(plan, on=date(2013, 9, 4)),
        "other": point_of(plan, ForumKind.REFERENCE_GROUP),
    }
    body = body | ({"item": points[body["item"]].pk} if "item" in body else {})
    answer = coordinator.post(
        url("adjustment-decide", plan, 1), {"shown": shown(coordinator, plan)} | body
    )

    assert answer.status_code == 422
    assert errors(answer)[field][0].startswith(said)
    assert Adjustment.objects.get().state == "proposed"


def test_a_change_meanwhile_is_told_with_both_texts_and_may_then_be_decided(
    coordinator, plan, mette
):
    proposed(plan, mette)
    body = {
        "answer": "yes",
        "on": "28.8.2013",
        "note": "Husk brevet",
        "shown": shown(coordinator, plan),
    }
    Adjustment.objects.update(new={"value": 140}, new_text="140 familier")

    refused = coordinator.post(url("adjustment-decide", plan, 1), body)
    state = Adjustment.objects.get().state
    again = refused.context["form"]["shown"].value()
    coordinator.post(url("adjustment-decide", plan, 1), body | {"shown": again})

    text = refused.content.decode()
    assert (refused.status_code, state) == (409, "proposed")
    assert "120 familier" in text and "140 familier" in text and "Husk brevet" in text
    assert Adjustment.objects.get().state == "approved"


def test_a_decision_on_a_withdrawn_adjustment_is_refused_in_words(coordinator, plan, mette):
    row = proposed(plan, mette)
    token = shown(coordinator, plan)
    Adjustment.objects.update(state=State.WITHDRAWN)

    posted = coordinator.post(
        url("adjustment-decide", plan, 1), {"answer": "yes", "on": "28.8.2013", "shown": token}
    )
    asked = coordinator.get(url("adjustment-decide", plan, 1))

    assert posted.status_code == 422
    assert posted.context["form"].non_field_errors() == [
        "Justeringen er trukket og kan ikke besluttes."
    ]
    assert (asked.status_code, asked.url) == (302, row.get_absolute_url())


def test_the_foelgegruppes_word_is_shown_to_who_decides(lead, plan, mette, birgit):
    row = proposed(plan, mette)
    body = {"answer": "no", "on": "20.8.2013", "shown": shown(lead, plan, "adjustment-recommend")}
    lead.post(url("adjustment-recommend", plan, 1), body)
    lead.force_login(birgit)

    texts = lead.get(url("adjustment-decide", plan, 1)).context["texts"]

    row.refresh_from_db()
    assert (row.is_recommended, texts["Følgegruppen"]) == (False, "anbefaler ikke")


def test_the_funders_yes_puts_it_in_force_and_the_page_says_so(coordinator, plan, mette, birgit):
    row = proposed(
        plan,
        mette,
        state=State.APPROVED,
        decided_by=birgit,
        decided_on=date(2013, 8, 20),
        in_force_on=date(2013, 8, 20),
    )
    coordinator.post(
        url("adjustment-send", plan, 1),
        {"sent_on": "21.8.2013", "reference": "LBF-7", "lock_version": "1"},
    )
    coordinator.post(
        url("adjustment-answer", plan, 1),
        {
            "outcome": "yes",
            "answered_on": "30.8.2013",
            "in_force_on": "20.8.2013",
            "lock_version": "2",
        },
    )

    page = coordinator.get(row.get_absolute_url()).context["page"]

    assert (page.state, page.light, page.sent) == (
        "I kraft fra 20.8.2013",
        Light.REACHED,
        "21.8.2013, nummer LBF-7",
    )
    assert [stage.light for stage in page.stages] == [Light.REACHED] * 5
    assert page.labels == ("Før", "Nu", "Gælder fra")


def test_the_page_shows_where_one_fell(lead, plan, mette, birgit):
    row = proposed(
        plan, mette, state=State.REFUSED, decided_by=birgit, decided_on=date(2013, 8, 20)
    )

    page = lead.get(row.get_absolute_url()).context["page"]

    assert [(s.name, s.text) for s in page.stages if s.is_current] == [
        ("Landsbyggefondens svar", "afvist")
    ]
    assert (page.stages[-1].text, page.labels[2]) == ("kommer ikke", "Skulle gælde fra")


@pytest.mark.parametrize(
    ("state", "who", "acts"),
    [
        (State.DRAFT, "mette", ["edit", "propose", "withdraw"]),
        (State.PROPOSED, "mette", ["edit", "recommend", "withdraw"]),
        (State.PROPOSED, "birgit", ["edit", "recommend", "decide", "withdraw"]),
        (State.PROPOSED, "henrik", []),
        (State.APPROVED, "mette", ["send", "withdraw"]),
        (State.SENT, "mette", ["answer", "withdraw"]),
        (State.ACCEPTED, "mette", ["withdraw"]),
        (State.IN_FORCE, "mette", []),
        (State.REJECTED, "birgit", ["again"]),
        (State.REFUSED, "mette", ["again"]),
        (State.WITHDRAWN, "mette", ["again"]),
        (State.WITHDRAWN, "henrik", []),
    ],
)
def test_the_page_offers_what_the_person_may_do_next(
    client, plan, mette, birgit, henrik, state, who, acts
):
    row = proposed(plan, mette, state=state)
    client.force_login({"mette": mette, "birgit": birgit, "henrik": henrik}[who])

    may = client.get(row.get_absolute_url()).context["may"]

    assert [act for act, yes in may.items() if yes] == acts


def test_one_that_fell_is_written_anew_and_not_typed_anew(lead, plan, mette):
    row = proposed(plan, mette, state=State.REFUSED)
    again = lead.get(row.get_absolute_url()).context["may"]["again"]

    form = lead.get(again).context["form"]
    posted = lead.post(again, BODY | {"value": "115"})

    assert again == f"{new_url(plan)}?fra=1"
    names = ("title", "value", "in_force_on", "reason", "consequence")
    assert [form[name].value() for name in names] == [
        row.title, 120, row.in_force_on, row.reason, row.consequence,
    ]  # fmt: skip
    assert posted.status_code == 302
    assert [(x.number, x.state) for x in Adjustment.objects.filter(plan=plan)] == [
        (2, "draft"),
        (1, "refused"),
    ]


@pytest.mark.parametrize("number", ["9", "٣", "x", "99999999999999999999", ""])
def test_words_of_no_earlier_one_leave_the_form_empty(lead, plan, number):
    form = lead.get(new_url(plan), {"fra": number}).context["form"]

    assert form["title"].value() in (None, "")


def test_words_are_not_taken_from_another_things_or_another_plans(lead, plan, other_plan):
    AdjustmentFactory(plan=plan, number=1, target=target_of(plan, "5.2.2-1"))
    AdjustmentFactory(plan=other_plan, number=2)

    forms = [lead.get(new_url(plan), {"fra": number}).context["form"] for number in (1, 2)]

    assert [form["title"].value() for form in forms] == ["", ""]


def test_a_thing_that_may_not_be_adjusted_is_not_written_anew(lead, plan, mette, settings):
    row = proposed(plan, mette, state=State.REFUSED)
    settings.DEMO_DATE = date(2014, 1, 2)

    assert lead.get(row.get_absolute_url()).context["may"]["again"] == ""


def test_the_list_has_what_is_on_its_way_first_and_says_how_many(lead, plan):
    for number, state in enumerate(
        (State.IN_FORCE, State.PROPOSED, State.DRAFT, State.WITHDRAWN), 1
    ):
        AdjustmentFactory(plan=plan, number=number, state=state)

    page = lead.get(url("adjustment-list", plan)).context["page"]
    drafts = lead.get(url("adjustment-list", plan), {"vis": "kladder"}).context["page"]
    unknown = lead.get(url("adjustment-list", plan), {"vis": "<x>"}).context["page"]

    assert page.title == "To åbne justeringer, én i kraft"
    assert [line.row.number for line in page.open] == [3, 2]
    assert [(line.row.number, line.state, line.since) for line in page.ended] == [
        (4, "Trukket", "Skulle gælde fra 1.9.2013"),
        (1, "I kraft fra 1.9.2013", "Gælder fra 1.9.2013"),
    ]
    assert page.open[0].since == "Skal gælde fra 1.9.2013"
    assert [chip.label for chip in page.chips] == [
        "Alle 4", "Kladder 1", "Hos styregruppen 1", "I kraft 1", "Ikke blevet til noget 1",
    ]  # fmt: skip
    assert ([line.row.number for line in drafts.open], drafts.ended, drafts.title) == (
        [3],
        (),
        page.title,
    )
    assert len(unknown.open) == 2


def test_the_empty_list_says_so(lead, plan):
    page = lead.get(url("adjustment-list", plan))

    assert page.context["page"].title == "Ingen justeringer endnu"
    assert "Planen gælder, som den er skrevet." in page.content.decode()


def test_the_list_costs_the_same_for_one_and_many(lead, plan, django_assert_max_num_queries):
    AdjustmentFactory.create_batch(30, plan=plan)
    with django_assert_max_num_queries(8):
        lead.get(url("adjustment-list", plan))


def test_one_page_costs_the_same_for_few_and_many_steps(
    lead, plan, mette, django_assert_max_num_queries
):
    row = proposed(plan, mette)
    for _ in range(20):
        row.steps.create(verb="changed", by=mette, at="2013-08-01T10:00:00Z")
    with django_assert_max_num_queries(12):
        lead.get(row.get_absolute_url())


def test_the_chooser_costs_the_same_for_few_and_many(lead, plan, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        lead.get(url("adjustment-choose", plan))
