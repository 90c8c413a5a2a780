"""A document of every kind, kept as it looks in each layout: what an issued report must still look
like later on.

Kept: the data and edition, and fingerprints of the page and style sheet they gave. Written once for
a layout, from a database with the demo year, when it is new:

    python manage.py shell -c "from reporting.tests.golden import write; write()"
"""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

from activities.models import Plan
from core import pdf
from core.periods import Period
from reporting import documents
from reporting.data.comparison import Comparison
from reporting.data.edition import Edition
from reporting.kinds.base import KINDS

FOLDER = Path(__file__).parent / "golden"
EDITION = Edition(
    revision=2,
    number="2013-02",
    prepared_by="Mette Holm",
    prepared_on="30. august 2013",
    issued_by="Birgit Damgaard",
    issued_on="31. august 2013",
    receipt="LBF-7",
    code="K7QM-4T2X-9DHF",
    address="https://rumforliv.example.org/verificer/",
    correction="Et tal var skrevet to gange.",
)
TODAY, QUARTER, YEAR = date(2013, 8, 31), Period.quarter(2013, 2), Period.year(2013)


def prints(
    kind: str, snapshot: dict[str, Any], edition: dict[str, Any], layout: int
) -> dict[str, str]:
    """Fingerprints of the page and of the style sheet it is set with."""
    page = documents.html(kind, snapshot, Edition.from_json(edition), layout)
    sheet, _ = pdf.assets()[documents.LAYOUTS[layout][1]]
    return {
        "page": hashlib.sha256(page.encode()).hexdigest(),
        "sheet": hashlib.sha256(sheet).hexdigest(),
    }


def write(slug: str = "rum-for-liv") -> None:
    """Keep every kind in the newest layout that is not kept there yet: what is kept is never
    written over."""
    plan, folder = Plan.objects.get(slug=slug), FOLDER / str(documents.LAYOUT)
    folder.mkdir(parents=True, exist_ok=True)
    edition = EDITION.to_json()
    for kind, snapshot in _snapshots(plan).items():
        if (folder / f"{kind}.json").exists():
            continue
        kept = {
            "snapshot": snapshot,
            "edition": edition,
            **prints(kind, snapshot, edition, documents.LAYOUT),
        }
        text = json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True)
        (folder / f"{kind}.json").write_text(f"{text}\n", encoding="utf-8")


def _snapshots(plan: Plan) -> dict[str, dict[str, Any]]:
    built: dict[str, Any] = {
        kind: documents.build(plan, kind, QUARTER if kind == "status_note" else YEAR, TODAY)
        for kind in KINDS
    }
    note = built["status_note"]
    built[Comparison.kind] = Comparison.of(
        QUARTER, [(note, "nr. 2013-02")], ["Den anden plan"], TODAY
    )
    return {kind: data.to_json() for kind, data in built.items()}
