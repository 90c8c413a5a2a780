"""A QR code as one SVG path: black on white, for paper."""

import qrcode
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


def qr_svg(text: str, sentence: str, millimetres: int = 20) -> SafeString:
    """A square code that holds `text`; `sentence` is what is read aloud for it."""
    code = qrcode.QRCode(border=0, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(
        f"M{x} {y}h{length}v1h-{length}z" for y, row in enumerate(rows) for x, length in runs(row)
    )
    size = len(rows)
    return mark_safe(
        f'<svg class="qr" role="img" viewBox="0 0 {size} {size}" '
        f'width="{millimetres}mm" height="{millimetres}mm">'
        f'<title>{escape(sentence)}</title><path fill="#1a2426" d="{path}"/></svg>'
    )


def runs(row: list[bool]) -> list[tuple[int, int]]:
    """(first, length) of each stretch of dark squares."""
    found, start = [], None
    for x, dark in enumerate([*row, False]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            found.append((start, x - start))
            start = None
    return found
