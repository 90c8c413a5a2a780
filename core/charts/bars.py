"""Bars: the step of a ladder, columns, what share of a period or a job is done."""

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.charts.scale import Exact, Number, share
from core.charts.svg import Pen, num, pct, wrap
from core.danish import number

# On screen the target stands at 91 % of the width for every criterion, so that rows compare.
TARGET_AT = 91.0
# On paper one unit is a quarter of a millimetre of a column 30 mm wide; the target stands at 108.
PRINT_TARGET_AT = 108.0
PRINT_END = 134.0


def ladder_bar(
    actual: Number | None,
    expected: Number | None,
    target: Number | None,
    *,
    sentence: str,
    for_print: bool = False,
) -> SafeString:
    """One criterion: reached (bar), expected by now (thin line), target (thick line).

    `actual` None is a dotted line, never a bar of nothing. `expected` None has no line. All in one
    unit.
    """
    if for_print:
        return _printed_ladder_bar(actual, expected, target, sentence)
    pen, parts = Pen(), []
    if actual is None:
        parts.append(pen.draw("line", "bar-none", x1=0, x2=pct(TARGET_AT), y1=12, y2=12))
    else:
        fill = min(TARGET_AT * share(actual, target, 2), 100.0)
        parts.append(pen.draw("rect", "bar-track", x=0, y=7, width=pct(TARGET_AT), height=10, rx=2))
        if fill:
            parts.append(pen.draw("rect", "bar-fill", x=0, y=7, width=pct(fill), height=10, rx=2))
        if expected is not None:
            x = pct(TARGET_AT * share(expected, target))
            parts.append(pen.draw("line", "bar-halo", x1=x, x2=x, y1=2, y2=22))
            parts.append(pen.draw("line", "bar-now", x1=x, x2=x, y1=2, y2=22))
    if target:
        parts.append(pen.draw("rect", "bar-target", x=pct(TARGET_AT), y=3, width=3, height=18))
    return wrap("".join(parts), css="step__bar", sentence=sentence)


def _printed_ladder_bar(
    actual: Number | None, expected: Number | None, target: Number | None, sentence: str
) -> SafeString:
    pen, parts = Pen(for_print=True), []
    if actual is None:
        parts.append(pen.draw("rect", "bar-none", x=0, y=5, width=PRINT_TARGET_AT, height=7))
    else:
        fill = PRINT_TARGET_AT * share(actual, target, 2)
        parts.append(pen.draw("rect", "bar-track", x=0, y=5, width=PRINT_TARGET_AT, height=7))
        if fill:
            parts.append(
                pen.draw("rect", "bar-fill", x=0, y=5, width=min(fill, PRINT_END), height=7)
            )
        if fill > PRINT_END:
            parts.append(pen.draw("path", "bar-cut", d="M124 13l4-9M128 13l4-9"))
        if expected is not None:
            x = PRINT_TARGET_AT * share(expected, target)
            parts.append(pen.draw("line", "bar-halo", x1=x, x2=x, y1=4, y2=13))
            arrow = f"M{num(x - 3.2)} 0h6.4l-2.5 4.2v9.3h-1.4v-9.3z"
            parts.append(pen.draw("path", "bar-target", d=arrow))
    if target:
        parts.append(
            pen.draw("rect", "bar-target", x=PRINT_TARGET_AT - 0.6, y=2.5, width=1.2, height=12)
        )
    size = ' viewBox="0 0 136 15" width="30mm" height="3.31mm"'
    return wrap("".join(parts), css="bar", sentence=sentence, attributes=size)


# A limit that may be passed stands at four fifths of the width, so that a quarter more than it
# still shows.
LIMIT_AT = 80.0
PRINT_WIDTH = 136.0


def outlook_bar(
    used: Exact | None,
    outlook: Exact | None,
    limit: Exact,
    *,
    sentence: str,
    for_print: bool = False,
) -> SafeString:
    """What is used of a limit (bar), what it is expected to come to (the pale bar behind), and the
    limit (thick line).

    What is not known is not drawn; where neither is, a dotted line. All in one unit; below 0 is
    drawn as nothing.
    """
    pen, parts = Pen(for_print), []
    place = (lambda x: num(x * PRINT_WIDTH / 100)) if for_print else pct
    reach = lambda value: LIMIT_AT * share(value, limit or 1, 100 / LIMIT_AT)  # noqa: E731
    if used is None and outlook is None:
        if for_print:
            parts.append(pen.draw("rect", "bar-none", x=0, y=5, width=place(LIMIT_AT), height=7))
        else:
            parts.append(pen.draw("line", "bar-none", x1=0, x2=place(LIMIT_AT), y1=12, y2=12))
    else:
        parts.append(
            pen.draw("rect", "bar-track", x=0, y=7, width=place(LIMIT_AT), height=10, rx=2)
        )
        if outlook is not None and reach(outlook):
            parts.append(
                pen.draw("rect", "g-band", x=0, y=7, width=place(reach(outlook)), height=10, rx=2)
            )
        if used is not None and reach(used):
            parts.append(
                pen.draw("rect", "bar-fill", x=0, y=7, width=place(reach(used)), height=10, rx=2)
            )
    if limit:
        parts.append(pen.draw("rect", "bar-target", x=place(LIMIT_AT), y=3, width=3, height=18))
    size = f' viewBox="0 0 {num(PRINT_WIDTH)} 24" width="30mm" height="5.29mm"' if for_print else ""
    return wrap(
        "".join(parts), css="bar" if for_print else "step__bar", sentence=sentence, attributes=size
    )


