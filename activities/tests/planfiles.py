"""Plan files for tests: a small one, and ways to break it."""

from pathlib import Path

from django.conf import settings

from activities.planfile import PlanFileError, read_plan_file

RUM_FOR_LIV = Path(settings.BASE_DIR, "activities", "plans", "rum-for-liv.yaml")

SMALL = """\
plan:
  slug: lille
  name: Den lille plan
  starts_on: 2013-01-01
  ends_on: 2016-12-31
estates:
  - {code: E1, name: Haven, dwellings: 40}
roles:
  - {code: FK, name: Familiekoordinator}
  - {code: SL, name: Sekretariatsleder}
partners:
  - {code: klub, name: Klubben}
focus_areas:
  - code: '1'
    name: Familier
    activities:
      - code: 5.2.2
        name: Familieklub
        estates: [E1]
        staffing:
          - {role: FK, hours: [1, 2]}
          - {role: SL, hours: 3}
        partners: [klub]
        criteria:
          - code: 5.2.2-1
            level: 1
            name: Familier deltog
            text: familier deltog
            noun: familier
            noun_singular: familie
            counting_rule: attendances
            method: Optælling
            responsible: FK
            targets: {2013: 100, 2014: 110}
          - code: 5.2.2-2
            level: 3
            name: Tilfredse
            text: var tilfredse
            measure: percent
            noun: familier
            noun_singular: familie
            counting_rule: measurement
            method: Spørgeskema
            denominator: familierne
            targets: {2013-2016: 50}
milestones:
  - {code: M1, period: 2013-K1, activity: 5.2.2, kind: number, name: Ti familier, criterion: 5.2.2-1, number: 10}
"""  # noqa: E501


def edited(*changes: tuple[str, str], text: str = SMALL) -> bytes:
    """The small file with each `old` replaced once by `new`."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text.encode()


def faults(data: bytes) -> list[str]:
    """What the reader says is wrong; empty for a good file."""
    try:
        read_plan_file(data)
    except PlanFileError as error:
        return [str(problem) for problem in error.problems]
    return []
