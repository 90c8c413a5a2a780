"""The forms of an agreement."""

from datetime import date
from typing import Any

from django import forms

from activities.models import Plan
from core import clock
from core.danish import day
from core.forms import DanishDateField, StaleRow, plain_stale_rows
from governance.forms import ActForm, RowForm
from governance.models import Agreement
from governance.models.agreement import scope_text

SCOPE = ("focus_areas", "activities")


class AgreementForm(RowForm):
    """Who has promised what to whom, about what, and for how long."""

    class Meta(RowForm.Meta):
        model = Agreement
        fields = (
            "title", "kind", "partner", *SCOPE, "starts_on", "ends_on", "we_deliver",
            "they_deliver",
            "needs_funding", "funding_note", "renew_days",
        )  # fmt: skip
        widgets = dict.fromkeys(SCOPE, forms.CheckboxSelectMultiple)
        help_texts = {
            "activities": "Vælg kun her, hvis aftalen gælder enkelte aktiviteter.",
            "funding_note": "Fx »Kommunens bevilling til og med 2014«.",
        }

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("instance", Agreement(plan=plan, starts_on=clock.today()))
        super().__init__(*args, **kwargs)
        for name, rows in (
            ("partner", plan.partners.order_by("name")),
            ("focus_areas", plan.focus_areas.all()),
            ("activities", plan.activities.order_by("focus_area__position", "position", "pk")),
        ):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Slutdato ligger før startdato.")
        if first and self.instance.ended_on and first > self.instance.ended_on:
            self.add_error(
                "starts_on",
                f"Aftalen er ophørt {day(self.instance.ended_on)}. Vælg en tidligere dag.",
            )
        if data.get("funding_note") and not data.get("needs_funding"):
            self.add_error(
                "needs_funding",
                "Sæt kryds her, eller slet teksten om, hvilken finansiering det er.",
            )
        return data

    def stale_rows(self, current: Agreement) -> list[StaleRow]:
        """What it is about stands as words, in one line."""
        mine = scope_text(*(self.cleaned_data[name] for name in SCOPE))
        return [
            *plain_stale_rows(self, current, without=SCOPE),
            StaleRow("Gælder", current.scope, mine),
        ]


class RenewAgreementForm(ActForm):
    """Until when it runs on."""

    ends_on = DanishDateField(
        label="Løber nu til og med", required=False, help_text="Tomt: til den siges op."
    )


class EndAgreementForm(ActForm):
    """Which day is the last, and why."""

    ended_on = DanishDateField(label="Sidste dag")
    ended_why = forms.CharField(
        label="Hvorfor?",
        max_length=300,
        error_messages={"required": "Skriv, hvorfor aftalen er ophørt."},
    )

    def __init__(self, agreement: Agreement, *args: Any, **kwargs: Any) -> None:
        last = min(clock.today(), agreement.ends_on or date.max)
        super().__init__(agreement, *args, initial={"ended_on": last}, **kwargs)
