"""One document made over and over in a process of its own: `python -m bench.contender note
rum-for-liv 2013-K2`.

Every line read is a turn; every turn answers what it cost. A process each, so that none pays for
what another left to the collector.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

PAGE_KB = os.sysconf("SC_PAGE_SIZE") / 1024


def note(slug: str, period: str) -> Callable[[], bytes]:
    """SQL, HTML and tagged PDF, in a process that has loaded the renderer as a worker has."""
    import django  # noqa: PLC0415

    django.setup()
    from bench.note import Note  # noqa: PLC0415  (Django first)
    from core import pdf  # noqa: PLC0415

    pdf.preload()
    return Note(slug, period).whole


def worker(pk: str) -> Callable[[], bytes]:
    """The whole of a worker's task, from a row that waits to one that is signed for and a file
    on the disk."""
    import django  # noqa: PLC0415

    django.setup()
    from core import pdf, stored  # noqa: PLC0415  (Django first)
    from reporting.actions.order import queue  # noqa: PLC0415
    from reporting.actions.produce import produce  # noqa: PLC0415
    from reporting.models import Report  # noqa: PLC0415

    pdf.preload()

    def make() -> bytes:
        queue(Report.objects.get(pk=UUID(pk)))
        produce(UUID(pk))
        return stored.read(Report.objects.get(pk=UUID(pk)))

    return make


def bare(page: str, **options: Any) -> Callable[[], bytes]:
    """WeasyPrint as its manual shows, on the same HTML with its stylesheet in the page."""
    from weasyprint import HTML  # noqa: PLC0415

    path = Path(page)
    base = path.with_name("base").read_text()
    return lambda: HTML(string=path.read_text(), base_url=base).write_pdf(**options)


def tagged(page: str) -> Callable[[], bytes]:
    return bare(page, pdf_variant="pdf/ua-1")


CONTENDERS = {act.__name__: act for act in (note, worker, bare, tagged)}


def memory() -> float:
    """MB this process holds in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * PAGE_KB / 1024


def pages(made: bytes) -> int:
    """Where the document is ours; a bare process does not load our renderer to count them."""
    ours = sys.modules.get("core.pdf")
    return ours.page_count(made) if ours else 0


def main(name: str, *arguments: str) -> None:
    make: Any = CONTENDERS[name](*arguments)
    for _ in sys.stdin:
        cpu, wall = time.process_time(), time.perf_counter()
        made = make()
        turn = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
        print(
            json.dumps(turn | {"memory": memory(), "size": len(made), "pages": pages(made)}),
            flush=True,
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
