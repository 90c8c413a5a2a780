"""The calendar walk in small: the border days of 2013 and the days around the plan's end, on a
demo nobody has written in since. The whole is `make walk`. And each rule, held against what breaks
it."""

from datetime import date

import pytest
from django.db import transaction

from accounts.tests.factories import MembershipFactory, UserFactory
from activities.models import Plan
from activities.planfile import load
from activities.tests.planfiles import RUM_FOR_LIV
from demo.cast import cast_of
from demo.diary import live
from demo.tests.test_demo_year import READERS, staffed
from demo.walk import rules
from demo.walk.days import border_days, mondays, two_years_after
from demo.walk.seen import Page, Task, read
from demo.walk.walk import Walk

NEW_YEAR = date(2013, 12, 31)


@pytest.fixture(scope="module")
def empty(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        plan = staffed(load(RUM_FOR_LIV.read_bytes()).plan)
        for name, role in READERS.items():
            MembershipFactory(
                plan=plan, user=UserFactory(name=name), role=role, starts_on=plan.starts_on
            )
        yield Plan.objects.get(pk=plan.pk)
        transaction.set_rollback(True)


def test_the_borders_of_the_first_year_and_the_plans_end_hold(empty, db):
    walk, borders = Walk(empty, brief=True), border_days(empty, NEW_YEAR)
    cast = cast_of(empty, empty.starts_on)

    for day in live(empty, cast=cast, until=NEW_YEAR, seed=1):
        if day in borders:
            walk.look(day)
    for day in (*border_days(empty, date(2017, 1, 4))[-5:], two_years_after(empty)):
        walk.look(day)

    assert walk.days == len(borders) + 6
    assert not walk.faults, "\n".join(str(fault) for fault in walk.faults)


def test_borders_are_where_something_ends_or_begins(empty, db):
    days = border_days(empty, date(2016, 3, 31))

    assert {date(2013, 3, 31), date(2013, 4, 1), date(2016, 2, 29), date(2015, 10, 25)} <= {*days}
    assert date(2013, 5, 14) not in days
    assert mondays(empty, date(2013, 1, 15)) == [date(2013, 1, 7), date(2013, 1, 14)]


# Each rule finds what it is there for

TODAY, AFTER = date(2014, 5, 14), date(2017, 1, 2)


def seen(text="", *, day=TODAY, status=200, path="/", tasks=(), role="x"):
    return Page(day, role, path, status, (text,) if text else (), tasks)


@pytest.mark.parametrize(
    ("rule", "wrong", "right"),
    [
        (rules.answers, seen(status=500), seen(status=403)),
        (
            rules.only_what_has_come,
            seen("Nået den 15. maj 2014."),
            seen("Nået den 14. maj 2014."),
        ),
        (
            rules.only_what_has_come,
            seen("Tal, data pr. 30.6.2014"),
            seen("Planen slutter den 31. december 2016."),
        ),
        (
            rules.periods_are_where_they_are,
            seen("2. kvartal 2014 sluttede den 30. juni."),
            seen("1. kvartal 2014 sluttede den 31. marts."),
        ),
        (
            rules.periods_are_where_they_are,
            seen("1. kvartal 2014 er ikke slut endnu."),
            seen("2. kvartal 2014 er ikke slut endnu."),
        ),
        (
            rules.only_the_plans_periods,
            seen("Notatet for 1. kvartal 2017"),
            seen("Notatet for 4. kvartal 2016"),
        ),
        (
            rules.no_deadline_before_its_period_ends,
            seen(
                tasks=(
                    Task("Senest den 27. maj. Til statusnotatet for 2. kvartal 2014: x", "", ""),
                )
            ),
            seen(
                tasks=(
                    Task("Senest den 27. maj. Til statusnotatet for 1. kvartal 2014: x", "", ""),
                )
            ),
        ),
        (
            rules.parts_are_no_more_than_the_whole,
            seen("14 af 13 milepæle nået"),
            seen("13 af 13 milepæle nået, 120 af 100 familier"),
        ),
        (rules.only_words, seen("Mål None."), seen("Mål 12.")),
        (
            rules.nothing_goes_on_after_the_end,
            seen("Målet nås med det nuværende tempo.", day=date(2017, 1, 2)),
            seen("Målet nås med det nuværende tempo."),
        ),
        *(
            (rules.nothing_is_to_come_after_the_end, seen(said, day=AFTER), seen(may, day=on))
            for said, may, on in (
                ("To aftaler skal fornyes.", "To aftaler skal fornyes.", TODAY),
                ("Rettelser kommer i næste kvartal.", "Der er ikke et næste år at lægge.", AFTER),
                ("Her kommer næste opgave.", "Næste er Indberetning den 31. marts.", AFTER),
            )
        ),
        (
            rules.nothing_is_to_come_after_the_end,
            seen(day=AFTER, tasks=(Task("Skriv timer for uge 2", "", ""),)),
            seen(day=AFTER, tasks=(Task("4. kvartal 2016 er ikke lukket", "", ""),)),
        ),
        (
            rules.nothing_is_late_before_the_start,
            seen(day=date(2013, 1, 1), tasks=(Task("To milepæle er bagud", "", ""),)),
            seen(tasks=(Task("To milepæle er bagud", "", ""),)),
        ),
    ],
)
def test_rule_finds_what_breaks_it_and_lets_the_rest_be(empty, db, rule, wrong, right):
    assert list(rule(wrong, empty))
    assert not list(rule(right, empty))


def test_page_is_read_as_sentences_with_its_tasks():
    html = """<title>x</title><nav>Menu</nav><main><h1>Tre ting. Mere her.</h1>
      <script>None</script><ul><li class="todo__item"><p>Luk kvartalet</p>
      <a class="btn" href="/luk/">Luk K1<span>: Luk kvartalet</span></a></li></ul>
      <form method="post"></form></main><footer>Fod</footer>"""

    page = read(TODAY, "x", "/", 200, html)

    assert list(page.sentences)[:2] == ["Tre ting.", "Mere her."]
    assert page.tasks == (Task("Luk kvartalet", "Luk K1", "/luk/"),)
    assert page.posts
    assert not {"Menu", "Fod", "None"} & set(page.sentences)
