"""What the access table (reporting/tests/test_access_table.py) knows of governance, a module for
each part.

Each gives PAGES and ACTS (name -> what each role is told: accounts.tests.access), `rows(plan,
mette, birgit)` (the rows its addresses name), `words(name, rows)` (an address's arguments but the
slug), and POSTED.
"""

from accounts.tests.access import told
from governance.tests.access import adjustments, corrections, following, fora, money

PARTS = (fora, adjustments, corrections, money, following)
PAGES = {"steering": told(200)} | {name: row for part in PARTS for name, row in part.PAGES.items()}
ACTS = {name: row for part in PARTS for name, row in part.ACTS.items()}


def rows(plan, mette, birgit):
    return {key: row for part in PARTS for key, row in part.rows(plan, mette, birgit).items()}


def part_of(name):
    return next((part for part in PARTS if name in part.PAGES), None)


def words(name, found):
    part = part_of(name)
    return part.words(name, found) if part else {}


def posted(name, found):
    part = part_of(name)
    return (part.POSTED.get(name, {}) | fora.shown(name, found)) if part else {}
