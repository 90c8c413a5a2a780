"""The board and the doors to a milestone's acts, over HTTP. Today is 31 August 2013."""

from datetime import date

import pytest
from django.urls import reverse

from activities.tests.factories import RegistrationFactory
from core.periods import Period
from milestones import actions, moves
from milestones.models import Milestone, MilestoneMove, Status
from milestones.tests.factories import MilestoneFactory, MoveFactory

Q1, Q2, Q3, Q4 = (Period.quarter(2013, number) for number in (1, 2, 3, 4))

PAGES = ["edit", "move", "drop", "take-up"]
POSTS = ["reach", "undo"]


@pytest.fixture
def milestone(plan):
    return plan.milestones.get(code="M1")


@pytest.fixture
def jobs(plan):
    """Of Lommepengeprojekt, which Peter works on."""
    return MilestoneFactory(
        plan=plan, activity=plan.activities.get(code="5.2.2"), code="M2", name="Unge i job"
    )


def url(name, milestone=None, slug="rum-for-liv"):
    return reverse(f"milestone-{name}", args=[slug, milestone.code] if milestone else [slug])


def board_url(milestone):
    return f"{url('board')}?aar=2013#m-{milestone.code}"


def text_of(response):
    return " ".join(response.content.decode().split())


def messages_of(response):
    return [str(message) for message in response.wsgi_request._messages]


# Who may


@pytest.mark.parametrize(
    ("person", "board", "own", "others", "history"),
    [
        ("mette", 200, 200, 200, 200),
        ("peter", 200, 200, 403, 200),
        ("birgit", 200, 403, 403, 200),
        ("henrik", 200, 403, 403, 403),
        ("kirsten", 200, 403, 403, 403),
        ("ole", 200, 403, 403, 403),
        ("carl", 404, 404, 404, 404),
        ("superuser", 200, 200, 200, 200),
    ],
)
def test_who_may_see_and_edit(
    request, client, milestone, jobs, person, board, own, others, history
):
    client.force_login(request.getfixturevalue(person))

    statuses = [client.get(address).status_code for address in (url("board"), url("edit", jobs))]
    statuses += [client.get(url(name, milestone)).status_code for name in ("edit", "history")]

    assert statuses == [board, own, others, history]


@pytest.mark.parametrize("name", ["move", "drop", "take-up"])
@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("mette", 200),
        ("peter", 403),
        ("birgit", 403),
        ("henrik", 403),
        ("kirsten", 403),
        ("ole", 403),
        ("carl", 404),
    ],
)
def test_only_the_lead_moves_and_drops(request, client, jobs, name, person, status):
    client.force_login(request.getfixturevalue(person))

    assert client.get(url(name, jobs)).status_code == status
    refused = client.post(url(name, jobs), {"to": "2013-K4", "reason": "Sygdom", "lock_version": 1})
    assert (refused.status_code == 403) is (status == 403)


@pytest.mark.parametrize("person", ["birgit", "henrik", "kirsten", "ole"])
def test_readers_change_nothing_by_any_road(request, client, milestone, person):
    client.force_login(request.getfixturevalue(person))
    data = {
        "status": "reached",
        "reached_on": "2013-08-01",
        "to": "2013-K4",
        "reason": "x",
        "lock_version": 1,
    }

    statuses = {client.post(url(name, milestone), data).status_code for name in PAGES + POSTS}

    assert statuses == {403}
    assert Milestone.objects.get(pk=milestone.pk).lock_version == 1


@pytest.mark.parametrize("name", [*PAGES, *POSTS, "history"])
def test_another_plans_milestone_is_not_found(client, mette, other_plan, name):
    client.force_login(mette)
    theirs = other_plan.milestones.get()

    method = client.post if name in POSTS else client.get

    assert method(url(name, theirs, slug="nabo")).status_code == 404


def test_a_code_of_another_plan_is_not_found_in_this(client, mette, plan, other_plan):
    client.force_login(mette)
    theirs = MilestoneFactory(plan=other_plan, code="KUN-NABO")

    assert client.get(url("edit", theirs)).status_code == 404


