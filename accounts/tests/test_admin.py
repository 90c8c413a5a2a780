"""The admin: who comes in, what they see, and that no crafted form reaches another plan. Today
is 31 August 2013."""

import re
from datetime import date
from urllib.parse import parse_qs

import pytest
from django.apps import apps
from django.contrib import admin
from django.core import mail
from django.forms import CharField, MultiWidget
from django.urls import reverse

from accounts.administration import (
    ScopedAdmin,
    ScopedForm,
    ScopedInlineFormSet,
    ScopedReadOnlyAdmin,
)
from accounts.models import Membership, Role, User
from accounts.names import LOOKS_LIKE_CPR
from accounts.tests.factories import MembershipFactory, UserFactory
from activities.actions import close_period, override_light, register, write_comment
from activities.models import Activity, Estate, Plan, StaffAllocation, SuccessCriterion, Target
from activities.readings import actions as readings
from activities.rounds import actions as rounds
from activities.tests.factories import HoursFactory, PartnerFactory
from core import audit
from core.lights import Light
from core.periods import Period
from governance.models import Forum, Meeting
from milestones import moves

LABELS = sorted(model._meta.label for model in admin.site._registry)


def url(model, view="changelist", pk=None):
    label = model if isinstance(model, str) else model._meta.label
    name = f"admin:{label.lower().replace('.', '_')}_{view}"
    return reverse(name, args=[pk] if pk else [])


def fields_of(page):
    """What the form on an admin page would post, inlines and hidden fields with it."""
    data = {}
    forms = [page.context["adminform"].form]
    for formset in page.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            widget = bound.field.widget
            if isinstance(widget, MultiWidget):
                parts = value if isinstance(value, list) else widget.decompress(value)
                names = [bound.html_name + end for end in widget.widgets_names]
                data |= dict(zip(names, parts, strict=True))
                continue
            if value is None or value is False:
                continue
            data[bound.html_name] = "on" if value is True else value
    return {
        name: [v.pk if hasattr(v, "pk") else v for v in x] if isinstance(x, list) else x
        for name, x in data.items()
    }


def save(client, row, **changes):
    """Open a row's page, change some fields, and save."""
    address = url(type(row), "change", row.pk)
    return client.post(address, fields_of(client.get(address)) | changes)


def add(client, model, **fields):
    address = url(model, "add")
    return client.post(address, fields_of(client.get(address)) | fields)


def errors_of(page):
    """Every message of the page's forms, by field."""
    found = {name: list(errors) for name, errors in page.context["adminform"].form.errors.items()}
    for inline in page.context["inline_admin_formsets"]:
        for form in inline.formset.forms:
            found |= {form.add_prefix(name): list(errors) for name, errors in form.errors.items()}
    return found


@pytest.fixture
def lead(client, mette):
    """Mette, logged in; she needs no staff flag."""
    User.objects.filter(pk=mette.pk).update(is_staff=False)
    client.force_login(mette)
    return client


@pytest.fixture
def everything(plan, other_plan):
    """Both plans with a row of every kind."""
    for one, name in ((plan, "a"), (other_plan, "b")):
        by = UserFactory(email=f"{name}@example.org")
        MembershipFactory(user=by, plan=one, role=Role.STEERING_GROUP)
        PartnerFactory(plan=one, code="P", name="Red Barnet")
        criterion = SuccessCriterion.objects.get(activity__plan=one, code="5.1.1-1")
        register(criterion, on=date(2013, 5, 1), value=3, by=by)
        HoursFactory(activity=criterion.activity, staff_role=one.staff_roles.get(code="FK"), by=by)
        close_period(one, Period.quarter(2013, 1), by=by)
        write_comment(one, Period.quarter(2013, 2), text="Godt kvartal", by=by)
        area = criterion.activity.focus_area
        override_light(
            area, Period.quarter(2013, 2), light=Light.ON_TRACK, reason="Vi kender det", by=by
        )
        moves.move(one.milestones.get(), to=Period.quarter(2013, 4), reason="Sygdom", by=by)
        share = SuccessCriterion.objects.get(activity__plan=one, code="5.1.1-2")
        rounds.begin(share, rounds.NewRound("Måling", date(2013, 4, 1), date(2013, 5, 1)), by=by)
        readings.write(share, read_on=date(2013, 5, 2), year=2013, value=5, base=60, by=by)
        forum = Forum.objects.create(
            plan=one, code="SG", name="Styregruppen", kind="steering_group"
        )
        Meeting.objects.create(forum=forum, on=date(2013, 9, 25))
    return plan, other_plan


