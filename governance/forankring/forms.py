"""The form of an activity's forankring."""

from typing import Any

from activities.models import Activity
from core import clock
from core.days import FUTURE
from governance.forms import RowForm
from governance.models import Anchoring, AnchoringStep

SETTLED = (AnchoringStep.OPEN, AnchoringStep.ENDS)


class AnchoringForm(RowForm):
    """Who carries it on, on which conditions, and how far that is. Begins with the plan's own
    words."""

    class Meta(RowForm.Meta):
        model = Anchoring
        fields = (
            "step",
            "reached_on",
            "partner",
            "taken_over_by",
            "conditions",
            "planned_on",
            "note",
        )
        help_texts = {
            "partner": "En af planens samarbejdspartnere.",
            "reached_on": "Den dag, trinnet blev nået. Tomt, når intet er afklaret.",
        }

    def __init__(self, activity: Activity, *args: Any, **kwargs: Any) -> None:
        words = {"taken_over_by": activity.anchored_in, "conditions": activity.anchoring}
        kwargs["instance"] = Anchoring.objects.filter(activity=activity).first() or Anchoring(
            activity=activity, **words
        )
        super().__init__(*args, **kwargs)
        partners = activity.plan.partners.order_by("name")
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        step, reached = data.get("step"), data.get("reached_on")
        if step is None or "reached_on" in self.errors:
            return data
        if (
            step not in SETTLED
            and not data.get("partner")
            and not data.get("taken_over_by", "").strip()
        ):
            self.add_error("partner", "Vælg eller skriv, hvem der tager over.")
        if step != AnchoringStep.OPEN and not reached:
            self.add_error("reached_on", "Skriv, hvilken dag trinnet blev nået.")
        if step == AnchoringStep.OPEN and reached:
            self.add_error(
                "reached_on",
                "Når intet er afklaret, er der ingen dag. Slet den, eller vælg et andet trin.",
            )
        if reached and reached > clock.today():
            self.add_error("reached_on", FUTURE)
        return data