def test_a_stranger_is_sent_to_the_login(client, milestone):
    assert client.get(url("board")).status_code == 302


@pytest.mark.parametrize("name", POSTS)
def test_one_click_acts_are_posts(client, mette, milestone, name):
    client.force_login(mette)

    assert client.get(url(name, milestone)).status_code == 405


# The board


def test_readers_see_no_button_on_the_board(client, kirsten, milestone):
    client.force_login(kirsten)

    page = client.get(url("board"))

    board = page.content.decode().split('class="board ')[1].split("<details")[0]
    assert "Forløb for forældre er i gang" in board
    assert "<button" not in board
    assert "<form" not in board
    assert "hx-get" not in board


def test_a_worker_gets_buttons_on_own_activities_only(client, peter, milestone, jobs):
    client.force_login(peter)

    cards = [
        card for part in client.get(url("board")).context["board"].columns for card in part.shown
    ]

    assert {card.state.code: card.can_update for card in cards} == {"M1": False, "M2": True}


def test_the_buttons_follow_the_rules_row_by_row(client, request, plan, milestone, jobs):
    MilestoneFactory(plan=plan, code="HELE")
    for person in ("mette", "peter", "kirsten"):
        user = request.getfixturevalue(person)
        client.force_login(user)
        cards = [
            card
            for part in client.get(url("board")).context["board"].columns
            for card in part.shown
        ]
        assert {c.state.code: c.can_update for c in cards} == {
            m.code: user.has_perm("milestones.update", m) for m in plan.milestones.all()
        }


def test_the_filter_counts_and_narrows(client, mette, plan, milestone, jobs):
    MilestoneFactory(plan=plan, code="SEN", period=Q2)
    MilestoneFactory(plan=plan, code="NY", period=Q3, status=Status.IN_PROGRESS)
    client.force_login(mette)

    page = client.get(url("board"), {"vis": "forsinket"})

    board = page.context["board"]
    assert [(chip.label, chip.current) for chip in board.chips] == [
        ("Alle 4", False),
        ("Forsinket 1", True),
        ("I gang 1", False),
        ("Mine 3", False),
    ]
    assert [[c.state.code for c in part.shown] for part in board.columns] == [[], ["SEN"], [], []]
    assert page.content.decode().count("Ingen med det valgte filter.") == 1
    assert page.content.decode().count("Ingen milepæle") == 2


def test_the_filter_has_risk_only_when_something_is_at_risk(client, settings, kirsten, plan):
    MilestoneFactory(plan=plan, period=Q2)
    settings.DEMO_DATE = date(2013, 7, 15)
    client.force_login(kirsten)

    chips = client.get(url("board")).context["board"].chips

    assert [chip.label for chip in chips] == ["Alle 2", "Forsinket 0", "Risiko 1", "I gang 0"]


def test_an_unknown_filter_and_year_show_everything_now(client, mette, plan):
    client.force_login(mette)

    for query in ("?vis=hvadsomhelst&aar=1999", "?aar=x", "?aar=99999999999"):
        board = client.get(url("board") + query).context["board"]
        assert (board.vis, board.milestones.year) == ("", 2013)


def test_years_are_offered_when_there_is_more_than_one(client, mette, plan):
    client.force_login(mette)
    assert client.get(url("board")).context["board"].years == ()

    MilestoneFactory(plan=plan, period=Period.quarter(2014, 1), code="NÆSTE")

    board = client.get(url("board"), {"aar": "2014"}).context["board"]
    assert [(year.label, year.current) for year in board.years] == [("2013", False), ("2014", True)]
    assert board.milestones.headline == "Milepælen er ikke nået endnu"


def test_a_year_without_milestones_says_so(client, kirsten, plan):
    client.force_login(kirsten)

    assert "Der er ingen milepæle i 2015" in text_of(client.get(url("board"), {"aar": "2015"}))


def test_a_long_quiet_column_is_folded(client, mette, plan):
    for _ in range(13):
        MilestoneFactory(plan=plan, period=Q1, status=Status.REACHED, reached_on=date(2013, 3, 1))
    client.force_login(mette)

    page = client.get(url("board"))

    first = page.context["board"].columns[0]
    assert (len(first.shown), len(first.folded), first.fold_label) == (6, 7, "Vis 7 mere")
    assert "Vis 7 mere" in text_of(page)


