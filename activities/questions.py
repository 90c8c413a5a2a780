"""What is asked before a registration is saved: a number beyond what the criterion ever saw, and a
step of a ladder above an earlier one. One more tap saves it as it is."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from activities.models import Measure, Registration, SuccessCriterion, TargetRevision
from activities.progress.ladder import doubt
from core.danish import exact_number, number, quantity

FEW = 3  # before so many registrations the target says what is much


@dataclass(frozen=True)
class Question:
    """`text` ends in a question mark; `why`: what it rests on."""

    text: str
    why: str


ABOVE = (
    "Trinnene tæller samme gruppe, så et senere trin plejer ikke at være højere. Er tallet "
    "rigtigt, så gem det, og forklar det i notatet. Ellers ret det."
)
SLIP = "Er det en tastefejl, så ret tallet. Ellers gem det, som det er."


def question(
    criterion: SuccessCriterion,
    *,
    on: date,
    value: int,
    counted: int,
    as_of: date,
) -> Question | None:
    """What to ask before `value` heads, things or answers of a day are registered, `counted` of
    them adding to the figure; None where nothing is out of the ordinary."""
    if asked := beyond(criterion, on=on, value=value):
        return asked
    text = doubt(criterion, on=on, counted=counted, as_of=as_of)
    return Question(text, ABOVE) if text else None


def beyond(
    criterion: SuccessCriterion, *, on: date, value: int, besides: int | None = None
) -> Question | None:
    """Asked where `value` is more than the plan's `unusual_times` the largest that was ever
    registered on the criterion; of a new criterion, more than its whole target. No query for a
    criterion read `with_seen`, one more for a new one. `besides`: the row it is written over,
    which is no measure of itself."""
    rows, most = _seen(criterion, besides)
    if rows >= FEW:
        if value <= criterion.activity.plan.unusual_times * max(most, 1):
            return None
        why = f"Det største, der før er registreret på én gang, er {number(most)}."
    else:
        target = _target(criterion, on)
        if target is None or value <= max(target, Decimal(most)):
            return None
        why = f"Måltallet for hele perioden er {exact_number(target)}."
    nouns = (
        ("fremmødt", "fremmødte")
        if criterion.measure == Measure.AVERAGE
        else (criterion.noun_singular, criterion.noun)
    )
    amount = quantity(value, *nouns).strip()
    return Question(f"{amount} på én gang er usædvanligt mange. Er det rigtigt?", f"{why} {SLIP}")


def with_seen(criteria: QuerySet[SuccessCriterion]) -> QuerySet[SuccessCriterion]:
    """Each with how many registrations it has, and the largest, for `beyond`."""
    rows = Registration.objects.counting().filter(criterion=OuterRef("pk")).order_by()
    by_criterion = rows.values("criterion")
    return criteria.annotate(
        rows_seen=Subquery(by_criterion.annotate(n=Count("pk")).values("n")),
        most_seen=Subquery(by_criterion.annotate(n=Max("value")).values("n")),
    )


def _seen(criterion: SuccessCriterion, besides: int | None) -> tuple[int, int]:
    """(registrations that count, the largest of them; 0 of none), but for one row."""
    if besides is None and hasattr(criterion, "rows_seen"):
        return criterion.rows_seen or 0, criterion.most_seen or 0  # type: ignore[attr-defined]
    rows = Registration.objects.counting().filter(criterion=criterion)
    if besides is not None:
        rows = rows.exclude(pk=besides)
    found = rows.aggregate(rows=Count("pk"), most=Max("value"))
    return found["rows"], found["most"] or 0


def _target(criterion: SuccessCriterion, on: date) -> Decimal | None:
    """What is to be reached in the period the day lies in, as it holds on the day; None for a
    share, an average, no target or none at all."""
    if criterion.is_level_measure:
        return None
    revised = TargetRevision.objects.filter(target=OuterRef("pk"), in_force_on__lte=on)
    held = Coalesce(Subquery(revised.order_by("-in_force_on").values("value")[:1]), "value")
    targets = criterion.targets.filter(starts_on__lte=on, ends_on__gte=on).annotate(held=held)
    return targets.values_list("held", flat=True).first() or None
