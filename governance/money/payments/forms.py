"""The form of a payment."""

from typing import Any

from activities.models import Plan
from core.forms import KronerField
from governance.forms import RowForm
from governance.models import Payment


class PaymentForm(RowForm):
    class Meta(RowForm.Meta):
        model = Payment
        fields = ("source", "on", "amount", "note")

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        if "instance" not in kwargs:
            kwargs["instance"] = Payment(plan=plan)
        super().__init__(*args, **kwargs)
        old = self.fields["amount"]
        self.fields["amount"] = KronerField(label=old.label, help_text=old.help_text, negative=True)
