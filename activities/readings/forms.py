"""The forms of a reading. They read what was written; whether it can be true is for `rules`."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from activities.forms.amend import AmendForm
from activities.models import Measure, Reading, ReadingRole, SuccessCriterion
from activities.models.measuring import SOURCE
from activities.readings.rules import unit_of
from core import clock
from core.danish import capital, exact_number
from core.exact import exact
from core.forms import (
    DanishDateField,
    OneTimeKeyMixin,
    WholeNumberField,
    plain_helper,
)
from core.readable import readable
from core.reading import read_decimal

FIELDS = ("role", "year", "read_on", "value", "base", "source", "note")
ROLES = {
    ReadingRole.ORDINARY: "Undervejs: et tal for et år i planen",
    ReadingRole.BEFORE: "Før planen: udgangspunktet",
    ReadingRole.AFTER: "Efter planen: hvad der blev tilbage",
}


class FigureField(forms.Field):
    """A figure with comma: 79,5 or 2,25. At most two decimals."""

    widget = forms.TextInput
    default_error_messages = {
        "required": "Skriv tallet, fx 79,5.",
        "decimals": "Skriv tallet med højst to decimaler, fx 79,25.",
    }

    def to_python(self, value: Any) -> int | Decimal | None:
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        try:
            figure = value if isinstance(value, Decimal) else read_decimal(str(value))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error
        if figure != round(figure, 2):
            raise ValidationError(self.error_messages["decimals"], code="decimals")
        return exact(figure)

    def prepare_value(self, value: Any) -> Any:
        return exact_number(Decimal(value)) if isinstance(value, int | Decimal) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}


class ReadingForm(forms.Form):
    """One reading on a criterion. The labels follow how it is measured."""

    use_required_attribute = False

    role = forms.ChoiceField(
        label="Hvornår er tallet fra?",
        choices=list(ROLES.items()),
        widget=forms.RadioSelect,
        initial=ReadingRole.ORDINARY,
        error_messages={"required": "Vælg, hvornår tallet er fra."},
    )
    year = WholeNumberField(
        label="Tallet er for år", error_messages={"required": "Skriv året, fx 2013."}
    )
    read_on = DanishDateField(
        label="Aflæst den",
        help_text="Dagen, tallet blev slået op eller målt. Den bestemmer perioden.",
    )
    value = FigureField(label="Tal")
    base = WholeNumberField(
        label="Ud af",
        required=False,
        help_text="Tomt, når antallet ikke kendes: så er tallet ovenfor selve andelen.",
    )
    source = forms.CharField(
        label="Kilde",
        max_length=SOURCE,
        required=False,
        help_text=(
            "Register, rapport eller tabel, fx Danmarks Statistik, tabel STRAF1. Skal stå der, når "
            "antallet ikke kendes."
        ),
    )
    note = forms.CharField(
        label="Note",
        max_length=300,
        required=False,
        help_text="Skriv aldrig navne.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, *args: Any, criterion: SuccessCriterion | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        if criterion is None:
            self.fields["value"].help_text = "I kriteriets egen enhed, fx procent eller antal."
            return
        self.fields["value"].label = f"Tal {unit_of(criterion)}"
        if criterion.measure == Measure.PERCENT:
            self.fields["value"].label = f"Andel {unit_of(criterion)}, eller hvor mange"
        else:
            del self.fields["base"]
            self.fields["role"].choices = [  # type: ignore[attr-defined]
                (role, said) for role, said in ROLES.items() if role != ReadingRole.ORDINARY
            ]
            self.initial.setdefault("role", ReadingRole.BEFORE)

    def figures(self) -> dict[str, Any]:
        """What was written, as the keyword arguments of `write` and `amend`."""
        return {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}


class NewReadingForm(OneTimeKeyMixin, ReadingForm):
    """A reading on one of `criteria`: the one in the address, or one to choose."""

    criterion = forms.ChoiceField(
        label="Succeskriterium",
        error_messages={
            "required": "Vælg et kriterium.",
            "invalid_choice": "Vælg et af planens kriterier.",
        },
    )
    field_order = ("criterion", *FIELDS)

    def __init__(self, *args: Any, criteria: Iterable[SuccessCriterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = {criterion.code: criterion for criterion in criteria}
        self.fields["criterion"].choices = [  # type: ignore[attr-defined]
            ("", "Vælg et kriterium"),
            *((code, f"{code} {row.name} ({unit_of(row)})") for code, row in self.criteria.items()),
        ]
        self.initial.setdefault("read_on", clock.today())
        self.initial.setdefault("year", clock.today().year)

    @property
    def criterion_chosen(self) -> SuccessCriterion:
        return self.criteria[self.cleaned_data["criterion"]]


class ReadingEditForm(AmendForm, ReadingForm):
    """The same reading again, read at a version, with room for why."""

    def __init__(self, *args: Any, reading: Reading, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {name: getattr(reading, name) for name in FIELDS})
        super().__init__(
            *args, criterion=reading.criterion, lock_version=reading.lock_version, **kwargs
        )

    def in_words(self, name: str, value: Any) -> str:
        return capital(ReadingRole(value).label) if name == "role" else readable(value)
