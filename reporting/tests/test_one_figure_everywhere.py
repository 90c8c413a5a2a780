"""The same number for every criterion on page, activity card and paper, and right by an independent
count.

The figures are counted here from the raw rows in the plainest way there is, with none of the
product's rules, and then looked for in each place people read them.
"""

import re
import subprocess
from datetime import date
from fractions import Fraction

import pytest
import tinyhtml5
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Role, User
from accounts.tests.factories import MembershipFactory, UserFactory
from activities.models import Level, Plan, Registration, SuccessCriterion
from activities.planfile import load
from activities.tests.planfiles import RUM_FOR_LIV
from core.danish import number
from core.periods import Period
from reporting import documents
from reporting.data.edition import Edition

JUNE, AUGUST = date(2013, 6, 30), date(2013, 8, 31)
HTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def demo(db):
    plan = load(RUM_FOR_LIV.read_bytes()).plan
    for post in plan.staff_roles.all():
        role = Role.SECRETARIAT_LEAD if post.code == "SL" else Role.COMMUNITY_WORKER
        MembershipFactory(plan=plan, user=UserFactory(), role=role, staff_role=post)
    call_command("demo_year", plan.slug, "2013")
    return Plan.objects.get(pk=plan.pk)


def counted(plan, until):
    """Code -> what is printed, from the raw rows: a sum of heads or of the new, the newest
    month's share, or heads per meeting."""
    found = {}
    for criterion in SuccessCriterion.objects.filter(activity__plan=plan):
        rows = list(Registration.objects.filter(criterion=criterion, voided_at=None, on__lte=until))
        if criterion.measure == "percent" and rows:
            newest = max((row.on.year, row.on.month) for row in rows)
            rows = [row for row in rows if (row.on.year, row.on.month) == newest]
        value, base = sum(row.value for row in rows), sum(row.base or 0 for row in rows)
        match criterion.measure:
            case _ if not rows:
                found[criterion.code] = None
            case "percent":
                found[criterion.code] = f"{number(Fraction(100 * value, base))}\u00a0%"
            case "average":
                found[criterion.code] = number(Fraction(value, base))
            case _ if criterion.counting_rule in ("unique_participants", "enrolments"):
                found[criterion.code] = number(sum(row.new for row in rows))
            case _:
                found[criterion.code] = number(value)
    return found


def page(client, name, plan, *words, period=""):
    answer = client.get(
        reverse(name, args=[plan.slug, *words]), {"periode": period} if period else {}
    )
    assert answer.status_code == 200
    return tinyhtml5.parse(answer.content.decode())


def text(element):
    return " ".join("".join(element.itertext()).split(" ")).strip()


def having(root, tag, css):
    return [e for e in root.iter(HTML + tag) if css in (e.get("class") or "").split()]


def on_dashboard(client, plan, period):
    """Code -> the number on its ladder; the link behind the number says which criterion it is."""
    found = {}
    for link in having(page(client, "dashboard", plan, period=period), "a", "step__num"):
        bold = link.find(HTML + "b")
        found[link.get("href").split("#")[1]] = None if bold is None else text(bold)
    return found


def on_activity_pages(client, plan, period):
    found = {}
    for activity in plan.activities.all():
        for section in having(
            page(client, "activity", plan, activity.code, period=period), "section", "crit"
        ):
            figure = having(section, "p", "crit__num")[0]
            found[section.get("id")] = (
                None if "crit__num--none" in figure.get("class") else figure.text.strip()
            )
    return found


def on_paper(plan, kind, period, today, tmp_path):
    """The words of the finished PDF, blanks made even."""
    data = documents.build(plan, kind, period, today)
    pdf = documents.render(kind, data.to_json(), Edition(revision=1, prepared_by="Mette"))
    (tmp_path / "report.pdf").write_bytes(pdf)
    read = subprocess.run(
        ["pdftotext", "-raw", tmp_path / "report.pdf", "-"],
        capture_output=True,
        check=True,
        text=True,
    )
    return re.sub(r"\s+", " ", read.stdout)


def rest(criterion, *, with_number):
    """The result sentence without its unit, as it stands behind the number, or alone where there
    is none."""
    if criterion.measure != "percent":
        return criterion.text
    return f"af {criterion.denominator}{'' if with_number else ', der'} {criterion.text}"


def in_note(words, criterion, actual):
    """ "Rækkevidde 58 familier deltog i aktiviteterne", or "– …" where nobody has measured."""
    lead = actual or ("– andel" if criterion.measure == "percent" else "–")
    return (
        f"{Level(criterion.level).label} {lead} {rest(criterion, with_number=actual is not None)}"
    ).replace("\u00a0", " ") in words


def in_return(words, criterion, actual):
    """ "… deltog i aktiviteterne Planen, afsnit 5.1.1 100 71 71 %": sentence, where it stands,
    target (with its years) and realised."""
    sentence = re.escape(rest(criterion, with_number=False)[1:])
    sentence += re.escape(f" Planen, {criterion.stands_at}")
    target = criterion.targets.get()
    years = r" 2013–2016, deles ikke op pr\. år" if target.ends_on.year > 2013 else ""
    unit = " %" if criterion.measure == "percent" else ""
    wanted = re.escape(actual or "Ikke målt").replace("\u00a0", " ").replace(r"\ ", " ")
    return re.search(rf"{sentence} {target.value}{unit}{years} {wanted}(?!\S)", words) is not None


def test_page_activity_card_and_both_reports_show_the_counted_figure(client, demo, tmp_path):
    """45 criteria at the end of June and of August, the percents, the average and the spans of
    years among them."""
    client.force_login(User.objects.get(memberships__role=Role.SECRETARIAT_LEAD))
    june, august = counted(demo, JUNE), counted(demo, AUGUST)
    note = on_paper(demo, "status_note", Period.quarter(2013, 2), AUGUST, tmp_path)
    annual = on_paper(demo, "goal_attainment", Period.year(2013), AUGUST, tmp_path)
    criteria = SuccessCriterion.objects.filter(activity__plan=demo)

    assert len(june) == 45
    assert sum(figure is None for figure in august.values()) == 4
    assert (on_dashboard(client, demo, "2013-K2"), on_dashboard(client, demo, "")) == (june, august)
    assert (on_activity_pages(client, demo, "2013-K2"), on_activity_pages(client, demo, "")) == (
        june,
        august,
    )
    assert [c.code for c in criteria if not in_note(note, c, june[c.code])] == []
    assert [c.code for c in criteria if not in_return(annual, c, august[c.code])] == []
