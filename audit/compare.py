"""A plan on a day: what its pages and papers say of every criterion and period, of hours,
milestones and money, held against its rows."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.test import Client, override_settings

from accounts.models import User
from activities.models import Plan
from audit import criteria, hours, milestones, money, pages, papers, rows, statements
from audit.criteria import Limits, Standing
from audit.ledger import Ledger
from audit.pages import Element, having, one, words
from audit.printed import NUM, even, read
from audit.statements import Many, One
from core.periods import Period

LEAD = re.compile(rf"(?:højst )?({NUM})")
PARTS = {"quarter": 4, "half_year": 2}


@dataclass
class Audit:
    """One plan on one day."""

    plan: Plan
    today: date
    user: User
    ledger: Ledger

    def __post_init__(self) -> None:
        self.plan.refresh_from_db()
        self.books = rows.read(self.plan)
        self.by_code = {c.code: c for c in self.books.criteria}
        self.client = Client()
        self.client.force_login(self.user)
        self.day = min(max(self.today, self.plan.starts_on), self.plan.ends_on)

    def limits_on(self, day: date) -> Limits:
        """What the plan began with, and what an adjustment made of it by the day."""
        names = ("on_track_from", "at_risk_from", "min_answers")
        held = {name: getattr(self.plan, name) for name in names}
        for later in sorted(self.plan.later_limits, key=lambda later: later["in_force_on"]):
            if date.fromisoformat(later["in_force_on"]) <= day:
                held = later
        return Limits(*(int(held[name]) for name in names))

    def hours_of(
        self, start: date, until: date, role: str | None = None, activities: Sequence[str] = ()
    ) -> hours.Hours:
        """Of a role, of some activities, or of all."""

        def wanted(one: rows.Post | rows.Week) -> bool:
            return role in (None, one.role) and (not activities or one.activity in activities)

        return hours.hours(
            [p for p in self.books.posts if wanted(p)],
            [w for w in self.books.weeks if wanted(w)],
            self.books.weeks,
            start,
            until,
            self.books.posts,
        )

    @property
    def periods(self) -> list[Period]:
        """The plan's reporting periods that have begun."""
        years = range(self.plan.starts_on.year, self.day.year + 1)
        found = [period for year in years for period in self.plan.periods(year)]
        return [p for p in found if p.end >= self.plan.starts_on and p.start <= self.day]

    def standings(
        self, as_of: date, found: Iterable[rows.Criterion] | None = None
    ) -> list[Standing]:
        asked = self.books.criteria if found is None else found
        return [
            criteria.standing(c, as_of, self.today, self.limits_on, self.by_code.get) for c in asked
        ]

    def run(
        self,
        *,
        screens: Sequence[Period | None],
        notes: Sequence[Period] = (),
        returns: Sequence[Period] = (),
    ) -> None:
        """`screens`: the periods dashboard and activity pages are read for, None for the year to
        now; `notes` and `returns`: those they are made of."""
        with override_settings(DEMO_DATE=self.today, ALLOWED_HOSTS=["*"]):
            for period in screens:
                self._screens(period)
            for period in notes:
                if made := self._paper("status_note", period):
                    self._note(made, period)
            for period in returns:
                if made := self._paper("goal_attainment", period):
                    self._return(made, period)

    def _paper(self, kind: str, period: Period) -> papers.Paper | None:
        self.ledger.place = f"{self.plan.slug} on {self.today}, {kind} {period.code}"
        return papers.paper(self.plan, kind, period, by=self.user, client=self.client)

    # Screens

    def _screens(self, period: Period | None) -> None:
        as_of = min(period.end, self.day) if period else self.day
        year = period or Period.year(self.day.year)
        start = max(year.start, self.plan.starts_on)
        reader = pages.Reader(self.client, self.plan)
        code = period.code if period else ""
        self.ledger.place = f"{self.plan.slug} on {self.today}, {code or 'year'}"
        found = self.standings(as_of)
        page = reader.dashboard(code)
        self._ladders(page, found)
        self._areas(page, found, self.plan.period_of(as_of))
        self._big_figures(page, found, as_of, start)
        self._board(page, as_of)
        self._hours_table(page, "h-ti", start, as_of)
        for activity in self.books.activities:
            mine = [s for s in found if s.criterion.activity == activity]
            self._activity(reader.activity(activity, code), activity, mine, as_of)

    def _ladders(self, page: Element, found: Sequence[Standing], where: str = "dashboard") -> None:
        by_code = {s.criterion.code: s for s in found}
        told = set()
        for step in having(page, "step"):
            link = one(step, "step__num")
            if link is None:
                continue
            s = by_code[link.get("href").split("#")[1]]
            told.add(s.criterion.code)
            bold = link.find(pages.HTML + "b")
            number = words(bold) if bold is not None else words(link).split(",")[0]
            self._figure(f"{where} {s.criterion.code}", number, s)
            light = pages.light_beside(step)
            self.ledger.same("light", f"{where} {s.criterion.code}", light, s.light)
            if bold is not None and s.target is not None:
                self._target(f"{where} {s.criterion.code}", even(bold.tail or ""), s)
        self.ledger.same("criteria shown", where, told, set(by_code))
        for ladder in having(page, "ladder"):
            head, number = one(ladder, "ladder__head"), one(ladder, "ladder__no")
            if head is not None and (light := one(head, "light")) is not None:
                mine = [s for s in found if s.criterion.activity == words(number)]
                said = words(light, drawn=False)
                self.ledger.same("light of an activity", words(number), said, criteria.worst(mine))

    def _figure(self, where: str, said: str, s: Standing) -> None:
        """A printed figure: the count, on its own side of the target; or that there is none."""
        lead = LEAD.match(said)
        if s.actual is None:
            due = "mangler måling" if s.light == criteria.MISSING else "ikke målt"
            is_so = lead is None and (said.lower() in (due, "–") or due in said.lower())
            self.ledger.hold("figure", where, said, due, is_so)
            return
        number = read(lead[1]) if lead else None
        beside = () if s.target is None else (s.target,)
        self.ledger.hold(
            "figure", where, said, s.actual, number is not None and number.tells(s.actual)
        )
        if number is not None:
            told = number.keeps_side(s.actual, *beside)
            self.ledger.hold("rounded past a limit", where, said, f"{s.actual} {beside}", told)
        self.ledger.hold("unit", where, said, s.criterion.unit, said.endswith(s.criterion.unit))

    def _target(self, where: str, said: str, s: Standing) -> None:
        """ "af 100", "højst 9": never "af højst 9"."""
        most = "højst " if s.criterion.is_ceiling else "af "
        number = re.search(NUM, said)
        is_so = number is not None and s.target is not None and read(number[0]).tells(s.target)
        self.ledger.hold("target", where, said, f"{most}{s.target}", is_so)
        self.ledger.hold("target's side", where, said, most, said.strip(" ,").startswith(most))

    def _many(
        self,
        found: Sequence[Standing],
        where: str,
        period: Period,
        day_hours: hours.Hours,
        stones: Sequence[rows.Stone] | None = None,
    ) -> Many:
        known = self.books.stones if stones is None else stones
        return Many(self.books, found, period, day_hours, known, self.ledger, where)

    def _say(self, text: str, held: Many) -> None:
        for sentence in statements.sentences(text):
            statements.about(statements.SEVERAL, sentence, held, self.ledger, held.where)

    def _light_of_area(self, area: str, found: Sequence[Standing], period: Period) -> str:
        return self.books.set_lights.get((area, period)) or criteria.rule_light(found)

    def _areas(self, page: Element, found: Sequence[Standing], period: Period) -> None:
        none = hours.Hours(Fraction(0), Fraction(0), None)
        for card in having(page, "areacard"):
            area = card.get("id").removeprefix("omraade-")
            mine = [s for s in found if self.books.activities[s.criterion.activity][0] == area]
            said = words(one(card, "light"), drawn=False)
            due = self._light_of_area(area, mine, period)
            self.ledger.same("light of an area", f"area {area}", said, due)
            many = self._many(mine, f"area {area}", period, none)
            self._say(words(one(card, "areacard__text")), many)
            for row in having(card, "pips__row"):
                level = int(words(row)[0])
                step = [s for s in mine if s.criterion.level == level]
                self._of(f"area {area} step {level}", words(one(row, "pips__sum")), step)
        for line in having(page, "more__list"):
            for item in line:
                name, _, said = words(item).partition(": ")
                mine = [
                    s
                    for s in found
                    if self.books.areas[self.books.activities[s.criterion.activity][0]] == name
                ]
                self._rule_said(said, mine, f"rule of {name}")
        for head in having(page, "areahead"):
            area = head.get("id").removeprefix("kriterier-")
            mine = [s for s in found if self.books.activities[s.criterion.activity][0] == area]
            said = words(one(head, "muted"))
            self._say(
                f"{said[:1].upper()}{said[1:]}.",
                self._many(mine, f"head of area {area}", period, none),
            )

    def _rule_said(self, said: str, mine: Sequence[Standing], where: str) -> None:
        """ "9 af 16 kriterier, der skulle kunne måles nu, ... (1 mangler måling). Risiko er fra
        halvdelen ..."."""
        if not (match := re.match(r"(\d+) af (\d+) .*?(?:\((\d+) mangler måling\))?\.", said)):
            return
        measured = [s for s in mine if s.is_measured]
        missing = sum(s.light == criteria.MISSING for s in mine)
        following, of, lacking = (int(n or 0) for n in match.groups())
        self.ledger.same(
            "rule of an area",
            where,
            (following, of, lacking),
            (sum(s.follows for s in measured), len(measured) + missing, missing),
        )
        word = criteria.rule_light(mine)
        named = said[match.end() :].strip()
        self.ledger.hold("word against light", where, named, word, named.startswith(word))

    def _of(self, where: str, said: str, found: Sequence[Standing]) -> None:
        """ "4 af 6": those that follow the plan, of those measured."""
        measured = [s for s in found if s.is_measured]
        match = re.match(r"(\d+) ?af (\d+)", said)
        if match is None:
            self.ledger.same("following of measured", where, 0, len(measured))
            return
        due = (sum(s.follows for s in measured), len(measured))
        self.ledger.same("following of measured", where, tuple(map(int, match.groups())), due)

    def _big_figures(
        self, page: Element, found: Sequence[Standing], as_of: date, start: date
    ) -> None:
        figures = {words(one(f, "fig__name")): f for f in having(page, "fig")}
        said = {name: words(one(f, "fig__num")) for name, f in figures.items()}
        notes = {name: words(one(f, "fig__note")) for name, f in figures.items()}
        measured = [s for s in found if s.is_measured]
        if measured:
            self._of("criteria in all", said["Succeskriterier"], found)
        self._note_of_criteria(notes["Succeskriterier"], found, as_of)
        self._heading(page, "h-kr", found)
        year = as_of.year
        count = milestones.of_year(self.books.stones, year, as_of)
        if match := re.match(r"(\d+) ?af (\d+)", said["Milepæle"]):
            self.ledger.same(
                "milestones of the year",
                "figure",
                tuple(map(int, match.groups())),
                (count.reached, count.total),
            )
            due = milestones.due(self.books.stones, year, as_of)
            number = re.search(r"(\d+|Ingen) skulle", notes["Milepæle"])
            self.ledger.same("milestones due", "figure", number and number[1], str(due or "Ingen"))
        lights = [
            criteria.worst([s for s in found if s.criterion.activity == a])
            for a in self.books.activities
        ]
        if match := re.match(r"(\d+) ?af (\d+)", said["Aktiviteter"]):
            self.ledger.same(
                "activities",
                "figure",
                tuple(map(int, match.groups())),
                (sum(x in criteria.FOLLOWS for x in lights), len(lights)),
            )
        for clause, light in (
            ("er i risiko", criteria.AT_RISK),
            ("er forsinket", criteria.DELAYED),
            ("mangler måling", criteria.MISSING),
        ):
            if match := re.search(rf"(\w+) {clause}", notes["Aktiviteter"]):
                told = statements.count(match[1])
                self.ledger.same(f"activities {clause}", "figure", told, lights.count(light))
        h = self.hours_of(start, as_of)
        if match := re.match(rf"({NUM}) %", said["Timer"]):
            due = None if h.deviation is None else 100 + h.deviation
            self._number("share of hours", "figure", match[1], due)
            held = self._many(found, "figure", self.plan.period_of(as_of), h)
            self._say(notes["Timer"], held)

    def _note_of_criteria(self, said: str, found: Sequence[Standing], as_of: date) -> None:
        held = self._many(
            found,
            "note of the figure",
            self.plan.period_of(as_of),
            hours.Hours(Fraction(0), Fraction(0), None),
        )
        if match := re.search(r"Ved udgangen af (.+?) var det (\d+) af (\d+)\.", said):
            before = self.plan.period_of(as_of).previous()
            self._earlier("before", (match[2], match[3]), before.end)
        for match in re.finditer(r"(\w+) (mangler måling|er ikke målt endnu)\.", said):
            statements.about(statements.SEVERAL, match[0], held, self.ledger, held.where)

    def _earlier(self, where: str, said: Sequence[str], day: date) -> None:
        """What an earlier period's end said: counted as of that day, by all that is known now."""
        then = [s for s in self.standings(day) if s.is_measured]
        due = (sum(s.follows for s in then), len(then))
        self.ledger.same("earlier count", f"{where} {day}", tuple(map(int, said)), due)

    def _heading(self, page: Element, anchor: str, found: Sequence[Standing]) -> None:
        heading = next((e for e in page.iter() if e.get("id") == anchor), None)
        if (match := re.match(r"(\d+) af (\d+)", words(heading))) is not None:
            self._of(anchor, match[0], found)

    def _board(self, page: Element, as_of: date) -> None:
        by_name = {p.short_label: p for p in self.plan.periods(as_of.year)}
        for column in having(page, "qline__q"):
            name = words(one(column, "qline__name")).removesuffix(" nu")
            period = by_name.get(name)
            match = re.match(r"(\d+) af (\d+) nået(.*)", words(one(column, "qline__num")))
            if match and period:
                due = milestones.of_period(self.books.stones, period, as_of)
                said = {w: int(n) for n, w in re.findall(r"(\d+) (flyttet|bortfaldet)", match[3])}
                self.ledger.same(
                    "milestones of a period",
                    name,
                    (
                        int(match[1]),
                        int(match[2]),
                        said.get("flyttet", 0),
                        said.get("bortfaldet", 0),
                    ),
                    (due.reached, due.total, due.moved, due.dropped),
                )

    def _number(self, kind: str, where: str, said: str, exact: Fraction | None) -> None:
        match = re.search(NUM, said)
        is_so = match is not None and exact is not None and read(match[0]).tells(exact)
        self.ledger.hold(kind, where, said, exact, is_so)

    def _hours_table(self, page: Element, anchor: str, start: date, until: date) -> None:
        """The table under a heading: role, planned, used, deviation; and the sum."""
        heading = next((e for e in page.iter() if e.get("id") == anchor), None)
        section = next(
            (
                e
                for e in page.iter(pages.HTML + "section")
                if heading is not None and heading in list(e.iter())
            ),
            None,
        )
        table = None if section is None else next(section.iter(pages.HTML + "table"), None)
        for row in [] if table is None else table.iter(pages.HTML + "tr"):
            cells = [words(cell, drawn=False) for cell in row]
            if len(cells) >= 4 and (cells[0] in self.books.roles or cells[0] == "I alt"):
                self._hours_row(cells[0], cells[-3:], start, until)

    def _hours_row(self, role: str, cells: Sequence[str], start: date, until: date) -> None:
        h = self.hours_of(start, until, None if role == "I alt" else role)
        planned, used, deviation = cells
        low, _, high = planned.partition("–")
        self._number("hours planned", role, low, h.low)
        self._number("hours planned", role, high or low, h.high)
        if h.used is None:
            self.ledger.hold("hours used", role, used, None, "ikke skrevet" in used)
        else:
            self._number("hours used", role, used, h.used)
        if h.deviation is not None:
            self._number("hours deviation", role, deviation, h.deviation)

    def _activity(self, page: Element, code: str, found: Sequence[Standing], as_of: date) -> None:
        by_code = {s.criterion.code: s for s in found}
        sections = [e for e in having(page, "crit") if e.get("id")]
        self.ledger.same("criteria shown", code, {e.get("id") for e in sections}, set(by_code))
        for section in sections:
            self._criterion(pages.shown(section), by_code[section.get("id")], as_of)
        lead = one(page, "leadlight")
        if lead is not None and found:
            said = words(one(lead, "light"), drawn=False)
            self.ledger.same("light of an activity", code, said, criteria.worst(found))

    def _criterion(self, shown: pages.Shown, s: Standing, as_of: date) -> None:
        where = s.criterion.code
        self._figure(f"activity {where}", shown.number, s)
        self.ledger.same("light", f"activity {where}", shown.light, s.light)
        if s.actual is not None and s.target is not None:
            self._target(f"activity {where}", shown.of, s)
        held = One(s, self.ledger, f"reason of {where}")
        statements.about(statements.REASONS, shown.reason, held, self.ledger, held.where)
        held = One(s, self.ledger, f"chart of {where}")
        statements.about(statements.TITLES, shown.title, held, self.ledger, held.where)
        if shown.compare and shown.compare != shown.reason:
            held = One(s, self.ledger, f"compared in {where}")
            said = shown.compare
            statements.about(statements.COMPARES, said, held, self.ledger, held.where)
        self._months(shown, s, as_of)

    def _months(self, shown: pages.Shown, s: Standing, as_of: date) -> None:
        """The table under a chart: each month's sum, the sum so far, and what was expected; of a
        share each måling."""
        if s.criterion.measure == "percent":
            self._measurings(shown, s)
            return
        for name, *cells in shown.months:
            first = month_of(name)
            after = criteria.months_on(first, 1)
            mine = [row for row in s.rows if first <= row.on < after]
            till = [row for row in s.rows if row.on < after]
            value = sum(criteria.one(s.criterion, row) for row in mine)
            due: list[Fraction | int | None]
            due = [value, sum(criteria.one(s.criterion, row) for row in till)]
            if s.criterion.measure == "average":
                heads, total = sum(row.value for row in till), sum(row.base for row in till)
                due = [
                    sum(row.value for row in mine),
                    sum(row.base for row in mine),
                    Fraction(heads, total),
                ]
            elif "Forventet" in shown.columns and s.aim is not None:
                end = min(after - timedelta(days=1), as_of)
                due.append(
                    criteria.expected_on(
                        s.criterion, upto(s.aim, as_of), s.first, s.last, end, self.by_code.get
                    )
                )
            self._cells(f"{s.criterion.code} {name}", cells, due)

    def _measurings(self, shown: pages.Shown, s: Standing) -> None:
        reads = [
            r
            for r in s.criterion.readings
            if s.aim is None or (s.aim.first <= r.on <= min(s.aim.last, s.as_of))
        ]
        due = criteria.measurings(s.rows, reads)
        self.ledger.same("measurings", s.criterion.code, len(shown.months), len(due))
        for (name, *cells), (_, value, base) in zip(shown.months, due, strict=False):
            share = criteria.measured(s.criterion, value, base)
            known = [None, None, share] if base is None else [value, base, share]
            self._cells(f"{s.criterion.code} {name}", cells, known)

    def _cells(
        self, where: str, cells: Sequence[str], due: Sequence[Fraction | int | None]
    ) -> None:
        for cell, exact in zip(cells, due, strict=True):
            if exact is None:
                self.ledger.same("month", where, cell, "–")
            else:
                self._number("month", where, cell, Fraction(exact))

    # Papers

    def _note(self, made: papers.Paper, period: Period) -> None:
        as_of = min(period.end, self.plan.ends_on, self.today)
        found = self.standings(as_of)
        page, text = made.web(), made.pdf()
        h = self.hours_of(period.start, as_of)
        self._web_steps(page, found)
        self._note_rows(text, found)
        self._said(page, text, found, period, h)
        self._area_table(page, found, period, as_of)
        self._offs(page, [*self._ended(period, as_of), *found])
        self._hours_table(page, "n-tim", period.start, as_of)
        self._trend(page, period, as_of)
        self._unmeasured(text, found)
        self._money(text, period, as_of)

    def _web_steps(self, page: Element, found: Sequence[Standing]) -> None:
        steps = [step for step in having(page, "step") if one(step, "step__num") is not None]
        self.ledger.same("criteria shown", "web note", len(steps), len(found))
        for step, s in zip(steps, found, strict=False):
            where = f"web note {s.criterion.code}"
            bold = next(one(step, "step__num").iter(pages.HTML + "b"))  # type: ignore[union-attr]
            name = words(one(step, "step__name"))
            self.ledger.same("name", where, name, f"{s.criterion.level}. {s.criterion.name}")
            self._figure(where, words(bold), s)
            self.ledger.same("light", where, pages.light_beside(step), s.light)
            if s.target is not None:
                self._target(where, even(bold.tail or ""), s)

    def _note_rows(self, text: str, found: Sequence[Standing]) -> None:
        """ "Rækkevidde 58 24 familier deltog i aktiviteterne 100 50 På sporet", in the plan's
        order."""
        at = text.find("Trin Tal")
        for s in found:
            c = s.criterion
            name = f"note {c.code}"
            row = row_of(s)
            match = row.search(text, max(at, 0))
            self.ledger.hold("row on paper", name, row.pattern, "a row", match is not None)
            if match is None:
                continue
            at = match.end()
            self._figure(name, match["actual"], s)
            if s.target is not None:
                self._number("target", name, match["target"], s.target)
            if s.expected is None:
                self.ledger.same("expected", name, match["expected"], "–")
            else:
                self._number("expected", name, match["expected"], s.expected)
            self.ledger.same("light", name, match["light"], s.light)

    def _said(
        self, page: Element, text: str, found: Sequence[Standing], period: Period, h: hours.Hours
    ) -> None:
        """What the figures say, of the plan and of each area: read on the web, found on paper."""
        first, *areas = having(page, "said") or [None]
        blocks = [(first, found, self.books.stones, "whole")]
        for block, (area, mine) in zip(areas, self._by_area(found).items(), strict=True):
            stones = [
                s
                for s in self.books.stones
                if s.activity and (self.books.activities[s.activity][0] == area)
            ]
            blocks.append((block, mine, stones, f"area {area}"))
        for block, mine, stones, where in blocks:
            held = self._many(mine, f"note, {where}", period, h, stones)
            for line in having(block, "said__from") if block is not None else []:
                line.clear()
            for paragraph in [] if block is None else block.iter(pages.HTML + "p"):
                said = words(paragraph)
                self.ledger.hold(
                    "on paper as on the web",
                    where,
                    said,
                    "in the PDF",
                    squeezed(said) in squeezed(text),
                )
                self._say(said, self._of_an_area(said, held, found, period) or held)

    def _of_an_area(
        self, said: str, held: Many, found: Sequence[Standing], period: Period
    ) -> Many | None:
        """A paragraph of the whole that tells of one area: "Beboernetværk er i risiko. Fem ..."."""
        match = re.match(r"(.+?) er (forsinket|i risiko)\. ", said)
        area = next((c for c, name in self.books.areas.items() if match and name == match[1]), None)
        if match is None or area is None:
            return None
        mine = self._by_area(found)[area]
        word = {"forsinket": criteria.DELAYED, "i risiko": criteria.AT_RISK}[match[2]]
        self.ledger.same(
            "light of an area", held.where, word, self._light_of_area(area, mine, period)
        )
        return self._many(mine, f"{held.where}, area {area}", period, held.day_hours)

    def _by_area(self, found: Sequence[Standing]) -> dict[str, list[Standing]]:
        areas: dict[str, list[Standing]] = {}
        for s in found:
            areas.setdefault(self.books.activities[s.criterion.activity][0], []).append(s)
        return areas

    def _area_table(
        self, page: Element, found: Sequence[Standing], period: Period, as_of: date
    ) -> None:
        table = one(page, "areatable")
        lines = [] if table is None else list(table.iter(pages.HTML + "tr"))[1:]
        for line, (area, mine) in zip(lines, self._by_area(found).items(), strict=True):
            cells = {cell.get("data-l"): words(cell, drawn=False) for cell in line}
            where = f"note's table, area {area}"
            self.ledger.same(
                "light of an area", where, cells["Lys nu"], self._light_of_area(area, mine, period)
            )
            self._of(where, cells["Kriterier på sporet"], mine)
            inside = [a for a, (own, _) in self.books.activities.items() if own == area]
            stones = [s for s in self.books.stones if s.activity in inside]
            count = milestones.of_period(stones, period, as_of)
            match = re.match(r"(\d+) af (\d+)", cells["Milepæle nået"])
            self.ledger.same(
                "milestones of a period",
                where,
                tuple(map(int, match.groups())) if match else (0, 0),
                (count.reached, count.total),
            )
            h = self.hours_of(period.start, as_of, activities=inside)
            if match := re.fullmatch(rf"({NUM}) af ({NUM})(?:–({NUM}))?", cells["Timer brugt"]):
                self._number("hours used", where, match[1], h.used)
                self._number("hours planned", where, match[2], h.low)
                self._number("hours planned", where, match[3] or match[2], h.high)
            if off := cells.get("Penge, afvigelse"):
                lines_of = [line for line in self.books.lines if line.area == area]
                due = money.money(lines_of, period, as_of).deviation
                if due is not None:
                    self._number("money deviation", where, off, due)

    def _offs(self, page: Element, found: Sequence[Standing]) -> None:
        """What does not go as planned: as many as ask, each with its light, figure and forecast."""
        asking = [s for s in found if s.light in criteria.ASKS]
        told = 0
        for off in [item for block in having(page, "offs") for item in block]:
            said, light = words(off, drawn=False), words(one(off, "light"), drawn=False)
            several = re.search(r"mangler måling på (\w+) kriterier", said)
            told += statements.count(several[1]) if several else 1
            if several:
                continue
            name = words(having(off, "small")[0]).split(" · ")[0]
            mine = [s for s in asking if name.endswith(f": {s.criterion.inside}")]
            due = [(s.criterion.code, s.light, s.actual, s.outlook) for s in mine]
            self.ledger.hold(
                "light", f"exception {name}", light, due, any(s.light == light for s in mine)
            )
            number = words(next(off.iter(pages.HTML + "b")))
            self.ledger.hold(
                "figure",
                f"exception {name}",
                number,
                due,
                any(number == "–" if s.actual is None else tells(number, s.actual) for s in mine),
            )
            if match := re.search(rf"Prognose ({NUM})(?:–({NUM}))?\.", said):
                low, high = (int(read(n).value) for n in (match[1], match[2] or match[1]))
                self.ledger.hold(
                    "forecast",
                    f"exception {name}",
                    match[0],
                    due,
                    any(s.outlook is not None and s.outlook[1:] == (low, high) for s in mine),
                )
            if match := re.search(rf"({NUM}) ventede? ", said):
                self.ledger.hold(
                    "expected",
                    f"exception {name}",
                    match[1],
                    due,
                    any(s.expected is not None and tells(match[1], s.expected) for s in mine),
                )
        self.ledger.hold("exceptions", "note", told, len(asking), told >= len(asking))

    def _trend(self, page: Element, period: Period, as_of: date) -> None:
        """Each period's share is the quotient of its two numbers, and what held at its end; where
        an issued note said otherwise, what it is counted as since."""
        table = one(page, "trend")
        parts = {part.short_label: part for part in self.plan.periods(period.start.year)}
        for line in [] if table is None else list(table.iter(pages.HTML + "tr"))[1:]:
            name, *_, share, said = [words(cell, drawn=False) for cell in line]
            match = re.match(r"(\d+) af (\d+)", said)
            since = re.search(r"siden opgjort til (\d+) af (\d+)", said)
            if match and int(match[2]):
                quotient = Fraction(100 * int(match[1]), int(match[2]))
                self._number("share of a trend", name, share, quotient)
                self._earlier("trend", (since or match).groups(), min(parts[name].end, as_of))

    def _unmeasured(self, text: str, found: Sequence[Standing]) -> None:
        """ "3 af de 45 kriterier mangler måling, og 1 er ikke målt endnu": the two are apart."""
        match = re.search(
            r"(\d+) af de (\d+) kriterier (mangler måling|er ikke målt endnu)"
            r"(?:, og (\d+) er ikke målt endnu)?",
            text,
        )
        lights = [s.light for s in found]
        due = (
            lights.count(criteria.MISSING),
            lights.count(criteria.NOT_MEASURED) + lights.count(criteria.NOT_STARTED),
        )
        said = (0, 0)
        if match:
            first = int(match[1])
            said = (first, int(match[4] or 0)) if match[3].startswith("mangler") else (0, first)
            self.ledger.same("criteria", "note", int(match[2]), len(found))
        self.ledger.same("missing and not due", "note", said, due)

    def _money(self, text: str, period: Period, as_of: date) -> None:
        for source in dict.fromkeys(line.source for line in self.books.lines):
            mine = [line for line in self.books.lines if line.source == source]
            m = money.money(mine, period, as_of)
            match = re.search(
                rf"{source} ({NUM}) ({NUM}|[^\d]+?) ({NUM}|[^\d]+?) ([+−]?{NUM}|–) % ([^\d]+?|"
                rf"Over 10 % fra budgettet|5–10 % fra budgettet) ",
                text,
            )
            if match is None or m.spent is None or m.expected is None:
                continue
            where = f"money of {source}"
            for said, due in zip(match.groups()[:3], (m.budget, m.spent, m.expected), strict=True):
                self._number("money", where, said, due)
            self._number("money deviation", where, match[4], m.deviation)
            self.ledger.hold(
                "word against light", where, match[5], m.word, m.word.startswith(match[5])
            )

    def _return(self, made: papers.Paper, period: Period) -> None:
        """A row for each criterion, in CSV, XLSX and PDF alike; under it one for each of several
        targets."""
        as_of = min(period.end, self.plan.ends_on, self.today)
        book, sheet, text = made.csv(), made.xlsx(), made.pdf()
        self.ledger.same("rows", "CSV and XLSX", len(book), len(sheet))
        at, told = 0, [row["Kode"] for row in book]
        due_codes = []
        for c in self.books.criteria:
            results = self._results(c, period, as_of)
            due_codes += [c.code] * (1 + (len(results) if len(results) > 1 else 0))
            if len(results) > 1:
                self._several(c, results, book, sheet)
                continue
            s = results[0] if results else self.standings(as_of, [c])[0]
            for name, table in (("CSV", book), ("XLSX", sheet)):
                row = next(r for r in table if str(r["Kode"]) == c.code)
                self._return_row(f"{name} {c.code}", row, s)
            at = self._return_paper(text, at, s)
        self.ledger.same("rows", "CSV", told, due_codes)
        self._goal_counts(text, period, as_of)

    def _results(self, c: rows.Criterion, period: Period, as_of: date) -> list[Standing]:
        """Against each target that ended in the period or runs in it, as of its own last day."""
        return [
            criteria.standing(
                c, min(as_of, aim.last), self.today, self.limits_on, self.by_code.get, aim
            )
            for aim in c.aims
            if aim.last >= period.start and aim.first <= as_of
        ]

    def _ended(self, period: Period, as_of: date) -> list[Standing]:
        """The results of other targets that ended earlier in a reporting period."""
        return [
            criteria.standing(c, aim.last, self.today, self.limits_on, self.by_code.get, aim)
            for c in self.books.criteria
            for aim in c.aims
            if period.start <= aim.last < as_of and aim != criteria.shown_aim(c, as_of)
        ]

    def _several(
        self, c: rows.Criterion, results: Sequence[Standing], *tables: Sequence[dict[str, Any]]
    ) -> None:
        for name, table in zip(("CSV", "XLSX"), tables, strict=True):
            mine = [row for row in table if str(row["Kode"]) == c.code]
            self.ledger.same("rows", f"{name} {c.code}", len(mine), 1 + len(results))
            for row, s in zip(mine[1:], results, strict=False):
                self._return_row(f"{name} {c.code} {s.first}", row, s)
            total = number_of(mine[0]["Realiseret"]) if mine else None
            if total is not None:
                self.ledger.same(
                    "sum of targets", f"{name} {c.code}", total, sum(s.value or 0 for s in results)
                )
                once = c.counting_rule == "unique_participants"
                self.ledger.hold(
                    "summed",
                    f"{name} {c.code}",
                    total,
                    "no sum",
                    not once and (c.measure == "count" and not c.is_ceiling),
                )

    def _return_row(self, where: str, row: dict[str, Any], s: Standing) -> None:
        for column, exact in (
            ("Mål", s.target),
            ("Realiseret", s.actual),
            ("Opfyldelse i procent", s.share),
        ):
            said = number_of(row[column])
            if column == "Opfyldelse i procent" and said is not None and where.startswith("XLSX"):
                said *= 100
            is_so = said is None if exact is None else near(said, exact)
            self.ledger.hold(column, where, row[column], exact, is_so)
        if s.share is not None and (said := number_of(row["Opfyldelse i procent"])) is not None:
            told = said * 100 if where.startswith("XLSX") else said
            self.ledger.hold(
                "rounded past a limit", where, told, s.share, (told >= 100) == (s.share >= 100)
            )
        self.ledger.same("light", where, row["Status"], s.light)

    def _return_paper(self, text: str, at: int, s: Standing) -> int:
        c = s.criterion
        match = return_row(s).search(text, at)
        where = f"return {c.code}"
        self.ledger.hold("row on paper", where, return_row(s).pattern, "a row", match is not None)
        if match is None:
            return at
        if s.target is not None:
            self._number("target", where, match["target"], s.target)
        self._figure(where, match["actual"].lower(), s)
        if s.share is None:
            self.ledger.same("Opfyldelse i procent", where, match["share"], "–")
        else:
            self._number("Opfyldelse i procent", where, match["share"], s.share)
        if s.actual is not None:
            self.ledger.same("light", where, match["light"], s.light)
        return match.end()

    def _goal_counts(self, text: str, period: Period, as_of: date) -> None:
        """ "I alt 41 af 45 2 0 39 0 4": målt, mangler and ikke målt endnu add up."""
        match = re.search(
            r"I alt (\d+) af (\d+) (\d+) (\d+) (\d+) (\d+)(?:, heraf (\d+) mangler)?", text
        )
        if match is None:
            return
        said = [int(n or 0) for n in match.groups()]
        measured, total, reached, under_way, missed, unmeasured, missing = said
        self.ledger.same("three words add up", "return", measured + unmeasured, total)
        self.ledger.same("measured add up", "return", reached + missed + under_way, measured)
        self.ledger.same("criteria", "return", total, len(self.books.criteria))
        single = all(len(self._results(c, period, as_of)) <= 1 for c in self.books.criteria)
        if single:
            lights = [
                (self._results(c, period, as_of) or self.standings(as_of, [c]))[0].light
                for c in self.books.criteria
            ]
            due = (
                sum(x in criteria.MEASURED for x in lights),
                lights.count(criteria.REACHED),
                lights.count(criteria.NOT_REACHED),
                lights.count(criteria.MISSING),
            )
            self.ledger.same("counted in all", "return", (measured, reached, missed, missing), due)


