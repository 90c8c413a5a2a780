"""Each printed sentence with a figure, taken apart and held against the rows.

A pattern is a sentence with holes; its check says what must be true of what stands in them: a
quotient of its operands, the word of its light, a denominator of what was counted. `about` reads
one sentence; one that no pattern knows is kept as unread.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from audit import criteria, hours, milestones
from audit.criteria import Limits, Standing
from audit.ledger import Ledger
from audit.printed import NUM, Printed, count, read, rounded
from audit.rows import Books, Stone
from core.periods import Period

N = rf"({NUM})"
UNIT = r"(?: %| ‰| pr\. 10\.000)?"
Check = Callable[..., None]
LIMITS = {
    criteria.ON_TRACK: "På sporet er fra {on_track} %.",
    criteria.AT_RISK: "Risiko er fra {at_risk} til {on_track} %.",
    criteria.DELAYED: "Forsinket er under {at_risk} %.",
}


@dataclass
class One:
    """What sentences about one criterion are held against."""

    s: Standing
    ledger: Ledger
    where: str

    @property
    def limits(self) -> Limits:
        return self.s.limits

    def true(self, kind: str, said: object, due: object, is_so: bool) -> None:
        self.ledger.hold(kind, self.where, said, due, is_so)

    def number(self, said: str, exact: Fraction | int | None, *limits: Fraction | int) -> Printed:
        """A number is what was counted, rounded, and on its own side of each limit."""
        found = read(said)
        self.true("number in a sentence", said, exact, exact is not None and found.tells(exact))
        if exact is not None and limits:
            told = found.keeps_side(Fraction(exact), *limits)
            self.true("rounded past a limit", said, f"{exact} beside {limits}", told)
        return found

    def light(self, word: str) -> None:
        self.true("word against light", word, self.s.light, word == self.s.light)

    def target(self, said: str) -> None:
        self.number(said, self.s.target)

    def actual(self, said: str) -> None:
        beside = () if self.s.target is None else (self.s.target,)
        self.number(said, self.s.actual, *beside)


def patterns(*rules: tuple[str, Check]) -> list[tuple[re.Pattern[str], Check]]:
    return [(re.compile(pattern), check) for pattern, check in rules]


def of_expected(o: One, share: str, against: str, wanted: str, limit: str) -> None:
    """ "93 % af de forventede 33,3. På sporet er fra 90 %.": divided, the two numbers give it."""
    s = o.s
    due = s.target if against == "målet på" else s.expected
    if due is None or s.actual is None:
        o.true("operand", wanted, "nothing is expected", False)
        return
    whole = o.number(wanted, due).value
    told = o.number(share, 100 * s.actual / due, o.limits.on_track, o.limits.at_risk, 100)
    quotient = rounded(100 * s.actual / whole, told.places) if whole else None
    o.true("quotient of its operands", f"{share} % of {wanted}", quotient, quotient == told.value)
    if due >= 10:
        o.true("whole from ten up", wanted, due, read(wanted).places <= 4)
    word = next((w for w, text in LIMITS.items() if limit == said_limit(text, o.limits)), limit)
    o.light(word)


def said_limit(text: str, limits: Limits) -> str:
    return text.format(on_track=limits.on_track, at_risk=limits.at_risk)


def reached_now(o: One, target: str) -> None:
    o.target(target)
    o.light(criteria.REACHED)


def was_reached(o: One, target: str, actual: str) -> None:
    o.target(target)
    o.actual(actual)
    o.true("over", "blev", o.s.is_over, o.s.is_over)
    o.light(criteria.REACHED)


def was_missed(o: One, target: str, actual: str, share: str, nearly: str | None) -> None:
    o.target(target)
    o.actual(actual)
    exact = o.s.share or Fraction(0)
    o.number(share, exact, o.limits.on_track, 100)
    near = exact >= o.limits.on_track
    o.true("næsten nået", nearly, near, bool(nearly) == near)
    o.light(criteria.NOT_REACHED)


def under_one(o: One, actual: str) -> None:
    o.actual(actual)
    expected = o.s.expected
    o.true("under 1 expected", actual, expected, expected is not None and expected < 1)
    o.light(criteria.ON_TRACK)


def ceiling_said(o: One, target: str, how: str, actual: str) -> None:
    """A ceiling is kept or passed; of a period that is over it *was*."""
    o.target(target)
    o.actual(actual)
    kept = "overholdt" in how
    o.true(
        "kept",
        how,
        o.s.actual,
        (o.s.actual or 0) <= (o.s.target or 0) if kept else (o.s.actual or 0) > (o.s.target or 0),
    )
    if how.startswith("blev"):
        o.light(criteria.REACHED if kept else criteria.NOT_REACHED)
    else:
        o.light(criteria.REACHED if kept else criteria.DELAYED)


def under_ceiling(o: One, actual: str, target: str) -> None:
    o.actual(actual)
    o.target(target)
    o.light(criteria.ON_TRACK)


def room(o: One, actual: str, expected: str) -> None:
    o.actual(actual)
    o.number(expected, o.s.expected, *([o.s.actual] if o.s.actual is not None else []))


def of_the_way(o: One, share: str, start: str, target: str, actual: str, limit: str) -> None:
    o.number(share, o.s.share, o.limits.on_track, o.limits.at_risk, 100)
    o.number(start, o.s.criterion.baseline)
    o.target(target)
    o.actual(actual)
    word = next((w for w, text in LIMITS.items() if limit == said_limit(text, o.limits)), limit)
    o.light(word)


def farther(o: One, actual: str, target: str, start: str) -> None:
    o.actual(actual)
    o.target(target)
    o.number(start, o.s.criterion.baseline)
    o.true("farther", actual, start, (o.s.actual or 0) > (o.s.criterion.baseline or 0))
    o.light(criteria.DELAYED)


def over_ceiling(o: One, actual: str, target: str, limit: str, edge: str) -> None:
    o.actual(actual)
    o.target(target)
    o.number(edge, (o.s.target or Fraction(0)) * 100 / o.limits.at_risk)
    o.light(criteria.AT_RISK if limit == "Risiko er til" else criteria.DELAYED)


def nothing(o: One, *_: str) -> None:
    o.true("nothing counted", "no figure", o.s.actual, o.s.actual is None)


def nothing_expected(o: One, expected: str) -> None:
    nothing(o)
    o.number(expected, o.s.expected)
    o.light(criteria.MISSING)


def nothing_of(o: One, target: str) -> None:
    nothing(o)
    o.target(target)
    o.light(criteria.MISSING)


def no_target(o: One, year: str) -> None:
    o.true("no target", year, o.s.aim, o.s.aim is None and int(year) == o.s.as_of.year)


def thin(o: One, answers: str, least: str) -> None:
    """ "For få svar: 3 svar, der skal mindst 10 til." """
    due = (o.s.base, o.limits.answers)
    o.true(
        "too few answers",
        (answers, least),
        due,
        (count(answers), count(least)) == due and count(answers) < count(least),
    )
    o.light(criteria.NOT_MEASURED)


def begins(o: One, *_: str) -> None:
    o.true("begins later", "Begynder", o.s.first, o.s.as_of < o.s.first)
    o.light(criteria.NOT_STARTED)


LIMIT = r"(På sporet er fra \d+ %\.|Risiko er fra \d+ til \d+ %\.|Forsinket er under \d+ %\.)"
REASONS = patterns(
    (rf"{N} % af (de forventede|målet på) {N}{UNIT}\. {LIMIT}", of_expected),
    (rf"Målet på {N}{UNIT}[^:]* er nået\.", reached_now),
    (rf"Målet på {N}{UNIT}[^:]* blev nået: {N}{UNIT}\.", was_reached),
    (
        rf"Målet på {N}{UNIT}[^:]* blev ikke nået: {N}{UNIT}, {N} % af målet\.( Næsten nået\.)?",
        was_missed,
    ),
    (rf"{N}{UNIT} registreret; under 1 ventet nu\.", under_one),
    (
        rf"Grænsen på højst {N}{UNIT}[^:]*? ((?:er|blev) (?:overholdt|overskredet)): {N}{UNIT}\.",
        ceiling_said,
    ),
    (rf"{N}{UNIT} registreret, højst {N}\.", under_ceiling),
    (rf"{N}{UNIT} registreret; et jævnt forløb har plads til {N} nu\.", room),
    (rf"{N} % af vejen fra {N}{UNIT} til {N}{UNIT}: {N}{UNIT}\. {LIMIT}", of_the_way),
    (rf"{N}{UNIT} er længere fra {N}{UNIT} end udgangspunktet {N}{UNIT}\.", farther),
    (
        rf"{N}{UNIT} er over grænsen på {N}{UNIT}\. (Risiko er til|Forsinket er over) {N}{UNIT}\.",
        over_ceiling,
    ),
    (rf"Ingen registreringer endnu; {N} ventet nu\.", nothing_expected),
    (
        rf"Intet blev registreret\. (?:Målet|Grænsen) på (?:højst )?{N}.* kan ikke gøres op\.",
        nothing_of,
    ),
    (r"Der er ikke sat et måltal for (\d{4})\.", no_target),
    (rf"For få svar: {N} svar, der skal mindst {N} til\.", thin),
    (r"Begynder den .*", begins),
    (
        r"Ingen registreringer endnu.*|Ikke målt endnu.*|Skulle være målt i .*|Blev ikke målt.*",
        nothing,
    ),
)


def more_or_fewer(o: One, size: str, word: str, against: str, expected: str) -> None:
    """ "4 flere end forventet (67)": the difference of the two numbers printed."""
    beside = o.number(expected, o.s.expected)
    exact = (o.s.actual or Fraction(0)) - beside.value
    told = read(size).value
    o.true(
        "difference of its operands",
        f"{size} {word}",
        exact,
        told == abs(exact) and ((exact > 0) == (word == "flere")),
    )
    o.true(
        "ceiling",
        against,
        o.s.criterion.is_ceiling,
        ("grænsen" in against) == o.s.criterion.is_ceiling,
    )


def as_expected(o: One, expected: str) -> None:
    beside = o.number(expected, o.s.expected)
    o.true("difference of its operands", expected, o.s.actual, beside.value == o.s.actual)


COMPARES = patterns(
    (rf"{N} (flere|færre) end (forventet|grænsen nu) \({N}\)", more_or_fewer),
    (rf"(?:Som|På) (?:forventet|grænsen nu) \({N}\)", as_expected),
)


def forecast_said(word: str) -> Check:
    def check(o: One, low: str, high: str | None) -> None:
        due = o.s.outlook
        said = (word, count(low), count(high or low))
        o.true("forecast", said, due, said == due)
        short = word == criteria.SHORT and o.s.light in criteria.FOLLOWS
        o.true("forecast against light", word, o.s.light, not short)

    return check


def title_of(light_words: Sequence[str]) -> Check:
    def check(o: One, actual: str, target: str) -> None:
        o.actual(actual)
        o.target(target)
        o.true("title against light", light_words, o.s.light, o.s.light in light_words)

    return check


def thin_title(o: One, actual: str, target: str) -> None:
    title_of([criteria.NOT_MEASURED])(o, actual, target)
    thin(o, str(o.s.base), str(o.limits.answers))


def not_yet(o: One, actual: str, target: str) -> None:
    title_of((criteria.ON_TRACK, criteria.AT_RISK, criteria.DELAYED))(o, actual, target)
    o.true("a forecast is left out", "none", o.s.outlook, o.s.outlook is None)


RANGE = rf"{N}(?:–{N})?"
ANSWERS = rf"(?:, (?:(?:{NUM}) svar|tal for \d+))?"
OF = rf"{N}{UNIT}(?: af |, )(?:højst )?{N}{UNIT}{ANSWERS}"
TITLES = patterns(
    (
        rf"(?:Målet nås i|Grænsen holder i) det nuværende tempo: prognosen er {RANGE}.*",
        forecast_said(criteria.SURE),
    ),
    (
        rf"(?:Målet er tæt på at blive nået|Det er tæt på grænsen): prognosen er {RANGE}.*",
        forecast_said(criteria.CLOSE),
    ),
    (
        rf"(?:Målet nås ikke|Grænsen holder ikke) med det nuværende tempo: prognosen er {RANGE}.*",
        forecast_said(criteria.SHORT),
    ),
    (rf"Målet er nået: {OF}", title_of([criteria.REACHED])),
    (rf"Målet blev (?:nået|overholdt): {OF}", title_of([criteria.REACHED])),
    (rf"Målet blev ikke (?:nået|overholdt): {OF}", title_of([criteria.NOT_REACHED])),
    (rf"{OF}: målet er ikke nået endnu", not_yet),
    (
        rf"Grænsen er (?:overskredet|ikke overholdt): {OF}",
        title_of([criteria.DELAYED, criteria.AT_RISK, criteria.ON_TRACK]),
    ),
    (
        rf"Grænsen er overholdt til nu: {OF}",
        title_of([criteria.ON_TRACK, criteria.AT_RISK, criteria.DELAYED, criteria.REACHED]),
    ),
    (
        r"Mangler registreringer|Mangler måling|Ingen målinger endnu|Ingen registreringer endnu",
        nothing,
    ),
    (rf"{OF}: for få svar til at sige, om målet er nået", thin_title),
    (r"Der er ikke sat et måltal", lambda o: o.true("no target", "none", o.s.aim, o.s.aim is None)),
)


def about(
    rules: list[tuple[re.Pattern[str], Check]], text: str, held: object, ledger: Ledger, where: str
) -> bool:
    """Read one sentence; False (and kept as unread) where no pattern knows it."""
    for pattern, check in rules:
        if match := pattern.fullmatch(text):
            ledger.counts["sentences read"] += 1
            check(held, *match.groups())
            return True
    ledger.unread.append(f"{ledger.place}, {where}: {text}")
    return False


@dataclass
class Many:
    """What sentences about an activity, an area or the plan are held against."""

    books: Books
    found: Sequence[Standing]
    period: Period
    day_hours: hours.Hours
    stones: Sequence[Stone]
    ledger: Ledger
    where: str

    def true(self, kind: str, said: object, due: object, is_so: bool) -> None:
        self.ledger.hold(kind, self.where, said, due, is_so)

    def same(self, kind: str, said: object, due: object) -> None:
        self.true(kind, said, due, said == due)

    @property
    def measured(self) -> list[Standing]:
        return [s for s in self.found if s.is_measured]

    @property
    def following(self) -> int:
        return sum(s.follows for s in self.found)

    @property
    def missing(self) -> int:
        return sum(s.light == criteria.MISSING for s in self.found)

    @property
    def not_due(self) -> int:
        return len(self.found) - len(self.measured) - self.missing

    @property
    def behind(self) -> list[Standing]:
        return [s for s in self.measured if not s.follows]

    def named(self, inside: str) -> list[Standing]:
        return [s for s in self.found if s.criterion.inside == inside or s.criterion.name == inside]

    def any(self, kind: str, said: str, name: str, holds: Callable[[Standing], bool]) -> None:
        """One of the criteria of that name is as it says (two activities may have one alike)."""
        found = self.named(name)
        due = [(s.criterion.code, s.actual, s.expected, s.target) for s in found]
        self.true(kind, f"{name}: {said}", due, any(holds(s) for s in found))


def follows(m: Many, following: str, measured: str | None = None) -> None:
    """ "33 af 40 målte kriterier er på sporet eller nået"; "Alle 12": both numbers are one."""
    of = count(measured) if measured else count(following)
    m.same("denominator: measured", of, len(m.measured))
    m.same("following", count(following), m.following)


def following_of(m: Many, following: str, measured: str) -> None:
    every = following.lower() == "alle"
    follows(m, measured if every else following, measured)


def one_measured(m: Many, how: str) -> None:
    m.same("denominator: measured", 1, len(m.measured))
    good = how in ("på sporet eller nået", "nået", "følger planen", "blev nået")
    m.same("following", int(good), m.following)


def is_missing(m: Many, number: str) -> None:
    m.same("mangler måling", count(number), m.missing)


def is_not_due(m: Many, number: str) -> None:
    m.same("ikke målt endnu", count(number), m.not_due)


def all_follow(m: Many, *_: str) -> None:
    m.true("all follow", "alle", len(m.behind), bool(m.measured) and not m.behind)


def none_behind(m: Many, *_: str) -> None:
    m.same("none behind", 0, len([s for s in m.found if s.light in criteria.ASKS]))


def none_measurable(m: Many, *_: str) -> None:
    m.same("denominator: measured", 0, len(m.measured))


def only_behind(m: Many, name: str, _: str, actual: str, target: str) -> None:
    m.same("behind", 1, len(m.behind))
    for s in m.behind[:1]:
        activity = m.books.activities[s.criterion.activity][1]
        m.same("named behind", name, f"{activity}, {s.criterion.inside}")
        tells(m, s, actual, target)


def tells(m: Many, s: Standing, actual: str, target: str) -> None:
    m.true("number in a sentence", actual, s.actual, _tells(actual, s.actual))
    m.true("number in a sentence", target, s.target, _tells(target, s.target))


def _tells(said: str, exact: Fraction | None) -> bool:
    return exact is not None and read(said).tells(exact)


def some_behind(m: Many, number: str, _: str, where: str) -> None:
    m.same("behind", count(number), len(m.behind))
    names = {m.books.activities[s.criterion.activity][1] for s in m.behind}
    m.true("named behind", where, sorted(names), all(name in where for name in names))


def outlook_counts(m: Many, sure: str, of: str, rest: str) -> None:
    """ "nås 21 af de 39 løbende mål, der er igen; 8 er tæt på; ...": of all that are left."""
    left = [
        s
        for s in m.found
        if s.criterion.is_running and s.aim and not s.is_over and s.light != criteria.REACHED
    ]
    told = [s.outlook[0] for s in left if s.outlook]
    m.same("denominator: left", count(of), len(left))
    m.same("nås", len(left) if sure == "alle" else count(sure), told.count(criteria.SURE))
    silent = sum(s.actual is None for s in left)
    due = {
        "er tæt på": told.count(criteria.CLOSE),
        "er ikke begyndt at tælle": silent,
        "er det for tidligt at sige noget om": len(left) - len(told) - silent,
    }
    said = {words: int(n) for n, words in re.findall(r"; (\d+) ([^;.]+)", rest)}
    m.same("the others left", {k: said.get(k, 0) for k in due}, due)


def one_left(m: Many, how: str, name: str) -> None:
    words = {"nås": criteria.SURE, "nås næsten": criteria.CLOSE, "nås ikke": criteria.SHORT}
    m.any(
        "forecast named", how, name, lambda s: s.outlook is not None and s.outlook[0] == words[how]
    )


def milestones_said(m: Many, reached: str, total: str, period: str, off: str | None) -> None:
    due = milestones.of_period(m.stones, m.period, m.found[0].as_of)
    m.same("denominator: milestones", count(total), due.total)
    m.same("milestones reached", due.total if reached == "Alle" else count(reached), due.reached)
    m.same("period named", period, m.period.short_label)
    found = re.findall(r"(?:(\d+) )?(foreslået )?(flyttet|bortfaldet)", off or "")
    told = {word: int(n or 1) for n, proposed, word in found if not proposed}
    beside = {"flyttet": due.moved, "bortfaldet": due.dropped}
    m.same("moved and dropped", told, {word: n for word, n in beside.items() if n})


def no_milestones(m: Many, period: str) -> None:
    due = milestones.of_period(m.stones, m.period, m.found[0].as_of)
    m.same("denominator: milestones", 0, due.total)


def one_milestone(m: Many, period: str, how: str, off: str | None) -> None:
    milestones_said(m, "Alle" if how == "nået" else "Ingen", "1", period, off)


def left_before(m: Many, number: str, _: str) -> None:
    day = m.found[0].as_of
    m.same("left from before", count(number), milestones.left_from_before(m.stones, m.period, day))


def hours_said(m: Many, used: str, low: str, high: str | None) -> None:
    h = m.day_hours
    m.true("hours used", used, h.used, _tells(used, h.used))
    m.true("hours planned", low, h.compared_low, _tells(low, h.compared_low))
    m.true("hours planned", high or low, h.compared_high, _tells(high or low, h.compared_high))


def weeks_missing(m: Many, number: str, _: str) -> None:
    m.same("weeks not written", int(number), len(m.day_hours.missing))


def hours_alone(m: Many, used: str) -> None:
    m.true("hours used", used, m.day_hours.used, _tells(used, m.day_hours.used))


def each_named(m: Many, named: str) -> Iterable[tuple[str, str]]:
    """(name, what stands in brackets after it). A bracket after no criterion's name is a
    difference."""
    names = sorted({s.criterion.inside for s in m.found}, key=len, reverse=True)
    given = re.compile(rf"({'|'.join(map(re.escape, names))}) \(([^()]*)\)")
    rest = given.sub("", named)
    m.true("named", rest, "no other name", "(" not in rest)
    return given.findall(named)


def reached_for(m: Many, number: str | None, named: str) -> None:
    """Named one by one, the first four; "to mere" for the rest."""
    reached = [s for s in m.found if s.light == criteria.REACHED]
    given = list(each_named(m, named))
    m.same("reached", count(number) if number else len(given), len(reached))
    for name, inside in given:
        match = re.fullmatch(OF, inside)
        m.any(
            "named reached",
            inside,
            name,
            lambda s, f=match: (
                f is not None
                and (  # type: ignore[misc]
                    s.light == criteria.REACHED
                    and _tells(f[1], s.actual)
                    and _tells(f[2], s.target)
                )
            ),
        )


def behind_said(m: Many, named: str) -> None:
    """ "mere aktive (8 af 12 ventede)": the quotient puts it where its light does."""
    for name, inside in each_named(m, named):
        if found := re.fullmatch(rf"{N}{UNIT} af {N} ventede?", inside):
            actual, expected = found.groups()
            m.any(
                "behind of expected",
                inside,
                name,
                lambda s, a=actual, e=expected: (  # type: ignore[misc]
                    _tells(a, s.actual)
                    and _tells(e, s.expected)
                    and s.light in criteria.ASKS
                    and read(a).value < read(e).value
                ),
            )
        elif found := re.fullmatch(rf"{N}{UNIT} mod målet (?:højst )?{N}{UNIT}{ANSWERS}", inside):
            actual, target = found.groups()
            m.any(
                "behind of target",
                inside,
                name,
                lambda s, a=actual, t=target: (  # type: ignore[misc]
                    _tells(a, s.actual) and _tells(t, s.target) and s.light in criteria.ASKS
                ),
            )
        else:
            m.any("missing", inside, name, lambda s: s.light == criteria.MISSING)


def ends_at(m: Many, name: str, low: str, high: str | None, target: str) -> None:
    m.any(
        "forecast named",
        f"{low}–{high}",
        name,
        lambda s: (
            s.outlook == (criteria.SHORT, count(low), count(high or low))
            and _tells(target, s.target)
        ),
    )


def end_at_several(m: Many, named: str) -> None:
    for name, inside in each_named(m, named):
        if found := re.fullmatch(rf"{RANGE} mod målet (?:højst )?{N}{UNIT}", inside):
            ends_at(m, name, *found.groups())
        else:
            m.true("forecast named", inside, "a range", False)


def areas_told(m: Many, *_: str) -> None:
    """Named by `compare`, which knows every area's light."""


