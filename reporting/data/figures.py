"""A figure of the progress module as the reports print it. Nothing is computed here but places
on a bar."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from activities.progress.figures import Figure, Outlook, round_half_up
from core.danish import capital, day, listing, number, quantity
from core.periods import Kind
from reporting.data.parts import ActivityPart, Bar, CriterionRow, ExceptionRow

NO_REASON = "Forklaring mangler."
DASH = "–"


def criterion_row(figure: Figure, explanation: str, before: str) -> CriterionRow:
    """A step of an activity's ladder, with what is said of it and what it was (`before`) in the
    last issued note; "" where there is none."""
    return CriterionRow(
        code=figure.criterion.code,
        name=figure.criterion.name,
        level=figure.criterion.level,
        level_label=figure.criterion.level_label,
        number=DASH if figure.actual is None else figure.actual_text,
        sentence=sentence_after(figure),
        target=figure.target_text,
        expected=figure.expected_text,
        light=figure.light,
        bar=bar(figure),
        explanation=explanation,
        before=before,
    )


def sentence_after(figure: Figure) -> str:
    """The result sentence without the number in front of it."""
    if figure.actual is None:
        return figure.sentence
    return figure.sentence.removeprefix(figure.actual_text).lstrip()


def bar(figure: Figure) -> Bar:
    """The bar, its arrow, and what is read aloud for them."""
    return Bar(
        actual=per_mille(figure, figure.actual),
        expected=per_mille(figure, figure.expected),
        sentence=bar_sentence(figure),
    )


def per_mille(figure: Figure, value: Fraction | None) -> int | None:
    return (
        None
        if value is None or not figure.target
        else round_half_up(value * 1000 / Fraction(figure.target))
    )


def bar_sentence(figure: Figure) -> str:
    """ "46 af 100; 50 ventet pr. 30.6.2013." for those who hear the page."""
    if figure.actual is None:
        said = (
            capital(figure.actual_text)
            if figure.expected is None or figure.is_over or figure.criterion.is_ceiling
            else f"Ingen registreringer; {figure.expected_text} ventet"
        )
        if figure.target is None:
            return f"{said}."
        return f"{said}. Målet er {figure.target_text}."
    if figure.target is None:
        return f"{figure.actual_text}. Der er ikke sat et måltal."
    wanted = ""
    if figure.expected is not None and not figure.is_over:
        what = "plads til" if figure.criterion.is_ceiling else "ventet"
        count = figure.expected_text
        wanted = f"; {what} {count}" if figure.criterion.is_ceiling else f"; {count} {what}"
        wanted += f" pr. {day(figure.as_of)}"
    return f"{figure.of_text}{wanted}."


def activity_part(
    code: str,
    name: str,
    figures: Iterable[Figure],
    explanations: Mapping[int, str],
    before: Mapping[str, str],
) -> ActivityPart:
    """An activity's ladder with the explanations of its criteria that are not told among the
    exceptions."""
    figures = tuple(figures)
    told = [f for f in figures if not is_exception(f)]
    return ActivityPart(
        code=code,
        name=name,
        meta=activity_meta(figures),
        rows=tuple(
            criterion_row(f, explanations.get(f.criterion.pk, ""), before.get(f.criterion.code, ""))
            for f in figures
        ),
        remarks=tuple(
            f"{f.criterion.name}: {explanations[f.criterion.pk]}"
            for f in told
            if f.criterion.pk in explanations
        ),
    )


def activity_meta(figures: Iterable[Figure]) -> str:
    """When something was last registered, the years of a target that spans several, and what the
    numbers of persons are."""
    figures = tuple(figures)
    days = [f.last_on for f in figures if f.last_on]
    last = f"Senest registreret {day(max(days))}" if days else "Ingen registreringer"
    return " · ".join([*target_years(figures), last, *counted_as(figures)])


def counted_as(figures: Iterable[Figure]) -> list[str]:
    """["fremmøder (29 forskellige), forløb"]: what the numbers of persons are, in the order of the
    steps; [] where there is none."""
    said = dict.fromkeys(figure.rule_text for figure in figures if figure.rule_text)
    return [", ".join(said)] if said else []


def target_years(figures: Iterable[Figure]) -> list[str]:
    """["Mål for 2013–2016"] where targets span several years, else []."""
    spans = dict.fromkeys(
        f.period.label for f in figures if f.period and f.period.kind == Kind.SPAN
    )
    return [f"Mål for {listing(list(spans))}"] if spans else []


def is_exception(figure: Figure) -> bool:
    """Somebody is to say why: behind, not reached, or not measured when it should be."""
    return figure.light.asks


def falls_short(figure: Figure) -> bool:
    """Whether its forecast says that the target is not reached."""
    return figure.forecast is not None and figure.forecast.outlook is Outlook.SHORT


def exception_row(figure: Figure, activity: str, why: str) -> ExceptionRow:
    """A criterion that does not go as planned: actual against expected, the explanation and the
    outlook."""
    criterion = figure.criterion
    return ExceptionRow(
        light=figure.light,
        number=DASH if figure.actual is None else figure.actual_text,
        of=against(figure),
        what=f"{activity}: {criterion.name[:1].lower()}{criterion.name[1:]}",
        why=why or NO_REASON,
        outlook=outlook(figure),
        responsible=criterion.responsible,
        is_unexplained=not why,
        codes=(criterion.code,),
    )


def silent_row(together: list[Figure], activity: str) -> ExceptionRow:
    """Several criteria of an activity of which nothing is registered, on one line."""
    names = [f"{f.criterion.name[:1].lower()}{f.criterion.name[1:]}" for f in together]
    return ExceptionRow(
        light=together[0].light,
        number=DASH,
        of=f"mangler måling på {quantity(len(together), 'kriterium', 'kriterier')}",
        what=f"{activity}: {listing(names)}",
        why=NO_REASON,
        outlook=f"Mål {listing([f.target_text for f in together])}.",
        responsible=listing(
            list(
                dict.fromkeys(f.criterion.responsible for f in together if f.criterion.responsible)
            )
        ),
        is_unexplained=True,
        codes=tuple(f.criterion.code for f in together),
    )


def against(figure: Figure) -> str:
    """ "af 10 ventede vejledninger", or "mod målet på 75 %" where nothing is expected pro rata."""
    criterion = figure.criterion
    noun = "" if criterion.is_share else f" {criterion.noun}"
    if figure.actual is None:
        return nothing_text(figure)
    rests = f" ({figure.rests_on})" if figure.rests_on else ""
    if criterion.is_ceiling:
        return f"mod {figure.target_text}{noun}{rests}"
    if figure.expected is None or figure.is_over:
        return f"mod målet på {figure.target_text}{noun}{rests}"
    one = figure.expected_text == "1"
    return f"af {figure.expected_text} {'ventet' if one else 'ventede'} " + (
        criterion.noun_singular if one else criterion.noun
    )


def nothing_text(figure: Figure) -> str:
    """Of a criterion that has no figure: "ingen registreringer; 10 ventet nu", "skulle være målt i
    maj"."""
    if figure.expected is None or figure.is_over or figure.criterion.is_ceiling:
        said = figure.reason.rstrip(".").split(". ")
        return "; ".join(text[:1].lower() + text[1:] for text in said)
    return f"ingen registreringer; {figure.expected_text} ventet nu"


def outlook(figure: Figure) -> str:
    """The target and the range the present pace ends in."""
    years = (
        f" for {figure.period.label}" if figure.period and figure.period.kind == Kind.SPAN else ""
    )
    target = f"Mål {figure.target_text}{years}."
    return f"{target} Prognose {figure.forecast.text}." if figure.forecast else target


def explained(figure: Figure) -> str:
    """What a figure rests on: "27 af 50 beboere, 80 spurgt", "Danmarks Statistik, tal for 2012",
    "96 fremmødte ved 4 møder", "71 fremmøder, 29 forskellige familier"."""
    if figure.criterion.is_count:
        return "; ".join(text for text in (figure.heads_text, figure.incomplete_text) if text)
    if figure.counted and figure.counted.read:
        return figure.rests_on
    if figure.value is None or not figure.base:
        return ""
    if figure.criterion.measure == "percent":
        asked = figure.counted.asked if figure.counted else None
        of = quantity(figure.base, figure.criterion.noun_singular, figure.criterion.noun)
        said = f"{number(figure.value)} af {of}"
        return f"{said}, {number(asked)} spurgt" if asked else said
    return f"{number(figure.value)} fremmødte ved {quantity(figure.base, 'møde', 'møder')}"
