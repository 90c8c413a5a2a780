"""An act of one click says what it did, or why it was refused."""

import pytest
from django.contrib.messages.storage.base import BaseStorage
from django.core.exceptions import ValidationError

from core.acts import TAKEN, attempt
from core.versioned import NotAllowedNow, StaleObject


class Kept(BaseStorage):
    def _get(self, *args, **kwargs):
        return [], True

    def _store(self, messages, response, *args, **kwargs):
        return []


@pytest.mark.parametrize(
    ("refused", "told"),
    [
        (NotAllowedNow("Aftalen er ikke ophørt."), "Aftalen er ikke ophørt."),
        (
            ValidationError({"on": ["Vælg en dag."], "why": ["Skriv hvorfor."]}),
            "Vælg en dag. Skriv hvorfor.",
        ),
        (StaleObject(None), TAKEN),
    ],
)
def test_what_is_refused_is_said_in_a_message(rf, refused, told):
    request = rf.post("/")
    request._messages = Kept(request)

    def act():
        raise refused

    assert attempt(request, act) is None
    assert [
        (message.level_tag, message.message) for message in request._messages._queued_messages
    ] == [("error", told)]


def test_what_is_done_is_the_callers_to_say(rf):
    request = rf.post("/")
    request._messages = Kept(request)

    assert attempt(request, lambda: "Taget op igen.") == "Taget op igen."
    assert request._messages._queued_messages == []