def test_late_ones_are_never_folded_away_and_one_alone_is_not_folded(client, mette, plan):
    for _ in range(9):
        MilestoneFactory(plan=plan, period=Q2)
    for _ in range(7):
        MilestoneFactory(plan=plan, period=Q4)
    client.force_login(mette)

    columns = client.get(url("board")).context["board"].columns

    assert [(len(c.shown), len(c.folded)) for c in columns] == [(0, 0), (9, 0), (1, 0), (7, 0)]


def test_the_board_shows_a_numbers_actual_and_a_moves_reason(client, kirsten, plan, jobs):
    jobs.criterion, jobs.number = jobs.activity.criteria.get(), 10
    jobs.save()
    RegistrationFactory(criterion=jobs.criterion, value=9)
    MoveFactory(milestone=jobs)
    client.force_login(kirsten)

    page = text_of(client.get(url("board")))

    assert "<span>9 af 10</span>" in page
    assert "til 3. kvartal" in page
    assert "Lokalet var ikke klart" in page


@pytest.mark.parametrize("person", ["mette", "peter", "kirsten"])
def test_the_board_asks_as_often_for_one_as_for_forty(
    request, client, plan, jobs, django_assert_num_queries, django_assert_max_num_queries, person
):
    client.force_login(request.getfixturevalue(person))
    with django_assert_max_num_queries(12) as first:
        client.get(url("board"))
    for _ in range(40):
        MoveFactory(milestone=MilestoneFactory(plan=plan, activity=jobs.activity))

    with django_assert_num_queries(len(first.captured_queries)):
        client.get(url("board"))


# One click


def test_reached_today_with_one_click_and_taken_back(client, mette, milestone):
    client.force_login(mette)

    answer = client.post(url("reach", milestone), {"lock_version": 1})

    milestone.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, board_url(milestone))
    assert (milestone.status, milestone.reached_on) == ("reached", date(2013, 8, 31))
    (message,) = answer.wsgi_request._messages
    assert str(message) == "»Forløb for forældre er i gang« er nået den 31.8.2013."
    assert message.extra_tags == f"undo:{url('undo', milestone)}?version=2"

    answer = client.post(f"{url('undo', milestone)}?version=2")

    milestone.refresh_from_db()
    assert (milestone.status, milestone.reached_on) == ("not_started", None)
    assert (
        messages_of(answer)[-1]
        == "Fortrudt. »Forløb for forældre er i gang« er igen ikke startet i 3. kvartal 2013."
    )


def test_a_double_click_reaches_once(client, mette, milestone):
    client.force_login(mette)

    for _ in range(2):
        assert client.post(url("reach", milestone), {"lock_version": 1}).status_code == 302

    assert Milestone.objects.get(pk=milestone.pk).lock_version == 2


def test_reach_goes_back_where_it_was_asked_but_not_to_others(client, mette, milestone, jobs):
    client.force_login(mette)

    home = client.post(url("reach", milestone), {"lock_version": 1, "next": "/planer/rum-for-liv/"})
    away = client.post(url("reach", jobs), {"lock_version": 1, "next": "https://example.org/"})

    assert (home.url, away.url) == ("/planer/rum-for-liv/", board_url(jobs))


def test_a_stale_click_says_so_and_writes_nothing(client, mette, milestone):
    actions.update(milestone, status=Status.IN_PROGRESS, expected_version=1, by=mette)
    client.force_login(mette)

    client.post(url("reach", milestone), {"lock_version": 1})
    answer = client.post(f"{url('undo', milestone)}?version=1")

    taken = "En anden har rettet milepælen i mellemtiden. Se, hvordan den står nu, og prøv igen."
    assert messages_of(answer) == [taken, taken]
    assert Milestone.objects.get(pk=milestone.pk).status == "in_progress"


