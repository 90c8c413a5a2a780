"""Each form somebody writes in keeps what is written until it is saved (static/js/drafts.js)."""

import re
from pathlib import Path

from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR, "templates")
FORM = re.compile(r"<form\b((?:\{%.*?%\}|[^>])*)>(.*?)</form>", re.DOTALL)
WRITTEN = re.compile(r"<textarea|form-control|\{\{ *form|rowform|sheetform")
# Nothing to write twice, or nothing that may be kept.
EXCUSED = {
    "account/login.html": "a password",
    "account/password_change.html": "a password",
    "account/password_reset.html": "an address",
    "account/password_reset_from_key.html": "a password",
    "governance/money/spending_import.html": "a file",
    "overview/home.html": "three numbers, answered on the page itself",
    "reporting/batches.html": "choices",
    "reporting/reports_order.html": "choices",
    "reporting/verify_code.html": "a code, open to all",
}


def test_every_form_that_is_written_in_keeps_what_is_written():
    careless = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        for tag, body in FORM.findall(path.read_text())
        if 'method="post"' in tag
        and WRITTEN.search(tag + body)
        and not re.search(r"data-(warn|draft)\b", tag)
    }

    assert careless == EXCUSED.keys()
