"""What was paid out to the plan."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.versioned import StaleObject
from governance.models import Payment, Source
from governance.money.payments import actions
from governance.money.payments.rules import paid
from governance.tests.factories_money import PaymentFactory


def test_what_was_paid_is_added_up_by_who_paid_and_a_silent_source_is_not_there(plan):
    PaymentFactory(plan=plan, amount=Decimal("100.50"))
    PaymentFactory(plan=plan, amount=Decimal("-0.50"), on=date(2013, 12, 31))
    PaymentFactory(plan=plan, source=Source.MUNICIPALITY, on=date(2014, 1, 1))

    assert paid(plan, date(2013, 1, 1), date(2013, 12, 31)) == {"lbf": Decimal("100.00")}


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"on": date(2013, 9, 1)}, "on"),
        ({"on": date(2012, 12, 31)}, "on"),
        ({"amount": Decimal(0)}, "__all__"),
        ({"note": "Rate til Mette Holm"}, "note"),
    ],
)
def test_a_payment_that_cannot_be_is_refused_and_nothing_is_written(plan, mette, fields, wrong):
    row = PaymentFactory.build(plan=plan, **{"on": date(2013, 8, 1)} | fields)

    with pytest.raises(ValidationError) as refused:
        actions.write(row, by=mette)

    assert (list(refused.value.message_dict), Payment.objects.count()) == ([wrong], 0)


def test_a_payment_is_put_right_against_the_version_read(plan, mette):
    row = actions.write(PaymentFactory.build(plan=plan), by=mette)
    row.amount = Decimal(1)
    actions.write(row, by=mette, expected_version=1)

    with pytest.raises(StaleObject):
        actions.write(row, by=mette, expected_version=1)

    assert row.history.count() == 2


def test_the_page_shows_each_year_with_its_sums_and_says_when_there_are_none(client, plan, birgit):
    client.force_login(birgit)
    url = reverse("payment-list", args=[plan.slug])
    assert "Ingen udbetalinger er skrevet" in client.get(url).content.decode()

    add = reverse("payment-add", args=[plan.slug])
    key = client.get(add).context["form"]["key"].value()
    form = {"source": "lbf", "on": "1.8.2013", "amount": "-1.234,50", "note": "Rate 1", "key": key}
    assert client.post(add, form).status_code == 302
    PaymentFactory(plan=plan, source=Source.MUNICIPALITY, amount=Decimal(5))

    text = client.get(url).content.decode()
    assert "Landsbyggefonden −1.234,50\xa0kr. · Kommunen 5\xa0kr. · I alt −1.229,50\xa0kr." in text