def ladder_axis(elapsed: Number | None, label: str) -> SafeString:
    """The line above ladders: 0, `label` where the share `elapsed` of the period ends, and the
    target."""
    pen = Pen()
    parts = [pen.draw("text", "t", "0", x=0, y=14)]
    if elapsed is not None and 0.12 < share(elapsed, 1) < 0.88:
        ended = share(elapsed, 1)
        anchor = (
            "start" if ended < 0.3 else "end" if ended > 0.7 else "middle"
        )  # clear of 0 and of "mål"
        parts.append(
            pen.draw("text", "t", label, x=pct(TARGET_AT * ended), y=14, text_anchor=anchor)
        )
    parts.append(pen.draw("text", "t", "mål", x=pct(TARGET_AT), y=14, dx=2, text_anchor="middle"))
    return wrap("".join(parts), css="axis", sentence="")


def column_plot(
    values: Sequence[Exact | None],
    labels: Sequence[str],
    target: Exact | None = None,
    *,
    sentence: str,
    for_print: bool = False,
    width: float = 320,
) -> SafeString:
    """A column for each value with its number above and its label below; `target` is a line across.

    A None has a label and no column: nothing is known, which is not 0. `width` (px) counts in print
    only.
    """
    pen, base, tallest = Pen(for_print), 140.0, 114.0
    place = (lambda x: num(x * width / 100)) if for_print else pct
    known = [value for value in values if value is not None]
    top = max([*known, target or 0, 0])
    slot = 100 / max(len(values), 1)
    parts = []
    for index, (value, label) in enumerate(zip(values, labels, strict=True)):
        middle = place(slot * (index + 0.5))
        if value is not None:
            height = tallest * share(value, top)
            bar = {"x": place(slot * (index + 0.2)), "width": place(slot * 0.6)}
            if height:
                parts.append(
                    pen.draw("rect", "bar-fill", y=base - height, height=height, rx=2, **bar)
                )
            parts.append(
                pen.draw(
                    "text", "t", number(value), x=middle, y=base - height - 6, text_anchor="middle"
                )
            )
        parts.append(pen.draw("text", "t", label, x=middle, y=158, text_anchor="middle"))
    parts.append(pen.draw("line", "g-base", x1=0, x2=place(100), y1=base, y2=base))
    if target:
        y = base - tallest * share(target, top)
        parts.append(pen.draw("line", "g-target", x1=0, x2=place(100), y1=y, y2=y))
    size = f' viewBox="0 0 {num(width)} 168" width="{num(width)}" height="168"' if for_print else ""
    return wrap("".join(parts), css="plot plot--short", sentence=sentence, attributes=size)


def elapsed_bar(elapsed: Number) -> SafeString:
    """How much of a period has gone: time, not results. The line stands where today is."""
    pen, done = Pen(), share(elapsed, 1) * 100
    parts = [pen.draw("rect", "bar-track", x=0, y=6, width="100%", height=8)]
    if done:
        parts.append(pen.draw("rect", "bar-fill", x=0, y=6, width=pct(done), height=8))
    if 0 < done < 100:
        parts.append(pen.draw("line", "g-target", x1=pct(done), x2=pct(done), y1=0, y2=20))
    return wrap("".join(parts), css="qstrip__bar", sentence="")


def progress_bar(percent: Number, label: str) -> SafeString:
    """How far a job is, 0 to 100; `label` says of what."""
    done = round(share(percent, 100) * 100)
    pen = Pen()
    track = pen.draw("rect", "bar-track", x=0, y=0, width="100%", height=12, rx=3)
    fill = pen.draw("rect", "bar-fill", x=0, y=0, width=pct(done), height=12, rx=3) if done else ""
    return mark_safe(
        f'<div class="meter" role="progressbar" aria-label="{escape(label)}" '
        'aria-valuemin="0" aria-valuemax="100" '
        f'aria-valuenow="{done}"><svg class="meter__bar" '
        f'aria-hidden="true">{track}{fill}</svg></div>'
    )
