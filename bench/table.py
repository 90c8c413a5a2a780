"""Measure everything and print it as markdown tables."""

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import django
from django.db import connection
from django.test.utils import override_settings

from bench import data
from bench.pages import Pages
from bench.reports import Reports
from bench.row import Row

SMALL_ROWS = 2500


def fill_table(options: argparse.Namespace) -> None:
    """What cannot be measured says why, and the rest goes on."""
    with override_settings(ROOT_URLCONF="bench.urls"):
        note("Loading Rum for Liv …")
        plan = data.rum_for_liv(SMALL_ROWS)
        print(machine())
        for title, group in (("Pages", Pages(plan, options)), ("Reports", Reports(plan, options))):
            parts = [
                part for part in group.parts() if options.only in f"{title.lower()} {part.__name__}"
            ]
            if parts:
                print(f"\n## {title}\n\n| measured | value | limit | kept |\n|---|---|---|---|")
            for rows in parts:
                note(f"{rows.__name__} …")
                for row in tried(rows):
                    print(row.line, flush=True)


def tried(rows: Callable[[], Iterator[Row]]) -> Iterator[Row]:
    try:
        yield from rows()
    except Exception as error:  # a page that is not there yet must not hide the others
        yield Row(
            rows.__name__.replace("_", " "), f"not measured: {type(error).__name__}: {error}"[:160]
        )


def machine() -> str:
    """When and on what it was measured."""
    models = [
        line
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    model = models[0].partition(":")[2].strip() if models else platform.machine()
    return (
        f"{datetime.now(UTC):%-d %B %Y}. {os.cpu_count()} cores of {model}, load "
        f"{os.getloadavg()[0]:.1f}. Python {platform.python_version()}, Django "
        f"{django.__version__}, {connection.vendor}."
    )


def note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
