"""The controls: the product's worker with a guard taken off. A campaign with one of these must find
faults.

CHAOS_GUARD=queue trusts the queue alone, as a Celery project out of the box: taken from it before
the work is done, and nobody looks for rows that were left. CHAOS_GUARD=lease keeps all that but
takes a row whoever has it, and gives each mail a new id.
"""

import os
import uuid
from typing import Any

import django

django.setup()

from core import jobs, outbox  # noqa: E402  (the registry first)
from rumforliv.celery import app  # noqa: E402

GUARD = os.environ["CHAOS_GUARD"]


def take_anyway(model: Any, pk: Any) -> jobs.Lease:
    return jobs.Lease(model, pk, uuid.uuid4())


def whoever_has_it(lease: jobs.Lease) -> Any:
    return jobs.rows(lease.model).filter(pk=lease.pk)


def under_a_new_id(message: Any, letter: outbox.Letter) -> None:
    message.pk = uuid.uuid4()
    send(message, letter)


if GUARD == "queue":
    app.conf.update(task_acks_late=False, task_reject_on_worker_lost=False)
    jobs.sweep = lambda: 0
elif GUARD == "lease":
    send = outbox.send
    jobs.Lease.take = classmethod(lambda cls, model, pk: take_anyway(model, pk))  # type: ignore[method-assign]
    jobs.Lease._mine = whoever_has_it  # type: ignore[method-assign]
    outbox.send = under_a_new_id