def upto(aim: rows.Aim, day: date) -> rows.Aim:
    """With the values it had by the day."""
    steps = tuple(step for n, step in enumerate(aim.steps) if n == 0 or step[0] <= day)
    return rows.Aim(aim.first, aim.last, steps)


MONTHS = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
]


def month_of(name: str) -> date:
    word, year = name.split()
    return date(int(year), MONTHS.index(word) + 1, 1)


def loosely(text: str) -> str:
    """A pattern of printed words: a line of the paper may break them anywhere."""
    return r"[- ]?".join(map(re.escape, even(text).split(" ")))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u2010-]+", "", text)


ANY = rf"(?:højst )?(?:{NUM})(?: %| ‰| pr\. 10\.000)?|–"
LIGHTS = "|".join(criteria.WORST_FIRST)


def row_of(s: Standing) -> re.Pattern[str]:
    c = s.criterion
    if c.measure == "percent":
        rest = (
            f"af {c.denominator} {c.text}"
            if s.actual is not None
            else (f"andel af {c.denominator}, der {c.text}")
        )
    else:
        one = s.actual == 1 and c.text.startswith(c.noun)
        rest = c.noun_singular + c.text.removeprefix(c.noun) if one else c.text
    return re.compile(
        rf"{c.step} (?P<actual>{ANY}) (?:(?:{ANY}) )?{loosely(rest)}"
        rf"(?: \([^()]*\))? (?P<target>{ANY}) "
        rf"(?P<expected>{ANY}) (?P<light>{LIGHTS})"
    )