SMALL = "ingen|alle|én|ét|et|nul|en|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv"
W = rf"((?i:{SMALL})|\d+(?:\.\d+)*)"
CRITERIA = r"(?:målt kriterium|målte kriterier|kriterier|kriterium)"
STATE = (
    r"(?:er på sporet eller nået|er nået|er bagud|er ikke nået|følger planen|blev nået|"
    r"blev ikke nået|på sporet)"
)
SEVERAL = patterns(
    (rf"{W} af {W} {CRITERIA} {STATE}\.?", following_of),
    (rf"Alle {W} {CRITERIA} {STATE}\.?", follows),
    (
        r"Det ene målte kriterium (?:er )?(på sporet eller nået|nået|bagud|ikke nået|følger planen"
        r"|er bagud|blev nået|blev ikke nået)\.",
        one_measured,
    ),
    (rf"{W} (?:kriterium |kriterier )?mangler måling\.", is_missing),
    (rf"{W} er ikke målt endnu\.", is_not_due),
    (r"Alle målte kriterier (følger planen|blev nået)\.", all_follow),
    (r"Intet målt kriterium er bagud\.", none_behind),
    (r"Ingen kriterier (?:kan måles endnu|er målt)\.", none_measurable),
    (rf"Kun (.+?) (er bagud|blev ikke nået): {OF}\.", only_behind),
    (rf"{W} kriterier (er bagud|blev ikke nået) i (.+)\.", some_behind),
    (
        rf"I det nuværende tempo nås {W}(?: af de)? (\d+) løbende mål, der er igen(.*)\.",
        outlook_counts,
    ),
    (
        r"I det nuværende tempo (nås|nås næsten|nås ikke) det løbende mål, der er igen: (.+)\.",
        one_left,
    ),
    (rf"I det nuværende tempo ender (.+) på {RANGE} mod målet (?:højst )?{N}{UNIT}\.", ends_at),
    (r"I det nuværende tempo nås målene ikke: (.+)\.", end_at_several),
    (rf"{W}(?: af)? (\d+) milepæle i (\d\. \w+) er nået(, [^.]+)?\.", milestones_said),
    (r"Ingen milepæle i (\d\. \w+)\.", no_milestones),
    (r"Milepælen i (\d\. \w+) er (nået|ikke nået)( \([^)]*\))?\.", one_milestone),
    (r"(\d+) (milepæl|milepæle) fra tidligere udestår\.", left_before),
    (rf"{N} timer? brugt af {RANGE} planlagte(?: i de skrevne uger)?\.", hours_said),
    (rf"{N} timer? brugt\.", hours_alone),
    (r"(\d+) uger? er ikke skrevet(?: af alle)?: uge (.+)\.", weeks_missing),
    (rf"Målet er nået for (?:{W} kriterier: )?(.+)\.", reached_for),
    (r"(?:Bagud er|Ikke nået blev|Der mangler måling af) (.+)\.", behind_said),
    (r".+ er (?:forsinket|i risiko)\.", areas_told),
    (
        r"Ingen områder er i risiko eller forsinket\.|Timer er ikke skrevet\.|»[^»«]+« er "
        r"(?:(?:foreslået )?flyttet til|bortfaldet).*",
        areas_told,
    ),
)


def sentences(text: str) -> Iterable[str]:
    """A paragraph as sentences: a stop before a capital or a number ends one."""
    return [s for s in re.split(r"(?<=[.!?])(?<!pr\.)\s+(?=[A-ZÆØÅÉ0-9»])", text) if s]