def test_a_click_on_a_dropped_one_is_refused_in_words(client, mette, milestone):
    actions.drop(milestone, reason="Sygdom", by=mette)
    client.force_login(mette)

    answer = client.post(url("reach", milestone), {"lock_version": 2})

    assert messages_of(answer) == ["Milepælen er bortfaldet. Tag den op igen først."]


def test_a_worker_cannot_take_back_the_leads_move(client, mette, peter, jobs):
    moves.move(jobs, to=Q4, reason="Sygdom", by=mette)
    client.force_login(peter)

    assert client.post(f"{url('undo', jobs)}?version=2").status_code == 403
    client.force_login(mette)
    client.post(f"{url('undo', jobs)}?version=2")

    assert not MilestoneMove.objects.exists()


# Forms


def test_edit_saves_dates_as_danes_write_them(client, peter, jobs):
    client.force_login(peter)

    answer = client.post(
        url("edit", jobs),
        {
            "status": "reached",
            "reached_on": "22/8-13",
            "agreed_on": "14.9.2013",
            "evidence": "Referat",
            "comment": "Holdt",
            "lock_version": 1,
        },
    )

    jobs.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, board_url(jobs))
    assert messages_of(answer) == ["»Unge i job« er gemt som nået."]
    assert (jobs.status, jobs.reached_on, jobs.agreed_on) == (
        "reached",
        date(2013, 8, 22),
        date(2013, 9, 14),
    )
    assert (jobs.evidence, jobs.comment) == ("Referat", "Holdt")


def test_edit_refuses_and_keeps_what_was_typed(client, mette, milestone):
    client.force_login(mette)

    page = client.post(
        url("edit", milestone),
        {
            "status": "reached",
            "reached_on": "1.9.2013",
            "comment": "Skrevet omhyggeligt",
            "lock_version": 1,
        },
    )

    assert page.status_code == 422
    text = text_of(page)
    assert "Datoen ligger i fremtiden. Vælg en dato til og med 31.8.2013." in text
    assert "Skrevet omhyggeligt" in text
    assert 'value="2013-09-01"' in text
    assert Milestone.objects.get(pk=milestone.pk).lock_version == 1


def test_edit_keeps_text_that_is_no_date(client, mette, milestone):
    client.force_login(mette)

    page = client.post(
        url("edit", milestone), {"status": "reached", "reached_on": "i går", "lock_version": 1}
    )

    assert page.status_code == 422
    assert "i går" in text_of(page)


@pytest.mark.parametrize("name", ["edit", "move", "drop"])
def test_a_stale_save_shows_both_and_writes_nothing(client, mette, milestone, name):
    actions.update(
        milestone, status=Status.IN_PROGRESS, comment="Annes tekst", expected_version=1, by=mette
    )
    client.force_login(mette)

    page = client.post(
        url(name, milestone),
        {
            "status": "partly",
            "comment": "Min tekst",
            "reason": "Min grund",
            "to": "2013-K4",
            "lock_version": 1,
        },
    )

    assert page.status_code == 409
    assert ("Min tekst" in text_of(page)) or ("Min grund" in text_of(page))
    stored = Milestone.objects.get(pk=milestone.pk)
    assert (stored.status, stored.comment, stored.period) == ("in_progress", "Annes tekst", Q3)


def test_move_with_its_reason_and_the_way_back(client, mette, milestone):
    client.force_login(mette)

    answer = client.post(
        url("move", milestone), {"to": "2013-K4", "reason": "Lokalet er optaget", "lock_version": 1}
    )

    milestone.refresh_from_db()
    assert (answer.status_code, milestone.period) == (302, Q3)
    assert [move.to_period for move in milestone.moves.all()] == [Q4]
    assert messages_of(answer) == [
        "»Forløb for forældre er i gang« er foreslået flyttet til 4. kvartal 2013. "
        "Styregruppen beslutter."
    ]


def test_a_proposed_move_to_another_year_goes_back_to_where_it_stands(client, mette, milestone):
    client.force_login(mette)

    answer = client.post(
        url("move", milestone), {"to": "2014-K1", "reason": "Sygdom", "lock_version": 1}
    )

    assert answer.url == f"{url('board')}?aar=2013#m-M1"
    assert 'id="m-M1"' in client.get(answer.url).content.decode()


