"""The drawn signs: the shapes of the lights and the line icons, as small inline SVG.

Inline, because a strict CSP forbids icon fonts and a sprite file costs a request. Colour comes from
the classes in static/css/app.css (`is-ok`, `shape__cut`, ...).
"""

from functools import cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# Filled bodies with a white sign cut into them, or outlines: told apart without colour.
SHAPES = {
    "ok": '<circle cx="8" cy="8" r="7.5"/><path class="shape__cut" d="M4.7 8.3l2.3 2.3 4.4-4.9"/>',
    "risk": (
        '<path class="shape__body" d="M8 .9l7.6 13.6H.4z"/><path class="shape__cut" '
        'd="M8 5.6v4.2M8 12.1v.3"/>'
    ),
    "late": '<path d="M8 .3L15.7 8 8 15.7.3 8z"/><path class="shape__cut" d="M8 4.9v3.5l2.2 1.3"/>',
    "idle": '<circle class="shape__line" cx="8" cy="8" r="6.6"/>',
    "done": (
        '<rect x=".8" y=".8" width="14.4" height="14.4" rx="2"/><path '
        'class="shape__cut" d="M4.5 8.3l2.4 2.4 4.6-5.1"/>'
    ),
    "going": (
        '<circle class="shape__line" cx="8" cy="8" r="6.6"/><path d="M8 4.2a3.8 3.8 0 0 1 0 7.6z"/>'
    ),
    "part": (
        '<rect class="shape__line" x="1.4" y="1.4" width="13.2" height="13.2" '
        'rx="2"/><path d="M1.8 14.2V8h12.4v6.2z"/>'
    ),
    "moved": (
        '<circle class="shape__line" cx="8" cy="8" r="6.9"/>'
        '<path class="shape__line" d="M4.6 8h6.2M8.4 5.4L11 8l-2.6 2.6"/>'
    ),
    "gone": (
        '<circle class="shape__line" cx="8" cy="8" r="6.6"/><path class="shape__line" '
        'd="M3.6 12.4l8.8-8.8"/>'
    ),
}

ICONS = {
    "wheel": (
        '<circle cx="8" cy="8" r="6"/><circle cx="8" cy="8" r="2"/><path d="M8 2v4M8 '
        '10v4M2 8h4M10 8h4"/>'
    ),
    "back": '<path d="M9.8 3.2L5 8l4.8 4.8"/>',
    "chart": '<path d="M2.5 13.5h11M4.5 11V7.5M8 11V3.5M11.5 11V6"/>',
    "chev": '<path d="M6.2 3.2L11 8l-4.8 4.8"/>',
    "clock": '<circle cx="8" cy="8" r="5.8"/><path d="M8 4.6V8l2.3 1.6"/>',
    "comment": '<path d="M2.5 3h11v7.5h-6l-3 2.7v-2.7h-2z"/>',
    "down": '<path d="M8 2.5v8M4.8 7.5L8 10.7l3.2-3.2M2.8 13.5h10.4"/>',
    "edit": '<path d="M3 13l.6-2.8L10.8 3l2.2 2.2-7.2 7.2zM9.4 4.4l2.2 2.2"/>',
    "file": '<path d="M3.5 1.8h6l3 3v9.4h-9zM9.3 2v3h3M5.7 8.2h4.6M5.7 10.8h4.6"/>',
    "filter": '<path d="M2.5 4h11M4.8 8h6.4M6.8 12h2.4"/>',
    "flag": '<path d="M3.5 14V2.5h8.5L10 5.5l2 3H3.5"/>',
    "history": '<path d="M2.8 4v3.2H6M3 7a5.3 5.3 0 1 1-.2 2.6M8 5.2V8l2 1.4"/>',
    "home": '<path d="M2.5 7L8 2.5 13.5 7v6.5h-4v-4h-3v4h-4z"/>',
    "list": '<path d="M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.2M2.5 8h.2M2.5 12h.2"/>',
    "lock": '<path d="M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2"/>',
    "minus": '<path d="M3 8h10"/>',
    "more": '<path d="M3.5 8h.2M8 8h.2M12.5 8h.2"/>',
    "plus": '<path d="M8 3v10M3 8h10"/>',
    "print": '<path d="M4.5 6V2h7v4M4.5 12h-2V6h11v6h-2M4.5 10h7v4h-7z"/>',
    "search": '<circle cx="7" cy="7" r="4.3"/><path d="M10.2 10.2l3.3 3.3"/>',
    "steps": '<path d="M2 13h4v-3.5h4V6h4V2.5"/>',
    "undo": '<path d="M5.5 3L2.5 6l3 3M2.8 6h6.7a3.5 3.5 0 0 1 0 7H6"/>',
    "x": '<path d="M4 4l8 8M12 4l-8 8"/>',
}


@cache
def shape(css: str, label: str = "", classes: str = "") -> SafeString:
    """The shape of a light's `css` name. With `label` it carries its own name; else it is
    decoration.

    Raises KeyError for a name that has no shape.
    """
    name = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return mark_safe(
        f'<svg class="{" ".join(filter(None, ("shape", f"is-{css}", classes)))}" '
        f'viewBox="0 0 16 16" {name}>'
        f"{SHAPES[css]}</svg>"
    )


@cache
def icon(name: str, classes: str = "") -> SafeString:
    """A line icon beside a word; never alone. Raises KeyError for an unknown name."""
    css = f"icon {classes}".strip()
    return mark_safe(
        f'<svg class="{css}" viewBox="0 0 16 16" aria-hidden="true">{ICONS[name]}</svg>'
    )
