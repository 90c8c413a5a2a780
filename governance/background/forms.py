"""The forms of a background figure and of how it goes with the overall goal."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from activities.models import Plan
from core import clock
from core.danish import number
from core.days import FUTURE
from core.forms import WholeNumberField
from core.reading import read_decimal
from governance.forms import RowForm
from governance.models import BackgroundFigure, GoalStatus


class FigureField(forms.Field):
    """A figure with at most one decimal: 14,6 or 212.400. Never below zero."""

    widget = forms.TextInput
    default_error_messages = {
        "required": "Skriv et tal, fx 14,6.",
        "decimals": "Skriv tallet med højst én decimal.",
    }

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            read = (
                value
                if isinstance(value, Decimal)
                else read_decimal(str(value).replace("%", "").replace("kr.", ""))
            )
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error
        if read != round(read, 1):
            raise ValidationError(self.error_messages["decimals"], code="decimals")
        return read

    def prepare_value(self, value: Any) -> Any:
        return number(value) if isinstance(value, Decimal) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}


class FigureForm(RowForm):
    """One figure of one year, the city's beside it, from where, and how it is counted."""

    year = WholeNumberField(label="År", error_messages={"required": "Skriv et år, fx 2012."})
    value = FigureField(
        label="Værdi", help_text="Tal, der er af færre end fem beboere, skrives aldrig."
    )
    city_value = FigureField(label="Hele byen", required=False)

    class Meta(RowForm.Meta):
        model = BackgroundFigure
        fields = ("indicator", "estate", "year", "value", "city_value", "source", "definition")

    def __init__(
        self, plan: Plan, *args: Any, like: BackgroundFigure | None = None, **kwargs: Any
    ) -> None:
        """`like`: a figure that a new one goes on from, with its indicator, place, source and
        definition."""
        kept = (
            {name: getattr(like, name) for name in ("indicator", "estate", "source", "definition")}
            if like
            else {}
        )
        kwargs.setdefault("instance", BackgroundFigure(plan=plan, **kept))
        super().__init__(*args, **kwargs)
        self.fields["estate"].queryset = plan.estates.all()  # type: ignore[attr-defined]

    def clean_year(self) -> int:
        """A year is written with four digits; what is none is said here, before the column's own
        limit."""
        year: int = self.cleaned_data["year"]
        if not 1000 <= year <= 9999:
            raise ValidationError("Skriv et år med fire cifre, fx 2012.")
        return year


class GoalForm(RowForm):
    """How it goes with the overall goal, judged on a day, and on what that rests."""

    class Meta(RowForm.Meta):
        model = GoalStatus
        fields = ("on", "step", "why")
        widgets = {"why": forms.Textarea({"rows": 4, "data-max": 600})}

    def __init__(self, plan: Plan, *args: Any, by: User | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("instance", GoalStatus(plan=plan, on=clock.today(), by=by))
        super().__init__(*args, **kwargs)

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on > clock.today():
            raise ValidationError(FUTURE)
        return on