def return_row(s: Standing) -> re.Pattern[str]:
    c = s.criterion
    rest = f"ndel af {c.denominator}, der {c.text}" if c.measure == "percent" else c.text[1:]
    years = r"(?: (?:[\d–]+, deles ikke op pr\. år|mål for (?:\d\. \w+ )?\d{4}(?:–\d{4})?))?"
    based = r"(?: [\d.]+ [^%]{1,90}?)?"
    stands = f" {loosely(f'Planen, {c.stands_at}')}" if c.stands_at else ""
    return re.compile(
        rf"{c.step} \S{loosely(rest)}{stands} (?P<target>{ANY}){years}(?: oprindeligt (?:{ANY}))? "
        rf"(?P<actual>(?:{ANY})|Ikke målt|Mangler måling){based} "
        rf"(?P<share>(?:{NUM}) %|–)(?: (?P<light>{LIGHTS}))?"
    )


def number_of(cell: Any) -> Fraction | None:
    """A cell of a sheet as a number; None for an empty one or a text."""
    text = str(cell if cell is not None else "").strip().replace(",", ".")
    try:
        return Fraction(text)
    except ValueError:
        return None


def near(said: Fraction | None, exact: Fraction) -> bool:
    """A cell holds the figure with one decimal at least, or all the decimals there are."""
    return said is not None and abs(said - exact) <= Fraction(1, 2)


def tells(said: str, exact: Fraction) -> bool:
    match = re.search(NUM, said)
    return match is not None and read(match[0]).tells(exact)