# Who comes in


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("mette", 200),
        ("superuser", 200),
        ("peter", 403),
        ("birgit", 403),
        ("henrik", 403),
        ("kirsten", 403),
        ("ole", 403),
        ("carl", 403),
    ],
)
def test_who_comes_in(request, client, plan, person, status):
    client.force_login(request.getfixturevalue(person))

    assert client.get(reverse("admin:index")).status_code == status
    assert client.get(url(Activity)).status_code == status


def test_the_staff_flag_alone_opens_nothing(client, plan):
    client.force_login(UserFactory(is_staff=True))

    assert client.get(reverse("admin:index")).status_code == 403


def test_a_lead_whose_membership_has_ended_is_outside(lead, mette):
    Membership.objects.filter(user=mette).update(ends_on=date(2013, 8, 30))

    assert lead.get(reverse("admin:index")).status_code == 403


def test_a_stranger_is_sent_to_the_products_own_login(client, db):
    answer = client.get(url(Plan), follow=True)

    address, query = answer.redirect_chain[-1][0].split("?")
    assert (address, parse_qs(query)) == ("/log-ind/", {"next": ["/admin/activities/plan/"]})


def test_every_page_of_ours_is_scoped():
    assert {
        type(page).__name__
        for page in admin.site._registry.values()
        if not isinstance(page, ScopedAdmin)
    } == set()


# What they see


@pytest.mark.parametrize("label", LABELS)
def test_lists_and_pages_show_the_own_plan_only(lead, mette, everything, rf, label):
    _, other = everything
    page = next(page for model, page in admin.site._registry.items() if model._meta.label == label)
    request = rf.get("/")
    request.user = mette
    theirs = page.model.objects.filter(**{page.plan_path: other.pk})

    own = page.get_queryset(request)
    answers = [
        lead.get(url(label)).status_code,
        lead.get(url(label, "change", own[0].pk) if own else url(label)).status_code,
    ]

    assert answers == [200, 200]
    assert not set(own) & set(theirs)
    for row in theirs:
        assert lead.get(url(label, "change", row.pk)).status_code == 302
        assert lead.post(url(label, "change", row.pk), {}).status_code in (302, 403)
        assert lead.post(url(label, "delete", row.pk), {"post": "yes"}).status_code in (302, 403)
    assert page.model.objects.filter(**{page.plan_path: other.pk}).count() == len(theirs)


def test_filters_name_no_row_of_another_plan(lead, everything):
    other = everything[1]
    other.focus_areas.update(name="Naboens område")

    for label in LABELS:
        assert "Naboens område" not in lead.get(url(label)).content.decode()


def test_a_superuser_sees_every_plan(client, superuser, everything):
    client.force_login(superuser)

    statuses = {
        client.get(url(Activity, "change", activity.pk)).status_code
        for activity in Activity.objects.all()
    }

    assert (statuses, client.get(url(Plan)).context["cl"].result_count) == ({200}, 2)


