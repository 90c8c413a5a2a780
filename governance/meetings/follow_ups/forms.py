"""The forms of what is to be done after a decision."""

from typing import Any

from django import forms
from django.db import models

from accounts.models import Membership, User
from activities.models import Plan
from core import clock
from core.forms import DanishDateField
from governance.forms import ActForm, RowForm
from governance.models import FollowUp


class FollowUpForm(RowForm):
    """What, who and by when. The person gets it on their list; paper shows the function."""

    class Meta(RowForm.Meta):
        model = FollowUp
        fields = ("what", "responsible", "function", "due_on")
        labels = {"what": "Hvad skal gøres?"}
        help_texts = {"responsible": "Får den på sin egen side. Tomt: en uden login."}

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = people_of(plan, self.instance)  # type: ignore[attr-defined]


def people_of(plan: Plan, row: FollowUp) -> models.QuerySet[User]:
    """The plan's members today, and whoever the follow-up was given to, also where their login
    is closed since."""
    today = Membership.objects.in_force(clock.today()).filter(plan=plan).values("user")
    return User.objects.filter(
        models.Q(is_active=True, pk__in=today) | models.Q(pk=row.responsible_id or 0)
    )


class FinishForm(ActForm):
    """When it was done, and what came of it."""

    done_on = DanishDateField(label="Gjort den", initial=clock.today)
    done_note = forms.CharField(label="Hvad kom der ud af det?", max_length=300, required=False)
