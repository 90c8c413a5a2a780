"""Documents that were made once in this run of tests and need not be made again.

Making one takes the best part of a second, and most tests ask what became of it, not how it was
made. The key is all that goes in: the HTML, the stylesheet, what renders. So a document that
differs by a letter is made anew: also the same test's on the other database, should that answer
differently.

A test that asks twice for one document gets the second made anew: that both are the same to the
byte is then as true as it ever was, and of two processes. Tests of the making itself say
`@pytest.mark.renders`: nothing is kept for them.
"""

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from core import pdf

make = pdf.render_pdf


class KeptPapers:
    """Stands in for `pdf.render_pdf` in one test."""

    def __init__(self):
        # Both halves of `make test` share a folder; any other run has its own.
        self.folder = Path(
            os.environ.get("TEST_PAPERS_DIR") or Path(os.environ["TEST_VAR_DIR"], "papers")
        )
        self.asked = set()

    def __call__(self, html, stylesheet="print.css"):
        parts = (pdf.renderer(stylesheet), stylesheet, html)
        key = hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()
        path = self.folder / key
        if key not in self.asked and path.exists():
            self.asked.add(key)
            return path.read_bytes()
        made = make(html, stylesheet)
        self.asked.add(key)
        self._keep(path, made)
        return made

    def _keep(self, path, made):
        """Not by `write_whole`: a test may let that fail. What cannot be kept is made again."""
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_suffix(f".{os.getpid()}")
            unfinished.write_bytes(made)
            unfinished.replace(path)
