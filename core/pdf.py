"""HTML to tagged PDF. The only module that knows WeasyPrint, and it loads it on first use: web
processes never do.

A document reaches nothing: `HTML(string=...)` only, and a fetcher that serves the files of
`static/print` by their `asset:` names and refuses every other address. The same HTML gives the same
bytes in every process, so an archived report can be proved by rendering its data again.
"""

import atexit
import gc
import hashlib
import logging
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from typing import Any

from django.conf import settings

log = logging.getLogger(__name__)
logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)  # else a line for every page

FOLDER = settings.BASE_DIR / "static" / "print"
TYPES = {".css": "text/css", ".ttf": "font/ttf", ".svg": "image/svg+xml", ".png": "image/png"}
SCHEME = "asset:"
SEPARATORS = "\x0b\x0c\x85\u2028\u2029"  # break a line in a text that was pasted
# They would make the figures after a text read backwards.
TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# In the fonts, but the PDF/UA validator finds fault with what comes of them: N'Ko accents, a Lao
# vowel, notes to a text (FFF9-FFFB) and the mark of byte order.
MISDRAWN = "\u07eb\u07ec\u07ed\u07ee\u07ef\u07f0\u07f1\u07f2\u07f3\u0eb3\ufff9\ufffa\ufffb\ufeff"
JOINERS = "\u200d\ufe0f"  # hold the parts of one emoji together
REPLACEMENT = "\ufffd"
PRINTED = 4  # the annotation flag PDF/UA wants on every link


def render_pdf(html: str, stylesheet: str = "print.css") -> bytes:
    """A PDF/UA-1 document of `html`, styled by one stylesheet of `static/print`.

    Raises KeyError for an unknown stylesheet. What the page asks for besides `asset:` names is left
    out.
    """
    from weasyprint import HTML

    with collector_resting():
        document = HTML(string=printable(html), base_url=SCHEME, url_fetcher=fetcher())
        return document.write_pdf(
            stylesheets=[sheet(stylesheet)],
            font_config=fonts(),
            pdf_variant="pdf/ua-1",
            finisher=finish,
        )


def printable(html: str) -> str:
    """`html` with nothing in it that our fonts cannot draw: PDF/UA allows no character without a
    glyph.

    An emoji or a script we have no glyphs for becomes one replacement character, an invisible
    control none. A letter and its accent become one character, else WeasyPrint 70 would map the
    letter's glyph to no text.
    """
    html = unicodedata.normalize("NFC", html)
    unknown = set(html) - glyphs()
    if not unknown:
        return html
    controls = {char for char in unknown if unicodedata.category(char) == "Cc"} | {*TURNS, "\ufeff"}
    html = html.translate(
        {ord(char): " " if char in SEPARATORS else None for char in controls | {*SEPARATORS}}
    )
    undrawn = re.escape("".join(sorted(unknown - controls)))
    return re.sub(f"[{undrawn}][{undrawn}{JOINERS}]*", REPLACEMENT, html) if undrawn else html


def preload() -> None:
    """Load WeasyPrint, fonts and stylesheets. A worker's parent calls it once, so that its children
    share them.

    What is loaded by now stays, so the collector need not walk it after each render.
    """
    for name in assets():
        if name.endswith(".css"):
            sheet(name)
    glyphs()
    gc.collect()
    gc.freeze()


def renderer(stylesheet: str) -> str:
    """What a document is made with: WeasyPrint's version, and a fingerprint of the stylesheet and
    all fonts.

    The same HTML made with the same gives the same bytes.
    """
    from weasyprint import __version__

    used = hashlib.sha256()
    for name, (content, _) in assets().items():
        if name == stylesheet or not name.endswith(".css"):
            used.update(content)
    return f"WeasyPrint {__version__}/{used.hexdigest()[:12]}"


