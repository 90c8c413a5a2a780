"""`make audit`: every figure counted again from the rows, and held against what pages, notes and
returns say; every sentence with a figure taken apart and checked. On a throw-away database.

It reads Rum for Liv on five days of its demo year, and `--plans 100` generated plans. It prints
how many comparisons there were of each kind, every difference with where and why, and every
sentence it could not read; with one of either it fails.
"""

import argparse
import os
import sys
import tempfile
from datetime import date
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DAYS = [(2013, 3, 31), (2013, 6, 30), (2013, 8, 31), (2013, 12, 31), (2014, 3, 31)]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--plans", type=int, default=100, help="how many generated plans")
    parser.add_argument("--seed", type=int, default=1, help="other plans for another number")
    parser.add_argument("--only", choices=["demo", "plans"], help="one half alone")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="rumforliv-audit-") as folder:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="rumforliv.settings",
            SECRET_KEY="only-for-the-audit-" + "x" * 50,
            VAR_DIR=folder,
            DEMO_DATE="2013-08-31",
            DEMO_LOGINS="1",
            LOG_LEVEL="ERROR",
        )
        for name in ("DEBUG", "DATABASE_URL", "REDIS_URL"):
            os.environ.pop(name, None)
        sys.path.insert(0, str(ROOT))
        os.chdir(ROOT)

        import django  # noqa: PLC0415  (the environment first)

        django.setup()
        return audit(options)


def audit(options: argparse.Namespace) -> int:
    from django.core.management import call_command  # noqa: PLC0415

    from accounts.models import User  # noqa: PLC0415
    from activities.models import Plan  # noqa: PLC0415
    from audit import turns  # noqa: PLC0415
    from audit.ledger import Ledger  # noqa: PLC0415

    ledger = Ledger()
    for command in (
        ["bootstrap"],
        ["load_plan", "activities/plans/rum-for-liv.yaml"],
        ["demo_logins", "rum-for-liv"],
        ["demo_year", "rum-for-liv", "2013"],
    ):
        call_command(*command, stdout=StringIO(), stderr=StringIO())
    if options.only != "plans":
        lead = User.objects.get(email="mette@rumforliv.example")
        plan = Plan.objects.get(slug="rum-for-liv")
        turns.demo(plan, lead, [date(*day) for day in DAYS], ledger, whole=True)
    if options.only != "demo":
        turns.generated(options.plans, ledger, start=options.seed, whole=True)
    print(ledger.table())
    print(f"\n{len(ledger.differences)} differences.")
    print("\n".join(map(str, ledger.differences)))
    print(f"{len(ledger.unread)} sentences with a figure that could not be read.")
    print("\n".join(ledger.unread))
    return 1 if ledger.differences or ledger.unread else 0


if __name__ == "__main__":
    sys.exit(main())
