"""An issued report looks as it did: the documents kept of each layout give the same page, to the
letter.

Fails one of these after a change to a template, a chart or the style sheet? Then reports that are
issued would look another way when they are made again. Write the change as the next layout beside
it (reporting.documents, ADR 0009).
"""

import json

import pytest

from reporting import documents
from reporting.kinds.base import KINDS
from reporting.tests.golden import FOLDER, prints

KEPT = [(layout, kind) for layout in documents.LAYOUTS for kind in (*KINDS, *documents.BESIDE)]


@pytest.mark.parametrize(("layout", "kind"), KEPT)
def test_a_document_of_an_earlier_day_gives_the_same_page(layout, kind):
    kept = json.loads((FOLDER / str(layout) / f"{kind}.json").read_text(encoding="utf-8"))

    found = prints(kind, kept["snapshot"], kept["edition"], layout)

    assert found == {"page": kept["page"], "sheet": kept["sheet"]}
