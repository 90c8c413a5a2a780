"""The forms for one registration. They read what was written; whether it can be true is for
`activities.actions`."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from activities.forms.amend import AmendForm
from activities.models import (
    DIMENSIONS,
    Estate,
    Measure,
    Registration,
    SuccessCriterion,
    SurveyRound,
)
from activities.models.measuring import ROUND_NAME, WHO
from activities.rounds.actions import NewRound
from activities.rounds.words import days_of, default_name, month_of
from core import clock
from core.danish import capital, short_day
from core.forms import (
    DanishDateField,
    OneTimeKeyMixin,
    WholeNumberField,
    plain_helper,
)
from core.readable import readable
from core.reading import read_whole

OTHER = "other"
NEW = "ny"
NEW_ROUND_FIELDS = ("round_name", "round_starts_on", "round_ends_on", "round_who", "round_asked")


class BreakdownWidget(forms.Widget):
    """A small number field per band: `breakdown-age-0-5`, `breakdown-gender-female`."""

    template_name = "activities/widgets/breakdown.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, dict[str, str]]:
        return {
            dimension: {band: data.get(f"{name}-{dimension}-{band}", "") for band in bands}
            for dimension, (_, bands) in DIMENSIONS.items()
        }

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}-") for key in data)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        value = value or {}
        context["dimensions"] = [
            (
                title,
                [
                    (
                        f"{name}-{dimension}-{band}",
                        capital(label),
                        value.get(dimension, {}).get(band, ""),
                    )
                    for band, label in bands.items()
                ],
            )
            for dimension, (title, bands) in DIMENSIONS.items()
        ]
        return context


class BreakdownField(forms.Field):
    """Heads by age and gender; only the bands that were filled in."""

    widget = BreakdownWidget

    def clean(self, value: Any) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        errors = []
        for dimension, (_, bands) in DIMENSIONS.items():
            for band, label in bands.items():
                text = str((value or {}).get(dimension, {}).get(band, "")).strip()
                if not text:
                    continue
                try:
                    found.setdefault(dimension, {})[band] = read_whole(text)
                except ValueError as error:
                    errors.append(f"{capital(label)}: {error}")
        if errors:
            raise ValidationError(errors)
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        return True


class RegistrationForm(forms.Form):
    """One registration on `criterion`. The labels follow how the criterion is measured."""

    value = WholeNumberField()
    base = WholeNumberField(required=False)
    round = forms.ChoiceField(
        label="Måling",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Vælg en af kriteriets målinger."},
    )
    estate = forms.ChoiceField(
        label="Afdeling",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Vælg en af de afdelinger, aktiviteten arbejder i."},
    )
    on = DanishDateField(label="Dato", required=False)
    new = WholeNumberField(required=False)
    volunteers = WholeNumberField(label="Frivillige til stede", required=False)
    breakdown = BreakdownField(label="Fordeling", required=False)
    note = forms.CharField(
        label="Note",
        max_length=300,
        required=False,
        help_text="Skriv aldrig navne. Vi tæller kun antal.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "max_length": (
                "Noten er for lang (%(show_value)d tegn). Der er plads til %(limit_value)d."
            )
        },
    )

    def __init__(
        self,
        *args: Any,
        criterion: SuccessCriterion,
        estates: Sequence[Estate],
        rounds: Sequence[SurveyRound] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rounds = {str(row.pk): row for row in rounds}
        self.criterion, self.estates = criterion, {estate.code: estate for estate in estates}
        self.helper = plain_helper()
        self._measure()
        if len(estates) > 1:
            whole = "Begge" if len(estates) == 2 else "Alle"
            self.fields["estate"].choices = [*((e.code, e.name) for e in estates), ("", whole)]  # type: ignore[attr-defined]
        else:
            self.fields["estate"].choices = [(e.code, e.name) for e in estates]  # type: ignore[attr-defined]

    def _measure(self) -> None:
        criterion, fields = self.criterion, self.fields
        fields["new"].label = f"Heraf nye {criterion.noun}"
        if criterion.counts_each_once:
            fields["new"].required = True
            fields["new"].help_text = "Hver tælles kun én gang. Skriv 0, hvis ingen er nye."
            fields["new"].error_messages["required"] = (
                f"Skriv, hvor mange {criterion.noun} der er nye. Er ingen nye, så skriv 0."
            )
        if criterion.measure != Measure.PERCENT:
            del fields["round"]
        else:
            fields["round"].choices = self.round_choices()  # type: ignore[attr-defined]
        match criterion.measure:
            case Measure.COUNT:
                fields["value"].label = f"Antal {criterion.noun}"
                del fields["base"]
            case Measure.PERCENT:
                fields["value"].label = f"Hvor mange {criterion.text}?"
                fields["base"].label = "Ud af hvor mange?"
                fields[
                    "base"
                ].help_text = f"{capital(criterion.denominator)}, der blev spurgt eller målt."
                del fields["new"]
            case Measure.AVERAGE:
                fields["value"].label = f"Fremmødte {criterion.noun} i alt"
                fields["base"].label = "Antal møder"
                del fields["new"]
        fields["value"].error_messages["required"] = f"Skriv {_lower(fields['value'].label)}."
        if "base" in fields:
            fields["base"].required = True
            fields["base"].error_messages["required"] = "Skriv et tal på mindst 1."
        if not criterion.asks_who:
            del fields["breakdown"]

    def round_choices(self) -> list[tuple[str, str]]:
        """The criterion's rounds, the newest first; and none."""
        known = [(key, f"{row.name} ({days_of(row)})") for key, row in self.rounds.items()]
        return [*known, ("", "Ingen: måneden er sin egen måling")]

    def clean_round(self) -> SurveyRound | None:
        return self.rounds.get(self.cleaned_data["round"])

    def clean_estate(self) -> Estate | None:
        return self.estates.get(self.cleaned_data["estate"])

    def figures(self) -> dict[str, Any]:
        """What was written, as the keyword arguments of `register` and `amend`."""
        return {
            name: self.cleaned_data[name]
            for name in self.figure_fields
            if name in self.cleaned_data
        }

    figure_fields = (
        "on",
        "value",
        "base",
        "round",
        "estate",
        "new",
        "volunteers",
        "breakdown",
        "note",
    )


