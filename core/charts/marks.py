"""A row of shapes, one for each criterion or milestone, that says its content in words."""

from collections import Counter
from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.danish import listing
from core.icons import shape
from core.lights import Light


def pips(lights: Sequence[Light], css: str = "pips__marks") -> SafeString:
    """The shapes in order; read aloud as "3 på sporet og 1 risiko". Counts things, never adds
    targets."""
    counted = Counter(light.label for light in lights)
    words = listing([f"{count} {label.lower()}" for label, count in counted.items()])
    shapes = "".join(shape(light.css) for light in lights)
    label = f'role="img" aria-label="{escape(words)}"' if lights else ""
    return mark_safe(f'<span class="{css}" {label}>{shapes}</span>')
