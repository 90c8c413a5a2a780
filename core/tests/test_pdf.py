import gc
import subprocess
import sys

import pytest
from weasyprint import HTML

from core import pdf
from core.tests.pdf_checks import facts, faults, tagged
from core.tests.traps import SECRET, contents, set_trap

pytestmark = pytest.mark.renders

PAGE = """<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Prøve</title></head>
<body>
<h1>Prøve på æøå</h1><p>Et afsnit med et <a href="#maal">link</a>.</p>
<h2 id="maal">Tal</h2>
<table class="t"><thead><tr><th scope="col">Aktivitet</th><th scope="col">Antal</th></tr></thead>
<tbody><tr><th scope="row">Lektiecafé</th><td>41</td></tr></tbody></table>
<svg role="img" viewBox="0 0 10 10" width="20" height="20"><title>41 af 40</title>
<rect width="9" height="9" fill="#0e4a50"/></svg>%s</body></html>"""
ADDRESS = "asset:fonts/SourceSans3-400.ttf"


@pytest.fixture
def trap(tmp_path):
    with set_trap(tmp_path) as trap:
        yield trap


def test_document_is_valid_pdf_ua():
    made = pdf.render_pdf(PAGE % "")

    assert faults(made) == []
    assert facts(made) == {
        "lang": "da",
        "title": "Prøve",
        "shows_title": True,
        "part": "1",
        "pages": 1,
        "bookmarks": [(1, "Prøve på æøå"), (2, "Tal")],
    }


def test_document_tags_header_cells_and_figures():
    tree = tagged(pdf.render_pdf(PAGE % ""))

    assert [scope for tag, _, scope in tree if tag == "/TH"] == ["/Column", "/Column", "/Row"]
    assert [alt for tag, alt, _ in tree if tag == "/Figure"] == ["41 af 40"]


STRANGE = {
    "emoji": ("glad 👩‍👩‍👧‍👦 i dag", "glad \ufffd i dag"),
    "smiley": ("glad 😀", "glad 😀"),
    "Chinese": ("漢字 her", "\ufffd her"),
    "accent of its own": ("bla\u030aba\u030ar", "blåbår"),
    "control": ("før\x07efter\x9f", "førefter"),
    "line separator": ("en\u2028to\x85tre", "en to tre"),
    "turned": ("\u202eliv \u2067100", "liv 100"),
    "half a pair": ("før\ud800efter", "før\ufffdefter"),
    "no character": ("før\uffff", "før\ufffd"),
    "byte order mark": ("\ufefffør", "før"),
}


@pytest.mark.parametrize(("text", "printed"), STRANGE.values(), ids=STRANGE)
def test_what_no_font_draws_is_marked_or_left_out(text, printed):
    assert pdf.printable(text) == printed


def test_text_of_any_script_gives_a_valid_document():
    scripts = [
        "مرحبا",
        "שָׁלוֹם",
        "Ελλάδα",
        "Україна",
        "नमस्ते",
        "አማርኛ",
        "\u07eb",
        "\u0eb3",
        "\ufff9",
        "a\u202e\u2067b",
        "Z" + "\u0301" * 200,
    ]
    texts = [*scripts, *(text for text, _ in STRANGE.values())]

    assert (
        faults(pdf.render_pdf(PAGE % "".join(f"<p>før {text} efter</p>" for text in texts))) == []
    )


def test_same_html_gives_the_same_bytes_in_every_process():
    code = (
        "import sys, hashlib, django; django.setup(); from core import pdf;"
        "from core.tests.test_pdf import PAGE; pdf.render_pdf('<p>noget andet</p>');"
        "print(hashlib.sha256(pdf.render_pdf(PAGE % '')).hexdigest())"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**_environment(), "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in [("1", "UTC"), ("2", "America/New_York")]
    }

    assert len(printed) == 1


def test_web_process_does_not_load_the_renderer():
    code = (
        "import sys, django; django.setup(); import core.pdf, rumforliv.urls; "
        "print('weasyprint' in sys.modules)"
    )

    ran = subprocess.run(
        [sys.executable, "-c", code], env=_environment(), capture_output=True, text=True, check=True
    )

    assert ran.stdout.strip() == "False"


def _environment():
    import os  # noqa: PLC0415

    return {**os.environ, "DJANGO_SETTINGS_MODULE": "rumforliv.settings_for_tests"}


@pytest.mark.parametrize("breaks", [0, 3])
def test_page_count_counts_pages(breaks):
    html = PAGE % ('<p style="break-before:page">ny side</p>' * breaks)

    assert pdf.page_count(pdf.render_pdf(html)) == breaks + 1


def test_page_count_refuses_what_is_no_document():
    with pytest.raises(ValueError, match="Ikke en PDF"):
        pdf.page_count(b"%PDF-1.7 nothing here")


def test_stylesheet_must_be_one_of_ours():
    with pytest.raises(KeyError):
        pdf.render_pdf(PAGE % "", "../css/app.css")


def test_what_the_root_alone_sets_is_written_out():
    css = (
        ":root{--ink:#111;--hue:#222}"
        ".a{--hue:#333;--gap:1mm;color:var(--ink);fill:var(--hue);margin:var(--gap)}"
    )

    assert pdf.with_constants(css).endswith(
        ".a{--hue:#333;--gap:1mm;color:#111;fill:var(--hue);margin:var(--gap)}"
    )


def test_collector_runs_again_after_a_render():
    pdf.render_pdf(PAGE % "")

    assert gc.isenabled()


def test_preload_parses_every_stylesheet():
    pdf.preload()

    assert pdf.sheet.cache_info().currsize == len(
        [name for name in pdf.assets() if name.endswith(".css")]
    )


def test_fetcher_serves_our_assets_only():
    served = pdf.fetcher().fetch(ADDRESS)

    assert served.read()[:4] == b"\x00\x01\x00\x00"
    for address in [
        "asset:../../manage.py",
        "asset:/etc/passwd",
        "asset:",
        "file:///etc/passwd",
        "data:,x",
        "x",
    ]:
        with pytest.raises(ValueError, match="Not an asset"):
            pdf.fetcher().fetch(address)


def test_no_vector_reaches_network_or_disk(trap):
    for html in trap.vectors.values():
        assert SECRET not in contents(pdf.render_pdf(PAGE % html))

    assert trap.hits == []


def test_vectors_would_reach_out_without_our_fetcher(trap):
    """The negative control: the trap works, so the test above says something."""
    for html in trap.vectors.values():
        HTML(string=PAGE % html).write_pdf()

    assert len(set(trap.hits)) > 10