def _date_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class QuickLogForm(OneTimeKeyMixin, RegistrationForm):
    """The phone's form: the date is a choice of today, yesterday or another day, and a percent
    begins a new måling in place.

    Another page may post it without `when`: then `on` counts, and no date at all is today. Without
    `round`, the answers belong to the måling that runs on the day, if there is one.
    """

    round_name = forms.CharField(label="Målingens navn", max_length=ROUND_NAME, required=False)
    round_starts_on = DanishDateField(label="Fra", required=False)
    round_ends_on = DanishDateField(label="Til og med", required=False)
    round_who = forms.CharField(
        label="Hvem bliver spurgt?",
        max_length=WHO,
        required=False,
        help_text='Valgfrit. Fx "alle beboere på Lukretiavej". Ingen navne.',
    )
    round_asked = WholeNumberField(
        label="Hvor mange bliver spurgt?", required=False, help_text="Valgfrit."
    )
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)
    when = forms.ChoiceField(label="Dato", required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        self.new_round: NewRound | None = None
        if "round" in self.fields:
            self._begin_with(today)
        else:
            for name in NEW_ROUND_FIELDS:
                del self.fields[name]
        self.fields["when"].choices = self._days(today)  # type: ignore[attr-defined]
        self.fields["on"].label = "Hvilken dag?"

    def _days(self, today: date) -> list[tuple[str, str]]:
        """The days to choose from, each under its date: what was shown before midnight is what
        is saved after it."""
        yesterday = today - timedelta(days=1)
        days = [(today, f"I dag, {short_day(today)}"), (yesterday, "I går")]
        shown = _date_of(self.data.get(self.add_prefix("when"), ""))
        if shown and shown < yesterday:
            days.append((shown, short_day(shown)))
        return [*((day.isoformat(), words) for day, words in days), (OTHER, "Anden dag")]

    @property
    def new_round_fields(self) -> list[forms.BoundField]:
        """What a new måling is described by; none where there is no måling."""
        return [self[name] for name in NEW_ROUND_FIELDS if name in self.fields]

    def _begin_with(self, today: date) -> None:
        """The måling that runs today, or a new one of this month."""
        names = {row.name for row in self.rounds.values()}
        first, last = month_of(today, self.criterion.activity.plan)
        running = next((key for key, row in self.rounds.items() if row.holds(today)), NEW)
        self.suggested = default_name(today, names)
        for name, value in {
            "round": running,
            "round_name": self.suggested,
            "round_starts_on": first,
            "round_ends_on": last,
        }.items():
            self.initial.setdefault(name, value)

    def round_choices(self) -> list[tuple[str, str]]:
        return [*super().round_choices()[:-1], (NEW, "En ny måling")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["criterion"] = self.criterion.code
        today, when = clock.today(), data.pop("when", "")
        if shown := _date_of(when):
            self.errors.pop("on", None)
            data["on"] = shown
        elif "on" not in self.errors and data.get("on") is None:
            if when == OTHER:
                self.add_error("on", "Vælg en dato, fx 31.8.2013.")
            else:
                data["on"] = today
        if "round" in self.fields and data.get("on"):
            self._place_in_round(data)
        return data

    def _place_in_round(self, data: dict[str, Any]) -> None:
        """The chosen måling; a new one as it was described; or, not asked, the one that runs."""
        on, chosen = data["on"], self.data.get(self.add_prefix("round"))
        if chosen is None:
            data["round"] = next((row for row in self.rounds.values() if row.holds(on)), None)
        if chosen != NEW or self.errors.keys() & {*NEW_ROUND_FIELDS}:
            return
        name, first, last = data["round_name"], data["round_starts_on"], data["round_ends_on"]
        this_month = month_of(clock.today(), self.criterion.activity.plan)
        is_within = first and last and first <= on <= last
        if name in ("", self.suggested) and not is_within:
            names = {row.name for row in self.rounds.values()}
            name = default_name(on, names)
            if (first, last) == this_month:
                first, last = None, None
        month = month_of(on, self.criterion.activity.plan)
        self.new_round = NewRound(
            name=name,
            starts_on=first or min(month[0], last or on),
            ends_on=last or max(month[1], first or on),
            who=data["round_who"],
            asked=data["round_asked"],
        )


class RegistrationEditForm(AmendForm, RegistrationForm):
    """The same registration again, read at a version, with room for why."""

    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, registration: Registration, **kwargs: Any) -> None:
        kwargs.setdefault("initial", initial_of(registration))
        super().__init__(*args, lock_version=registration.lock_version, **kwargs)
        self.fields["on"].required = True
        if registration.estate and registration.estate.code not in self.estates:
            self.estates[registration.estate.code] = registration.estate
            here = (registration.estate.code, registration.estate.name)
            self.fields["estate"].choices = [here, *self.fields["estate"].choices]  # type: ignore[attr-defined]

    def in_words(self, name: str, value: Any) -> str:
        return shown(name, value)


def initial_of(registration: Registration) -> dict[str, Any]:
    """A registration as its form shows it."""
    return {
        "value": registration.value,
        "base": registration.base,
        "round": registration.round_id or "",
        "estate": registration.estate.code if registration.estate else "",
        "on": registration.on,
        "new": registration.new,
        "volunteers": registration.volunteers,
        "breakdown": registration.breakdown,
        "note": registration.note,
    }


def shown(name: str, value: Any) -> str:
    """A field of a registration in words, for history and for two texts side by side."""
    if name == "breakdown":
        return breakdown_text(value) or "–"
    if name == "estate" and value is None:
        return "alle afdelinger"
    if name == "round" and value is None:
        return "ingen"
    return readable(value)


def breakdown_text(breakdown: Any) -> str:
    """ "0–5 år: 3, kvinder: 2"."""
    return ", ".join(
        f"{label}: {breakdown[dimension][band]}"
        for dimension, (_, bands) in DIMENSIONS.items()
        for band, label in bands.items()
        if band in (breakdown or {}).get(dimension, {})
    )


def _lower(label: Any) -> str:
    text = str(label)
    return text[:1].lower() + text[1:]
