"""A hidden number of one to four cannot be worked out, not even by somebody who knows the rule."""

from collections import defaultdict

import pytest

from activities.disclosure import is_small, suppress


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ({}, {}),
        ({"a": 0, "b": 5}, {"a": 0, "b": 5}),
        ({"a": 12, "b": 30}, {"a": 12, "b": 30}),
        ({"a": 3, "b": 30, "c": 9}, {"a": None, "b": None, "c": 9}),
        ({"a": 40, "b": 1, "c": 9}, {"a": None, "b": None, "c": 9}),
        ({"a": 3, "b": 4, "c": 9}, {"a": None, "b": None, "c": 9}),
        ({"a": 1, "b": 1, "c": 9}, {"a": None, "b": None, "c": None}),
        ({"a": 4, "b": 4, "c": 9}, {"a": None, "b": None, "c": None}),
        ({"a": 3, "b": 0, "c": 9}, {"a": None, "b": 0, "c": None}),
        ({"a": 3, "b": 0}, {"a": None, "b": None}),
        ({"a": 3}, {"a": None}),
    ],
)
def test_suppress_hides_the_small_and_one_more(cells, shown):
    assert suppress(cells) == shown


def tables(groups, total):
    if groups == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in tables(groups - 1, total - first):
            yield (first, *rest)


@pytest.mark.parametrize(("groups", "largest"), [(2, 40), (3, 30), (4, 20), (5, 14), (6, 11)])
def test_every_hidden_small_number_has_two_possible_values(groups, largest):
    for total in range(largest + 1):
        published = defaultdict(list)
        for table in tables(groups, total):
            published[tuple(suppress(dict(enumerate(table))).values())].append(table)
        for shown, possible in published.items():
            assert not any(count is not None and is_small(count) for count in shown)
            for place, count in enumerate(shown):
                values = {table[place] for table in possible}
                assert count is not None or len(values) > 1 or not any(map(is_small, values)), (
                    shown,
                    possible,
                )