def test_move_without_reason_or_period_keeps_the_choice(client, mette, milestone):
    client.force_login(mette)

    no_reason = client.post(
        url("move", milestone), {"to": "2014-K2", "reason": " ", "lock_version": 1}
    )
    no_period = client.post(url("move", milestone), {"reason": "Sygdom", "lock_version": 1})
    wrong = client.post(
        url("move", milestone), {"to": "vrøvl", "reason": "Sygdom", "lock_version": 1}
    )

    assert (no_reason.status_code, no_period.status_code, wrong.status_code) == (422, 422, 422)
    assert "Skriv, hvorfor milepælen flyttes." in text_of(no_reason)
    assert [o.value for o in no_reason.context["form"].options if o.chosen] == ["2014-K2"]
    assert "Vælg en periode." in text_of(no_period)
    assert "»vrøvl« er ikke en periode." in text_of(wrong)


def test_move_offers_the_next_period_first(client, mette, milestone):
    client.force_login(mette)

    form = client.get(url("move", milestone)).context["form"]

    assert [(o.label, o.chosen) for o in form.options] == [
        ("4. kvartal 2013", True),
        ("1. kvartal 2014", False),
        ("2. kvartal 2014", False),
        ("3. kvartal 2014", False),
    ]
    assert len(form.more_options) == 9


def test_move_of_a_reached_one_is_refused_at_the_form(client, mette, milestone):
    actions.reach(milestone, on=date(2013, 8, 20), by=mette)
    client.force_login(mette)

    page = client.post(
        url("move", milestone), {"to": "2013-K4", "reason": "Sygdom", "lock_version": 2}
    )

    assert page.status_code == 422
    assert "Milepælen er nået den 20.8.2013 og kan ikke flyttes." in text_of(page)


def test_drop_and_take_up_again(client, mette, milestone):
    client.force_login(mette)

    client.post(url("drop", milestone), {"reason": "Klubben er lukket", "lock_version": 1})
    milestone.refresh_from_db()
    assert (milestone.status, milestone.comment) == ("dropped", "Klubben er lukket")
    assert "Tag milepælen op igen" in text_of(client.get(url("edit", milestone)))

    client.post(url("take-up", milestone), {"reason": "En ny er åbnet", "lock_version": 2})
    milestone.refresh_from_db()
    assert (milestone.status, milestone.comment) == ("not_started", "En ny er åbnet")


# In its card


def test_a_card_opens_and_closes_in_place(client, mette, milestone):
    client.force_login(mette)
    asked = {"HX-Request": "true"}

    for name in ("edit", "move", "drop"):
        opened = client.get(url(name, milestone), headers=asked)
        assert opened.content.decode().lstrip().startswith('<article class="mcard mcard--open"')
    closed = client.get(url("edit", milestone), {"luk": "1"}, headers=asked)

    assert '<article class="mcard" id="m-M1">' in text_of(closed)


def test_the_form_is_a_page_without_script(client, mette, milestone):
    client.force_login(mette)

    page = client.get(url("edit", milestone))

    assert "<!doctype html>" in page.content.decode()
    assert "hx-get" not in page.content.decode().split("<main")[1]


# History


def test_history_tells_who_did_what_in_danish(client, mette, peter, jobs):
    actions.update(jobs, status=Status.IN_PROGRESS, expected_version=1, by=peter)
    moves.move(jobs, to=Q4, reason="Sygdom", decided=True, by=mette)
    client.force_login(peter)

    page = client.get(url("history", jobs))

    lines = page.context["lines"]
    assert [(line.what, line.who) for line in lines[:2]] == [
        ("Besluttet: Flyttet til 4. kvartal 2013: Sygdom", "Mette Holm"),
        ("Status: i gang", "Peter Lindskov"),
    ]
    assert [(f.label, f.old, f.new) for f in lines[0].fields] == [
        ("Periode", "3. kvartal 2013", "4. kvartal 2013")
    ]
    assert [(f.label, f.old, f.new) for f in lines[1].fields] == [
        ("Status", "Ikke startet", "I gang")
    ]
    assert "Peter Lindskov" in text_of(page)


