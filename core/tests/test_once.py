"""A form that makes a row is taken once."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.tests.factories import UserFactory
from core import clock
from core.models import FormKey
from core.once import KEPT, forget, once


def test_the_same_key_gives_the_same_row(db):
    first, again = once("form:1", UserFactory), once("form:1", UserFactory)

    assert first == again
    assert once("form:2", UserFactory) != first


def test_what_was_refused_may_be_sent_again_with_its_key(db):
    def refuse():
        raise ValidationError("Nej.")

    with pytest.raises(ValidationError):
        once("form:1", refuse)

    assert once("form:1", UserFactory).pk


def test_old_keys_are_forgotten_and_fresh_ones_kept(db):
    for days, key in ((8, "old"), (6, "fresh")):
        FormKey.objects.create(key=key, at=clock.now() - timedelta(days=days))
    assert timedelta(days=6) < KEPT < timedelta(days=8)

    forget()

    assert [row.key for row in FormKey.objects.all()] == ["fresh"]


def test_what_was_made_and_then_deleted_is_not_made_again(db):
    once("form:1", UserFactory).delete()

    assert once("form:1", UserFactory) is None
