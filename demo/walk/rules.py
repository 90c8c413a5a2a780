"""What holds of every page on every day. Each rule is a function from a page to the sentences that
break it; its first line says what is wrong with them."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.models import Role
from activities.models import PeriodLock, Plan
from activities.progress.read import plan_progress
from core.periods import Period
from demo.walk.seen import Page

MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)
MONTH = "|".join(MONTHS)
DATED = re.compile(rf"\b(\d{{1,2}})\. ({MONTH}) (\d{{4}})\b")
SHORT = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
QUARTER = re.compile(r"\b([1-4])\. kvartal (\d{4})\b")
HAPPENED = re.compile(
    r"\b(blev|var|sluttede|nået den|registrerede|registreret|lukket (?:den|siden)|udsendt|"
    r"sendt den|afleverede|afholdt|skulle være|(?:data|opgjort) pr|godkendt|gjort den|siden)\b",
    re.IGNORECASE,
)
AHEAD = re.compile(
    r"\b(skal|senest|slutter|kan|ikke|inden|til og med|løber|frem til|gælder|møde[rt]?|begynder|"
    r"aftalt|flyttet|frist|næste|fra|ventes|planlagt|hvis|indtil|før|hvornår)\b",
    re.IGNORECASE,
)
IS_OVER = re.compile(r"\b([1-4])\. kvartal (\d{4}) (?:er slut\b|sluttede)")
IS_NOT_CLOSED = re.compile(r"\b([1-4])\. kvartal (\d{4}) er ikke lukket\b")
IS_RUNNING = re.compile(r"\b([1-4])\. kvartal (\d{4}) er ikke slut\b")
EARLIER = re.compile(r"Ved udgangen af ([1-4])\. kvartal var det (\d+) af (\d+)")
PART = re.compile(
    r"\b(\d+) af (?:de |planens |alle )?(\d+) (?:kriterier|milepæle|punkter|perioder|er klar|"
    r"aktiviteter|er nået|følger planen)"
)
RAW = re.compile(r"\b(None|nan|NaN|inf)\b|\{\{|\}\}|\{%|Traceback|<[a-z]+ ")
# What is spoken of as to come, and what of it there may be once the plan is over: a meeting, a
# deadline and a mail with their day, and the page that says there is no next year.
TO_COME = re.compile(r"\b[Nn]æste\b|[Ff]orny(?:s|es|et)?\b|når en periode slutter")
MAY_COME = re.compile(
    r"^/? ?Næste(?: år| møde| uge)?$|Der er ikke et næste år|Næste er .+ den \d|næste møde er|"
    r"næste celle|Næste påmindelse sendes"
)
# Examples of mails, and what people wrote while the plan ran.
TOLD_BY_OTHERS = ("/mails/", "/styring/evalueringer/")
# What is still asked of a plan that is over.
ASKED_AFTER = re.compile(
    r"er ikke lukket|^Forklar |^Timer for uge|statusnotat|^Indberet|^Rettelse \d|"
    r"venter på dig|sendt tilbage|^Gør |Aftalt, at|^Mål: |Skulle (?:være|have)|Senest"
)
NEWEST = 4  # as many periods back are asked for
SENDS = ("Luk ", "Registrer", "Skriv timer", "Skriv forklaring", "Flyt milepæl", "Opdatér milepæl")

Rule = Callable[[Page, Plan], Iterator[str]]
RULES: list[Rule] = []


def rule(check: Rule) -> Rule:
    RULES.append(check)
    return check


def dates_in(sentence: str) -> Iterator[date]:
    for day, month, year in DATED.findall(sentence):
        yield from _a_date(int(year), MONTHS.index(month) + 1, int(day))
    for day, month, year in SHORT.findall(sentence):
        yield from _a_date(int(year), int(month), int(day))


def _a_date(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return


@rule
def answers(page: Page, plan: Plan) -> Iterator[str]:
    """Siden svarer ikke, som den skal (the page does not answer)."""
    if page.status not in (200, 403, 404):
        yield f"svar {page.status}"


@rule
def only_what_has_come(page: Page, plan: Plan) -> Iterator[str]:
    """Siger noget om en dag, der ikke er kommet (tells of a day that has not come)."""
    for sentence in page.sentences:
        told = HAPPENED.search(sentence) and not AHEAD.search(sentence)
        if told and any(day > page.day for day in dates_in(sentence)):
            yield sentence


@rule
def periods_are_where_they_are(page: Page, plan: Plan) -> Iterator[str]:
    """Siger, at en periode er slut, før den er, eller ikke slut, når den er (a period over too
    early, or running too late)."""
    if page.path.endswith("/mails/"):
        return  # examples of what mails will say, and called so
    for sentence in page.sentences:
        for number, year in (*IS_OVER.findall(sentence), *IS_NOT_CLOSED.findall(sentence)):
            if Period.quarter(int(year), int(number)).end >= page.day and (
                "lukket" not in sentence or page.path.endswith(f"/planer/{plan.slug}/")
            ):
                yield sentence
        for number, year in IS_RUNNING.findall(sentence):
            if Period.quarter(int(year), int(number)).end < page.day:
                yield sentence


@rule
def only_the_plans_periods(page: Page, plan: Plan) -> Iterator[str]:
    """Nævner et kvartal, planen ikke har (a quarter the plan does not run in)."""
    for sentence in page.sentences:
        for number, year in QUARTER.findall(sentence):
            period = Period.quarter(int(year), int(number))
            if period.start > plan.ends_on or period.end < plan.starts_on:
                yield sentence


@rule
def no_deadline_before_its_period_ends(page: Page, plan: Plan) -> Iterator[str]:
    """Sætter en frist, før perioden er slut (a deadline before its period's end)."""
    for task in page.tasks:
        quarters = QUARTER.findall(task.text)
        said = re.search(rf"Senest (?:\w+ )?den (\d{{1,2}})\. ({MONTH})", task.text)
        if quarters and said and ("statusnotat" in task.text.lower() or "Forklar" in task.text):
            period = Period.quarter(int(quarters[0][1]), int(quarters[0][0]))
            due = next(_near(page.day, said[2], int(said[1])), None)
            if due and due <= period.end:
                yield task.text


def _near(today: date, month: str, day: int) -> Iterator[date]:
    """The day without a year that is nearest to today."""
    found = [
        one
        for year in (today.year - 1, today.year, today.year + 1)
        for one in _a_date(year, MONTHS.index(month) + 1, day)
    ]
    yield from sorted(found, key=lambda one: abs((one - today).days))


@rule
def parts_are_no_more_than_the_whole(page: Page, plan: Plan) -> Iterator[str]:
    """Tæller flere, end der er (a part larger than its whole)."""
    for block in page.blocks:
        for part, whole in PART.findall(block):
            if int(part) > int(whole):
                yield block


@rule
def only_words(page: Page, plan: Plan) -> Iterator[str]:
    """Viser noget, der ikke er ord (shows what is not words)."""
    for block in page.blocks:
        if RAW.search(block):
            yield block


@rule
def nothing_goes_on_after_the_end(page: Page, plan: Plan) -> Iterator[str]:
    """Venter noget af en plan, der er slut (expects something of a plan that is over)."""
    if page.day <= plan.ends_on or page.path.endswith("/saadan-regner-vi/"):
        return  # the rules are told in the present, also then
    for sentence in page.sentences:
        if re.search(
            r"nuværende tempo|[Nn]æste kvartal|end (?:for)?ventet nu\b|Planen slutter|"
            r"den endelige laves|"
            r"ingen registreringer i \d|løbende mål, der er igen",
            sentence,
        ):
            yield sentence
    yield from (task.text for task in page.tasks if task.label == "Registrer")


@rule
def nothing_is_to_come_after_the_end(page: Page, plan: Plan) -> Iterator[str]:
    """Taler om noget, der kommer efter planen (speaks of what is to come after the plan)."""
    if page.day <= plan.ends_on or page.path.endswith(TOLD_BY_OTHERS):
        return
    for sentence in page.sentences:
        if TO_COME.search(sentence) and not MAY_COME.search(sentence):
            yield sentence
    yield from (task.text for task in page.tasks if not ASKED_AFTER.search(task.text))


@rule
def what_is_over_is_to_be_closed(page: Page, plan: Plan) -> Iterator[str]:
    """Beder ikke om at lukke perioden, der er slut (does not ask to close what is over)."""
    if page.role != Role.SECRETARIAT_LEAD or page.path != reverse("plan-home", args=[plan.slug]):
        return
    closed = set(PeriodLock.objects.filter(plan=plan).values_list("period", flat=True))
    years = range(plan.starts_on.year, plan.ends_on.year + 1)
    periods = [period for year in years for period in plan.periods(year)]
    over = [period for period in periods if period.end < page.day]
    for period in periods:
        asked = any(f"{period.label} er ikke lukket" in task.text for task in page.tasks)
        if (asked and period not in over) or (not asked and period in set(over[-NEWEST:]) - closed):
            yield f"{period.label}: {'spørger' if asked else 'spørger ikke'}"


@rule
def what_was_is_as_it_was(page: Page, plan: Plan) -> Iterator[str]:
    """Siger noget andet om en dag, der er gået, end der stod den dag (another count of a day gone
    than it had)."""
    for sentence in page.sentences:
        if found := EARLIER.search(sentence):
            number, part, whole = (int(text) for text in found.groups())
            year = page.day.year if page.day <= plan.ends_on else plan.ends_on.year
            end = Period.quarter(year, number).end
            then = plan_progress(plan, end if end < page.day else end.replace(year=end.year - 1))
            if (then.following, then.measured) != (part, whole):
                yield f"{sentence} Den dag stod der {then.following} af {then.measured}."


@rule
def nothing_is_late_before_the_start(page: Page, plan: Plan) -> Iterator[str]:
    """Kalder noget forsinket på planens første dag (late on the plan's first day)."""
    if page.day <= plan.starts_on:
        for task in page.tasks:
            if re.search(r"bagud|forsinket|Skulle være|Fristen var", task.text):
                yield task.text


def about(check: Any) -> str:
    """What is wrong, in Danish with English in brackets: the first line of what the rule says."""
    return " ".join((check.__doc__ or "").split())