def page_count(pdf: bytes) -> int:
    """How many pages a document made by `render_pdf` has. Raises ValueError for anything else."""
    for stream in re.finditer(rb"/ObjStm.*?>>\s*stream\n(.*?)\nendstream", pdf, re.DOTALL):
        objects = zlib.decompressobj().decompress(stream[1])
        if found := re.search(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)", objects):
            return int(found[1])
    raise ValueError("Ikke en PDF fra render_pdf.")


@cache
def assets() -> dict[str, tuple[bytes, str]]:
    """The files of `static/print` by name, with content and type: all a document may fetch."""
    return {
        path.relative_to(FOLDER).as_posix(): (path.read_bytes(), TYPES[path.suffix])
        for path in sorted(FOLDER.rglob("*"))
        if path.suffix in TYPES
    }


@cache
def fetcher() -> Any:
    """Deny by default. A subclass is needed: WeasyPrint 70 breaks on a plain function that
    raises."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class AssetFetcher(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if url.startswith(SCHEME) and (hit := assets().get(url.removeprefix(SCHEME))):
                return URLFetcherResponse(url, hit[0], {"Content-Type": hit[1]})
            log.warning("A document asked for %.80r; refused.", url)
            raise ValueError("Not an asset.")

    return AssetFetcher(allowed_protocols={"asset"}, allow_redirects=False, timeout=1)


@cache
def fonts() -> Any:
    """One font configuration for all documents: fonts are read once per process."""
    from weasyprint.text.fonts import FontConfiguration

    atexit.register(fonts.cache_clear)  # removes its folder while the interpreter still can
    return FontConfiguration()


@cache
def glyphs() -> frozenset[str]:
    """Every character the fonts of `static/print` can draw, and the blanks of HTML."""
    from fontTools.ttLib import TTFont

    files = [
        TTFont(BytesIO(content)) for name, (content, _) in assets().items() if name.endswith(".ttf")
    ]
    drawn = {chr(code) for file in files for code in file.getBestCmap()}
    return frozenset(drawn | {*"\t\n\r"}) - {*SEPARATORS, *TURNS, *MISDRAWN}


@cache
def sheet(name: str) -> Any:
    """A stylesheet of `static/print`, parsed once per process."""
    from weasyprint import CSS

    css = with_constants(assets()[name][0].decode())
    return CSS(string=css, base_url=SCHEME, url_fetcher=fetcher(), font_config=fonts())


def with_constants(css: str) -> str:
    """The stylesheet with what `:root` alone sets written out where it is used.

    WeasyPrint else solves a custom property anew for every element: a thirtieth of a render.
    """
    times = Counter(re.findall(r"(--[\w-]+):", css))
    root = "".join(re.findall(r":root\s*{([^}]*)}", css))
    constants = {
        name: value for name, value in re.findall(r"(--[\w-]+):([^;}]+)", root) if times[name] == 1
    }
    return re.sub(r"var\((--[\w-]+)\)", lambda use: constants.get(use[1], use[0]), css)


@contextmanager
def collector_resting() -> Iterator[None]:
    """WeasyPrint makes very many small objects; the collector's pauses are a sixth of a render."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
            gc.collect()


def finish(document: Any, pdf: Any) -> None:
    """What PDF/UA-1 asks for and WeasyPrint 70 leaves out: /Scope on each TH, the Print flag on
    links, and a text for every glyph (what is left of accents shares the text of the glyph it
    stands on)."""
    import pydyf

    objects = {item.number: item for item in pdf.objects if isinstance(item, pydyf.Dictionary)}

    def parent(item: Any) -> Any:
        return objects[int(item["P"].split()[0])]

    for item in objects.values():
        if item.get("S") == "/TH":
            item["A"]["Scope"] = "/Column" if parent(parent(item)).get("S") == "/THead" else "/Row"
        if item.get("Subtype") == "/Link":
            item["F"] = PRINTED
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and b"begincmap" in item.stream:
            item.stream = [
                re.sub(rb"^(<[0-9a-f]+>) <>$", rb"\1 <200b>", line) for line in item.stream
            ]
