"""How a whole is divided: a bar for each whole, its parts in one order, each with its number
above."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from core.charts.scale import Exact, share
from core.charts.svg import Pen, num, pct, wrap

# The looks of the parts, from what is settled to what is not.
LOOKS = ("bar-fill", "g-band", "bar-track", "bar-none")
ROW, BAR = 76.0, 20.0
# A part narrower than this share of the bar has no room for its number; the words beside the
# drawing have it.
NARROW = 0.05
GAP = 0.4


def share_plot(
    rows: Sequence[tuple[str, Sequence[tuple[Exact, str]]]],
    *,
    sentence: str,
    for_print: bool = False,
    width: float = 480,
) -> SafeString:
    """`rows`: the name of a whole and its parts (size, and how it is read), up to four, in the
    order of LOOKS.

    A whole of nothing is a line. `width` (px) counts in print only.
    """
    pen = Pen(for_print)
    place = (lambda part: num(part * width)) if for_print else (lambda part: pct(part * 100))
    parts = []
    for index, (name, values) in enumerate(rows):
        top = index * ROW
        whole = sum(value for value, _ in values)
        parts.append(pen.draw("text", "t-strong", name, x=0, y=top + 16))
        if not whole:
            parts.append(pen.draw("line", "g-base", x1=0, x2=place(1), y1=top + 52, y2=top + 52))
        start = 0.0
        for look, (value, text) in zip(LOOKS, values, strict=False):
            size = share(value, whole)
            if size:
                wide = max(size - GAP / 100, 0.001)
                parts.append(
                    pen.draw(
                        "rect", look, x=place(start), y=top + 44, width=place(wide), height=BAR
                    )
                )
            if size >= NARROW:
                middle = place(start + size / 2)
                parts.append(
                    pen.draw("text", "t", text, x=middle, y=top + 38, text_anchor="middle")
                )
            start += size
    total = max(ROW * len(rows) - 8, 1)
    size_of = f' viewBox="0 0 {num(width)} {num(total)}" width="{num(width)}" height="{num(total)}"'
    attributes = size_of if for_print else f' height="{num(total)}"'
    return wrap("".join(parts), css="plot plot--shares", sentence=sentence, attributes=attributes)
