"""`make bench`: the measured figures as markdown tables, on a throw-away database.

`--plans 100 --rows 10000` sets how much stands in the database beside the plan that is measured.
Times are CPU time of this process through the whole middleware, as the web server calls it; base
and page are measured in turns, so that other work on the machine hits both, and the medians are
compared. Documents are made in processes of their own (bench.contender), in turns too.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--plans", type=int, default=100, help="other plans in the large database")
    parser.add_argument("--rows", type=int, default=10_000, help="registrations of each of them")
    parser.add_argument("--rounds", type=int, default=40, help="how often each page is measured")
    parser.add_argument(
        "--only",
        default="",
        help="only parts with this in their name: pages, reports, dashboard, …",
    )
    parser.add_argument(
        "--notes", type=int, default=50, help="how many notes one worker makes for its memory"
    )
    parser.add_argument(
        "--libreoffice", action="store_true", help="convert a workbook of the note as well"
    )
    return parser.parse_args()


def main() -> int:
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="rumforliv-bench-") as folder:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="rumforliv.settings",
            SECRET_KEY="only-for-the-bench-" + "x" * 50,
            VAR_DIR=folder,
            DEMO_DATE="2013-08-31",
            DEMO_LOGINS="1",
            LOG_LEVEL="ERROR",
        )
        os.environ.pop("DEBUG", None)
        sys.path.insert(0, str(ROOT))
        os.chdir(ROOT)

        import django  # noqa: PLC0415  (the environment first)

        django.setup()
        from bench.table import fill_table  # noqa: PLC0415

        fill_table(options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
