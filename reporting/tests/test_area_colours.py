"""An area has one colour by its place in the plan, on every page and paper."""

from datetime import date

from django.urls import reverse

from activities.models import FocusArea
from activities.progress.read import plan_progress
from activities.tests.factories import RegistrationFactory
from core.periods import Period
from milestones.tests.factories import MilestoneFactory
from overview.areas import area_cards
from overview.ladders import area_ladders
from overview.plans.page import plan_card
from reporting import documents
from reporting.models.report import ReportKind

TODAY, QUARTER, YEAR = date(2013, 8, 31), Period.quarter(2013, 2), Period.year(2013)
PLACES = (0, 10)
EXPECTED = [4, 2]


def colours_on_pages(client, plan):
    progress = plan_progress(plan, TODAY)
    firsts = [area.activities[0] for area in progress.areas]
    activities = [client.get(reverse("activity", args=[plan.slug, first.code])) for first in firsts]
    lines = client.get(reverse("register", args=[plan.slug])).context["groups"]
    rows = client.get(reverse("registration-list", args=[plan.slug])).context["rows"]
    return {
        "area cards": [card.band for card in area_cards(progress)],
        "ladders": [area.band for area in area_ladders(progress, str)],
        "plan card": [area.band for area in plan_card(plan, TODAY).areas],
        "activity page": [page.context["band"] for page in activities],
        "what to register": list(dict.fromkeys(group.area for group in lines)),
        "registrations": list(dict.fromkeys(row.area for row in reversed(rows))),
    }


def colours_on_paper(plan):
    note = documents.build(plan, ReportKind.STATUS_NOTE, QUARTER, TODAY)
    goals, milestones, together = (
        documents.build(plan, kind, YEAR, TODAY)
        for kind in (ReportKind.GOAL_ATTAINMENT, ReportKind.MILESTONE_PLAN, ReportKind.COOPERATION)
    )
    return {
        "note": [area.hue for area in note.areas],
        "goals": [area.hue for area in goals.areas],
        "goals counted": [count.hue for count in goals.counts],
        "milestones": list(dict.fromkeys(row.hue for row in milestones.rows)),
        "cooperation": [area.hue for area in together.areas],
    }


def test_an_area_has_the_colour_of_its_position_on_every_page_and_paper(client, plan, mette):
    for area, place in zip(FocusArea.objects.filter(plan=plan), PLACES, strict=True):
        FocusArea.objects.filter(pk=area.pk).update(position=place)
        activity = area.activities.first()
        MilestoneFactory(plan=plan, activity=activity)
        RegistrationFactory(
            criterion=activity.criteria.first(), value=1, on=date(2013, 6, 1 + place)
        )
    client.force_login(mette)

    found = colours_on_pages(client, plan) | colours_on_paper(plan)

    assert found == dict.fromkeys(found, EXPECTED)