@pytest.mark.parametrize("label", LABELS)
def test_workflow_is_only_looked_at(client, lead, superuser, everything, label):
    page = next(page for model, page in admin.site._registry.items() if model._meta.label == label)
    if not isinstance(page, ScopedReadOnlyAdmin):
        return
    client.force_login(superuser)
    for row in page.model.objects.all():
        assert client.get(url(label, "change", row.pk)).status_code == 200
        assert client.post(url(label, "change", row.pk), {"name": "x"}).status_code == 403
        assert client.post(url(label, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert client.get(url(label, "add")).status_code == 403


def test_what_has_a_workflow_is_read_only():
    read_only = {
        m._meta.label
        for m, page in admin.site._registry.items()
        if isinstance(page, ScopedReadOnlyAdmin)
    }

    assert read_only == {
        "activities.HoursEntry",
        "activities.LightOverride",
        "activities.PeriodComment",
        "activities.PeriodLock",
        "activities.Reading",
        "activities.Registration",
        "activities.SurveyRound",
        "governance.Meeting",
        "milestones.Milestone",
        "milestones.MilestoneMove",
        "reporting.Report",
    }


def test_every_row_of_the_plans_work_is_seen():
    """A model is a page, or stands on one; what an adjustment left stands beside its row."""
    pages = admin.site._registry
    within = {inline.model for page in pages.values() for inline in page.inlines}
    left = ("Revision", "Historical")

    missing = {
        model._meta.label
        for app in ("activities", "milestones")
        for model in apps.get_app_config(app).get_models()
        if model not in {*pages, *within} and not any(name in model.__name__ for name in left)
    }

    assert missing == set()


# Saving


def test_a_save_is_signed_and_counts_the_plans_version_up(lead, mette, plan):
    activity = plan.activities.get(code="5.1.1")

    answer = save(lead, activity, name="Forældre og læring")

    activity.refresh_from_db()
    change = next(audit.changes(activity))
    assert (answer.status_code, activity.name, activity.lock_version) == (
        302,
        "Forældre og læring",
        2,
    )
    assert (change.by, change.reason) == (mette, "Rettet i opsætningen")
    assert [(f.label, f.new) for f in change.fields] == [("navn", "Forældre og læring")]
    assert Plan.objects.get(pk=plan.pk).version == plan.version + 1


def test_saving_the_plan_itself_never_puts_its_version_back(lead, plan):
    Plan.objects.filter(pk=plan.pk).update(version=40)

    save(lead, plan, place="København")

    plan.refresh_from_db()
    assert (plan.place, plan.version, plan.lock_version) == ("København", 41, 2)


def test_a_stale_save_shows_both_and_writes_nothing(lead, plan):
    activity = plan.activities.get(code="5.1.1")
    address = url(Activity, "change", activity.pk)
    mine = fields_of(lead.get(address)) | {"name": "Min udgave"}
    save(lead, activity, name="Annes udgave")

    page = lead.post(address, mine)

    assert page.status_code == 200
    assert errors_of(page)["name"] == ["Gemt nu: Annes udgave"]
    assert "En anden har gemt, mens du skrev." in page.content.decode()
    assert 'value="Min udgave"' in page.content.decode()
    assert Activity.objects.get(pk=activity.pk).name == "Annes udgave"

    again = lead.post(
        address, mine | {"lock_version": page.context["adminform"].form["lock_version"].value()}
    )
    assert (again.status_code, Activity.objects.get(pk=activity.pk).name) == (302, "Min udgave")


def test_a_form_without_its_version_is_stale(lead, plan):
    activity = plan.activities.get(code="5.1.1")
    data = fields_of(lead.get(url(Activity, "change", activity.pk))) | {"name": "x"}
    del data["lock_version"]

    assert lead.post(url(Activity, "change", activity.pk), data).status_code == 200
    assert Activity.objects.get(pk=activity.pk).name == "Forældre & læring"


def test_a_text_is_at_most_a_page_as_in_a_plan_file(lead, plan):
    activity = plan.activities.get(code="5.1.1")

    answer = save(lead, activity, purpose="x" * 4001)
    taken = save(lead, activity, purpose="x" * 4000)

    assert list(answer.context["adminform"].form.errors) == ["purpose"]
    assert taken.status_code == 302


def test_inline_rows_are_saved_signed_and_versioned(lead, mette, plan):
    activity = plan.activities.get(code="5.1.1")
    row = activity.allocations.get()

    save(lead, activity, **{"allocations-0-hours_min": "12", "allocations-0-hours_max": "12"})

    row.refresh_from_db()
    assert (row.hours_max, row.lock_version) == (12, 2)
    assert next(audit.changes(row)).by == mette
    activity.refresh_from_db()
    assert activity.lock_version == 2


def test_a_new_row_of_the_only_plan_needs_no_choice_of_plan(lead, plan):
    answer = add(lead, Estate, code="999", name="Ny afdeling", dwellings="10", position="3")

    estate = Estate.objects.get(code="999")
    assert (answer.status_code, estate.plan) == (302, plan)
    assert next(audit.changes(estate)).reason == "Oprettet i opsætningen"


# Crafted forms


def test_an_activity_takes_nothing_of_another_plan(lead, everything):
    plan, other = everything
    activity = plan.activities.get(code="5.1.1")
    strange = other.focus_areas.first()

    area = save(lead, activity, focus_area=strange.pk)
    estate = save(lead, activity, estates=[other.estates.first().pk])
    partner = save(
        lead,
        activity,
        **{
            "partnerships-TOTAL_FORMS": 1,
            "partnerships-0-partner": other.partners.first().pk,
            "partnerships-0-position": 0,
        },
    )

    assert [set(errors_of(page)) for page in (area, estate, partner)] == [
        {"focus_area"},
        {"estates"},
        {"partnerships-0-partner"},
    ]
    assert (activity.focus_area.plan, activity.estates.count(), activity.partnerships.count()) == (
        plan,
        0,
        0,
    )


def test_hours_go_to_no_post_of_another_plan(lead, plan, other_plan):
    page = save(
        lead,
        plan.activities.get(code="5.1.1"),
        **{"allocations-0-staff_role": other_plan.staff_roles.first().pk},
    )

    assert set(errors_of(page)) == {"allocations-0-staff_role"}


def test_an_inline_row_of_another_plan_cannot_be_taken_over(lead, plan, other_plan):
    other = other_plan
    activity = plan.activities.get(code="5.1.1")
    strange = StaffAllocation.objects.filter(activity__plan=other).first()

    page = save(lead, activity, **{"allocations-0-id": strange.pk, "allocations-0-hours_max": "99"})

    assert page.status_code == 200
    strange.refresh_from_db()
    assert (strange.activity.plan, strange.hours_max) == (other, 10)


def test_a_new_row_goes_into_no_other_plan(lead, everything):
    other = everything[1]

    estate = add(lead, Estate, plan=other.pk, code="999", name="Ny", dwellings="1", position="1")
    criterion = add(lead, SuccessCriterion, activity=other.activities.first().pk, code="X")
    forum = add(lead, Forum, plan=other.pk, code="NY", name="Ny", kind="other")
    member = add(
        lead, Membership, email="ny@example.org", name="Ny", plan=other.pk, role="steering_group"
    )

    assert [
        "plan" in errors_of(estate),
        "activity" in errors_of(criterion),
        "plan" in errors_of(forum),
    ] == [True] * 3
    assert "plan" in errors_of(member)
    assert not User.objects.filter(email="ny@example.org").exists()


def test_a_row_cannot_be_moved_to_another_plan(lead, everything):
    plan, other = everything
    estate = plan.estates.first()
    criterion = SuccessCriterion.objects.get(activity__plan=plan, code="5.1.1-1")

    save(lead, estate, plan=other.pk)
    moved = save(lead, criterion, activity=other.activities.first().pk)

    estate.refresh_from_db()
    assert estate.plan == plan
    assert "activity" in errors_of(moved)


def test_who_leads_two_plans_cannot_mix_them(lead, mette, everything):
    plan, other = everything
    MembershipFactory(user=mette, plan=other, role=Role.SECRETARIAT_LEAD)
    activity = plan.activities.get(code="5.1.1")

    changed = save(lead, activity, focus_area=other.focus_areas.first().pk)
    new = add(
        lead,
        Activity,
        plan=plan.pk,
        focus_area=other.focus_areas.first().pk,
        code="9.9",
        name="Ny",
        position="9",
    )
    member = add(
        lead, Membership, email="ny@example.org", name="Ny", plan=plan.pk, role="community_worker",
        staff_role=other.staff_roles.first().pk,
    )  # fmt: skip

    strange = other.focus_areas.first().name
    assert "focus_area" in errors_of(changed)
    assert errors_of(new)["focus_area"] == [
        f"»{strange}« hører til en anden plan. Vælg en fra den samme plan."
    ]
    assert errors_of(member)["staff_role"] == [
        "»Familiekoordinator« hører til en anden plan. Vælg en fra den samme plan."
    ]


def test_a_superuser_cannot_mix_plans_either(client, superuser, everything):
    plan, other = everything
    client.force_login(superuser)

    page = save(client, plan.activities.get(code="5.1.1"), focus_area=other.focus_areas.first().pk)

    assert "focus_area" in errors_of(page)


def test_the_address_of_another_plans_page_is_not_given(lead, other_plan):
    answer = lead.get(f"/admin/r/1/{other_plan.pk}/")

    assert answer.status_code == 404


# The rules of reference data


def test_a_code_is_used_once_and_can_stand_in_an_address(lead, plan):
    activity = plan.activities.get(code="5.1.1")

    taken = save(lead, activity, code="5.2.2")
    slash = save(lead, activity, code="5/1")
    criterion = save(lead, SuccessCriterion.objects.get(code="5.1.1-1"), code="5.2.2-1")

    assert [error for errors in errors_of(taken).values() for error in errors] == [
        "Koden er allerede brugt i planen."
    ]
    assert errors_of(slash) == {
        "code": ["Koden kan ikke bruges. Brug bogstaver, tal, punktum og bindestreg."]
    }
    assert errors_of(criterion) == {"code": ["Koden er allerede brugt i planen."]}


def test_a_criterions_parts_fit_together(lead, mette, plan):
    criterion = SuccessCriterion.objects.get(code="5.1.1-1")

    percent = save(lead, criterion, measure="percent")
    month = save(lead, criterion, measured_in_month="11")
    register(criterion, on=date(2013, 5, 1), value=3, by=mette)
    used = save(lead, criterion, measure="average", counting_rule="meetings")

    assert errors_of(percent) == {
        "denominator": ["En procent skal være af nogen. Skriv af hvem, fx beboerne."],
        "counting_rule": [
            "Passer ikke til procent. Vælg »måling: seneste måling gælder« (measurement)."
        ],
    }
    assert errors_of(month) == {
        "measured_in_month": [
            "Det, der tælles løbende, måles ikke i en bestemt måned. Ret rytmen (rhythm)."
        ]
    }
    criterion.refresh_from_db()
    assert (used.status_code, criterion.measure) == (302, "count")  # it stands: activities.held


def test_targets_lie_in_the_plan_one_after_the_other(lead, plan):
    criterion = SuccessCriterion.objects.get(code="5.1.1-2")
    more = {
        "targets-TOTAL_FORMS": 2,
        "targets-1-starts_on": "1.6.2013",
        "targets-1-ends_on": "31.12.2013",
    }

    high = save(lead, criterion, **{"targets-0-value": "101"})
    double = save(lead, criterion, **more, **{"targets-1-value": "80"})
    outside = save(
        lead, criterion, **{"targets-0-starts_on": "1.1.2020", "targets-0-ends_on": "31.12.2020"}
    )

    assert errors_of(high) == {"targets-0-value": ["Måltallet er i procent og kan højst være 100."]}
    assert errors_of(double) == {"targets-1-starts_on": ["Et andet måltal gælder til 31.12.2013."]}
    assert list(errors_of(outside)) == ["targets-0-starts_on"]
    assert Target.objects.get(criterion=criterion).value == 75


def test_what_was_adjusted_keeps_what_it_was_before(lead, plan):
    """Another value here would be another past; from its day the adjustment's holds."""
    target = Target.objects.get(criterion__code="5.1.1-2")
    target.revisions.create(value=80, in_force_on=date(2013, 7, 1))
    allocation = plan.activities.get(code="5.1.1").allocations.get()
    allocation.revisions.create(hours_min=12, hours_max=12, in_force_on=date(2013, 7, 1))

    value = save(lead, target.criterion, **{"targets-0-value": "70"})
    period = save(lead, target.criterion, **{"targets-0-ends_on": "30.6.2013"})
    hours = save(lead, allocation.activity, **{"allocations-0-hours_min": "9"})
    untouched = save(lead, allocation.activity, name="Forældre")
    pages = [
        lead.get(url(type(row), "change", row.pk)).content.decode()
        for row in (target.criterion, allocation.activity)
    ]

    assert ["80\u00a0% fra 1.7.2013" in pages[0], "12 fra 1.7.2013" in pages[1]] == [True, True]
    assert [errors_of(page) for page in (value, period, hours)] == [
        {"targets-0-value": ["Måltallet er ændret fra 1.7.2013. Ret det ved en justering."]},
        {"targets-0-ends_on": ["Måltallet er ændret fra 1.7.2013. Den dag skal ligge i perioden."]},
        {"allocations-0-hours_min": ["Timerne er ændret fra 1.7.2013. Ret dem ved en justering."]},
    ]
    assert untouched.status_code == 302


def test_the_plans_years_keep_its_registrations(lead, mette, plan):
    register(SuccessCriterion.objects.get(code="5.1.1-1"), on=date(2013, 5, 1), value=3, by=mette)

    page = save(lead, plan, starts_on="1.6.2013")

    assert errors_of(page) == {"starts_on": ["1 registrering ville falde uden for planen."]}


def test_a_lead_keeps_the_plans_address_and_rhythm(lead, plan):
    save(lead, plan, slug="kapret", reporting_period="half_year", name="Rum for Liv 2")

    plan.refresh_from_db()
    assert (plan.slug, plan.reporting_period, plan.name) == (
        "rum-for-liv",
        "quarter",
        "Rum for Liv 2",
    )
    assert lead.get(url(Plan, "add")).status_code == 403
    assert lead.post(url(Plan, "delete", plan.pk), {"post": "yes"}).status_code == 403


def test_what_is_in_use_cannot_be_deleted_and_says_why(lead, plan):
    area = plan.focus_areas.first()

    page = lead.post(url("activities.FocusArea", "delete", area.pk), {"post": "yes"})

    assert page.status_code == 200
    assert "beskyttede relaterede objekter" in page.content.decode()
    assert plan.focus_areas.filter(pk=area.pk).exists()


def test_what_is_not_in_use_is_deleted_and_signed(lead, mette, plan):
    estate = plan.estates.get(code="240-0")

    answer = lead.post(url(Estate, "delete", estate.pk), {"post": "yes"})

    last = Estate.history.filter(id=estate.pk).order_by("-history_id").first()
    assert (answer.status_code, plan.estates.count()) == (302, 1)
    assert (last.history_type, last.history_user, last.history_change_reason) == (
        "-",
        mette,
        "Slettet i opsætningen",
    )
    assert Plan.objects.get(pk=plan.pk).version == plan.version + 1


# Members


def test_a_new_member_gets_a_login_and_chooses_a_password(lead, client, plan):
    answer = add(
        lead, Membership, email="Ny@Example.org", name="Ny Ansat", plan=plan.pk,
        role="community_worker",
        staff_role=plan.staff_roles.get(code="BM").pk, starts_on="1.9.2013",
    )  # fmt: skip

    user = User.objects.get(email="ny@example.org")
    assert (answer.status_code, user.name, user.has_usable_password(), user.is_staff) == (
        302,
        "Ny Ansat",
        False,
        False,
    )
    assert [(m.plan, m.role) for m in user.memberships.all()] == [(plan, "community_worker")]

    client.logout()
    client.post(reverse("account_reset_password"), {"email": "ny@example.org"})
    assert [message.to for message in mail.outbox] == [["ny@example.org"]]


def test_who_has_a_login_gets_the_role_and_keeps_the_name(lead, carl, plan):
    add(
        lead,
        Membership,
        email="CARL@example.org",
        name="",
        plan=plan.pk,
        role="steering_group",
        starts_on="1.9.2013",
    )
    again = add(
        lead,
        Membership,
        email="carl@example.org",
        plan=plan.pk,
        role="steering_group",
        starts_on="1.9.2013",
    )

    assert [m.user for m in Membership.objects.filter(role="steering_group")] == [carl]
    assert [e for errors in errors_of(again).values() for e in errors] == [
        "Personen har allerede den rolle i planen."
    ]


def test_a_member_form_says_what_is_missing(lead, plan):
    page = add(
        lead, Membership, email="ny@example.org", name=" ", plan=plan.pk, role="community_worker"
    )

    assert errors_of(page) == {
        "name": ["Skriv personens navn, så der kan laves et login."],
        "staff_role": ["Vælg medarbejderens stilling. Den afgør, hvad personen kan registrere på."],
    }


def test_a_membership_ends_by_date_and_ones_own_stays(lead, mette, peter, plan):
    theirs, own = peter.memberships.get(), mette.memberships.get()

    save(lead, theirs, ends_on="31.8.2013")

    theirs.refresh_from_db()
    assert theirs.ends_on == date(2013, 8, 31)
    assert (
        lead.post(url(Membership, "change", own.pk), {"role": "steering_group"}).status_code == 403
    )
    assert lead.post(url(Membership, "delete", theirs.pk), {"post": "yes"}).status_code == 403


def test_a_lead_mends_a_name_and_nothing_else_of_a_login(lead, peter, plan):
    save(lead, peter, name="Peter Lind", email="kapret@example.org", is_superuser="on")

    peter.refresh_from_db()
    assert (peter.name, peter.email, peter.is_superuser) == (
        "Peter Lind",
        "peter@example.org",
        False,
    )
    assert lead.get(url(User, "add")).status_code == 403


def test_a_lead_changes_nobody_who_is_also_elsewhere(lead, peter, other_plan, superuser, plan):
    MembershipFactory(user=peter, plan=other_plan, role=Role.STEERING_GROUP)
    MembershipFactory(user=superuser, plan=plan, role=Role.STEERING_GROUP)

    for user in (peter, superuser):
        assert lead.get(url(User, "change", user.pk)).status_code == 200
        assert lead.post(url(User, "change", user.pk), {"name": "x"}).status_code == 403


def test_a_superuser_makes_a_login(client, superuser):
    client.force_login(superuser)

    add(client, User, name="Ny Leder", email="Leder@Example.org")

    user = User.objects.get(email="leder@example.org")
    assert (user.name, user.has_usable_password()) == ("Ny Leder", False)


# The strict content security policy


def test_pages_hold_no_inline_script_or_style(lead, everything):
    plan = everything[0]
    activity, area = plan.activities.first(), plan.focus_areas.first()
    pages = [
        reverse("admin:index"),
        url(Activity),
        url(Activity, "add"),
        url(Activity, "change", activity.pk),
        url(Activity, "history", activity.pk),
        url(Meeting),
        url("activities.FocusArea", "delete", area.pk),
        url("activities.Registration"),
    ]

    for address in pages:
        html = lead.get(address).content.decode()
        scripts = [tag for tag in re.findall(r"<script[^>]*>", html) if "src=" not in tag]
        assert (address, scripts, re.findall(r"<[^>]+ (?:style|on\w+)=", html)) == (address, [], [])


def test_no_text_of_the_administration_takes_a_cpr_number(rf, superuser, plan):
    """Every form a row is written with, of each model, with the rows inside it."""
    request = rf.get("/")
    request.user = superuser
    told = 0
    for model, owner in admin.site._registry.items():
        if isinstance(owner, ScopedAdmin) and owner.has_change_permission(request):
            form = owner.get_form(request)
            assert issubclass(form, ScopedForm), model
            texts = [n for n, f in form.base_fields.items() if type(f) is CharField]
            filled = form(data=dict.fromkeys(texts, "Aftalt med 010190–1234"))
            said = {n: filled.errors.get(n, []) for n in texts}
            assert [n for n in texts if not said[n]] == [], model  # a code has a shape of its own
            told += sum(LOOKS_LIKE_CPR in errors for errors in said.values())
            assert all(
                issubclass(inline.formset, ScopedInlineFormSet) for inline in owner.inlines
            ), model
    assert told >= 40