def test_text_with_markup_stays_text(client, mette, milestone):
    actions.update(
        milestone,
        status="partly",
        comment="<script>alert(1)</script>",
        expected_version=1,
        by=mette,
    )
    client.force_login(mette)

    for address in (url("board"), url("edit", milestone), url("history", milestone)):
        assert "<script>alert" not in client.get(address).content.decode()


def test_every_form_carries_its_token_and_version(client, mette, milestone):
    client.force_login(mette)

    for address, forms in (
        (url("board"), 1),
        (url("edit", milestone), 1),
        (url("move", milestone), 1),
    ):
        page = client.get(address).content.decode().split("<main")[1].split("</main>")[0]
        assert [
            page.count(name) for name in ("<form", "csrfmiddlewaretoken", 'name="lock_version"')
        ] == [forms] * 3


# What the styregruppe decided


def test_the_coordinator_writes_down_that_a_move_was_decided(client, mette, birgit, milestone):
    moves.move(milestone, to=Q4, reason="Sygdom", by=mette)
    client.force_login(birgit)
    assert "Skriv beslutningen" in text_of(client.get(url("board")))

    page = client.get(url("decide", milestone))
    assert "Foreslået flyttet fra 3. kvartal 2013 til 4. kvartal 2013: Sygdom" in text_of(page)
    answer = client.post(url("decide", milestone), {"lock_version": 2, "on": "31.8.2013"})

    milestone.refresh_from_db()
    assert (answer.status_code, milestone.period) == (302, Q4)
    assert messages_of(answer) == [f"»{milestone.name}« er flyttet til 4. kvartal 2013."]


def test_a_wrong_day_of_a_decision_is_told_at_the_field(client, mette, birgit, milestone):
    moves.move(milestone, to=Q4, reason="Sygdom", by=mette)
    client.force_login(birgit)

    answer = client.post(url("decide", milestone), {"lock_version": 2, "on": "1.8.2013"})

    assert answer.status_code == 422
    assert "da flytningen blev foreslået" in answer.context["form"].errors["on"][0]


def test_the_coordinator_writes_down_that_a_move_was_refused(client, mette, birgit, milestone):
    moves.move(milestone, to=Q4, reason="Sygdom", by=mette)
    client.force_login(birgit)

    answer = client.post(
        url("decide", milestone), {"lock_version": 2, "on": "31.8.2013", "afvist": "1"}
    )

    assert messages_of(answer) == [f"»{milestone.name}« bliver i 3. kvartal 2013."]
    assert not MilestoneMove.objects.exists()


def test_who_proposes_a_move_does_not_write_down_the_decision(client, mette, milestone):
    moves.move(milestone, to=Q4, reason="Sygdom", by=mette)
    client.force_login(mette)

    assert client.get(url("decide", milestone)).status_code == 403
    assert "Skriv beslutningen" not in text_of(client.get(url("board")))


def test_a_click_below_the_number_is_told_why_it_is_refused(client, mette, jobs):
    jobs.criterion, jobs.number = jobs.activity.criteria.first(), 10
    jobs.save()
    client.force_login(mette)

    answer = client.post(url("reach", jobs), {"lock_version": jobs.lock_version})

    assert messages_of(answer) == [
        "Tallet er ikke målt. Skriv, hvorfor milepælen alligevel er nået."
    ]
    page = client.get(url("edit", jobs))
    assert "Hvorfor er den nået under tallet?" in text_of(page)


def test_the_board_proposes_reached_with_one_click(client, mette, jobs):
    jobs.criterion, jobs.number = jobs.activity.criteria.first(), 10
    jobs.save()
    RegistrationFactory(criterion=jobs.criterion, value=45)
    client.force_login(mette)

    board = text_of(client.get(url("board")))
    client.post(url("reach", jobs), {"lock_version": jobs.lock_version})

    assert "Tallet er nået: 45 af 10. Milepælen foreslås sat som nået." in board
    jobs.refresh_from_db()
    assert (jobs.status, jobs.short_reason) == ("reached", "")
