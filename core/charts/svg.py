"""The pen: writes SVG elements, with classes on screen and presentation attributes on paper."""

from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

FONT = "Source Sans 3, sans-serif"
TEXT = f'fill="#4a5658" font-size="7.4pt" font-family="{FONT}"'

# The classes of static/css/app.css as ink on white paper: same names, same meaning.
PRINT = {
    "bar-track": 'fill="#ddd7c8"',
    "bar-fill": 'fill="#0e4a50"',
    "bar-target": 'fill="#1a2426"',
    "bar-halo": 'stroke="#ffffff" stroke-width="5"',
    "bar-now": 'stroke="#1a2426" stroke-width="1.5"',
    "bar-none": 'fill="none" stroke="#8b9498" stroke-width="1" stroke-dasharray="3 3"',
    "bar-cut": 'fill="none" stroke="#ffffff" stroke-width="2"',
    "g-grid": 'stroke="#d8d1c2" stroke-width="0.6"',
    "g-base": 'stroke="#8b9498" stroke-width="0.8"',
    "g-target": 'stroke="#1a2426" stroke-width="1.4"',
    "g-plan": 'fill="none" stroke="#847c6c" stroke-width="1" stroke-dasharray="4 4"',
    "g-line": 'fill="none" stroke="#0e4a50" stroke-width="1.8" stroke-linejoin="round"',
    "g-band": 'fill="#cfe0de"',
    "g-fore": 'fill="none" stroke="#0e4a50" stroke-width="1" stroke-dasharray="2 3"',
    "g-dot": 'fill="#0e4a50" stroke="#ffffff" stroke-width="1.5"',
    "g-point": 'fill="#0e4a50"',
    "t": TEXT,
    "t-strong": f'fill="#1a2426" font-weight="600" font-size="8.6pt" font-family="{FONT}"',
    "t-band": f'fill="#0e4a50" font-size="7.4pt" font-family="{FONT}"',
}


def num(value: float) -> str:
    """At most one decimal, with a point: "12", "12.5"."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def pct(value: float) -> str:
    """Percent of the drawing's width: "60.6%"."""
    return f"{num(value)}%"


def wrap(content: str, *, css: str, sentence: str, attributes: str = "") -> SafeString:
    """A whole drawing that says `sentence`. Without one it is decoration beside words that say
    it."""
    name = (
        f'role="img"{attributes}><title>{escape(sentence)}</title>'
        if sentence
        else f'aria-hidden="true"{attributes}>'
    )
    return mark_safe(f'<svg class="{css}" {name}{content}</svg>')


@dataclass(frozen=True)
class Pen:
    """Draws elements: `pen.draw("rect", "bar-track", x=0, y="7", ...)`. Numbers become plain SVG
    numbers."""

    for_print: bool = False

    def draw(self, element: str, css: str, content: str = "", **attributes: str | float) -> str:
        look = PRINT[css] if self.for_print else f'class="{css}"'
        if not self.for_print and css == "t":
            look = ""
        values = "".join(
            f' {name.replace("_", "-")}="{value if isinstance(value, str) else num(value)}"'
            for name, value in attributes.items()
        )
        body = f">{escape(content)}</{element}>" if content else "/>"
        return f"<{element} {look}{values}{body}"
