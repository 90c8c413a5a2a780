"""The limits of the plan's lights that were typed wrong."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from activities import limit_words, limits
from activities.limits import FIELDS
from activities.models import Plan
from core import audit
from core.danish import capital, listing
from core.danish import day as day_text
from governance.changes import called
from governance.changes.corrections.things.base import Mistake, Pairs, Value
from governance.changes.subjects.limits import limits_inputs, limits_text, typed_limits
from governance.models import Mistaken


class LimitsMistake(Mistake[Plan]):
    subject, key, about = Mistaken.LIMITS, "limits", called.LIMITS
    heading, main_input = "Grænser for lys", "on_track_from"
    beside = ()
    is_named = True

    @classmethod
    def rows(cls, plan: Plan) -> QuerySet[Plan]:
        return Plan.objects.filter(pk=plan.pk)

    @classmethod
    def stands(cls, held: Plan) -> dict[str, Any]:
        return held.limits_course[0].values

    def pairs(self, value: Value) -> Pairs:
        return tuple((capital(name), text) for name, text in limit_words.pairs(limits.of(value)))

    def inputs(self, value: Value) -> dict[str, forms.Field]:
        return limits_inputs(value)

    def value_of(self, data: dict[str, Any]) -> dict[str, Any]:
        return typed_limits(data)

    def days(self, held: Plan, value: Value) -> tuple[date, date]:
        return held.starts_on, held.ends_on

    def later(self, held: Plan) -> str:
        return listing(
            [
                f"{limits_text(found.values)} fra {day_text(found.since)}"
                for found in held.limits_course
                if found.since
            ]
        )

    def write(self, held: Plan, value: Value, *, reason: str, by: User) -> None:
        """The columns alone: the plan's stamp was counted up when it was claimed."""
        for name in FIELDS:
            setattr(held, name, value[name])
        audit.sign(held, by=by, reason=reason)
        held.save_if_current(expected=held.lock_version, update_fields=[*FIELDS, "lock_version"])
