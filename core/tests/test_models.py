"""A stale save is refused and writes nothing."""

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from activities.models import FocusArea
from activities.tests.factories import FocusAreaFactory
from core.versioned import StaleObject


def test_second_of_two_saves_is_refused_with_the_row_as_it_is(plan):
    first, second = (FocusArea.objects.get(plan=plan, code="1") for _ in range(2))
    first.purpose, second.purpose = "Annas tekst", "Birthes tekst"

    with transaction.atomic():
        first.save_if_current(expected=1)
    with pytest.raises(StaleObject) as refused, transaction.atomic():
        second.save_if_current(expected=1)

    assert refused.value.current.purpose == "Annas tekst"
    assert FocusArea.objects.get(pk=first.pk).purpose == "Annas tekst"
    assert FocusArea.objects.get(pk=first.pk).lock_version == 2


def test_saving_a_row_that_is_gone_says_so(plan):
    area = FocusAreaFactory(plan=plan)
    FocusArea.objects.filter(pk=area.pk).delete()

    with pytest.raises(ObjectDoesNotExist), transaction.atomic():
        area.save_if_current(expected=1)
