"""What every page must hold, at every width."""

from axe_playwright_python.base import AXE_SCRIPT

LEAST = 320  # here a page need only fit
# All of axe's rules; only what is wrong comes back, for of a long page all else is megabytes.
# Without preload: axe would put style elements into the page, and our content policy would complain
# of them.
AXE_FAULTS = """async () => {
    const found = await axe.run({ resultTypes: ["violations"], preload: false });
    return found.violations
        .filter((fault) => ["serious", "critical"].includes(fault.impact))
        .flatMap((fault) => fault.nodes.slice(0, 3).map((node) =>
            `${fault.id}: ${node.html.slice(0, 160)} (${node.failureSummary.slice(0, 200)})`));
}"""
FRAME = """() => ({
    lang: document.documentElement.getAttribute("lang"),
    headings: document.querySelectorAll("h1").length,
    title: document.title,
})"""

# The innermost of what reaches beyond the window, where the window can be scrolled sideways.
WIDER_THAN_WINDOW = """() => {
    const most = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= most) return [];
    const beyond = (e) => e.getBoundingClientRect().right > most + 1;
    return [...document.body.querySelectorAll("*")]
        .filter(e => beyond(e) && ![...e.children].some(beyond))
        .sort((a, b) => b.getBoundingClientRect().right - a.getBoundingClientRect().right)
        .slice(0, 3).map(e => e.outerHTML.slice(0, 160));
}"""

# Focus each thing one can reach, and see whether it, its label or what stands for it looks
# different.
UNSEEN_FOCUS = """() => {
    const look = (e) => {
        const around = [e, e.parentElement, e.nextElementSibling].filter(Boolean);
        return JSON.stringify(around.map((x) => {
            const s = getComputedStyle(x);
            const drawn = s.outlineStyle !== "none" && s.outlineWidth !== "0px";
            const outline = drawn && s.outlineWidth + s.outlineColor;
            return [outline, s.boxShadow, s.borderColor, s.backgroundColor];
        }));
    };
    const fields = "button, input:not([type=hidden]), select, textarea";
    const reachable = `a[href], ${fields}, summary, [tabindex='0']`;
    return [...document.querySelectorAll(reachable)].filter((e) => {
        if (e.disabled || !e.checkVisibility()) return false;
        document.activeElement.blur();
        const before = look(e);
        e.focus({ preventScroll: true, focusVisible: true });
        return document.activeElement === e && look(e) === before;
    }).slice(0, 3).map((e) => e.outerHTML.slice(0, 120));
}"""


def faults_of(page):
    """What is wrong with the page as it is shown now; an empty list when nothing is."""
    return [*_frame(page), *_axe(page), *_wide(page)]


def focus_faults_of(page):
    page.keyboard.press("Tab")
    return [f"focus cannot be seen: {html}" for html in page.evaluate(UNSEEN_FOCUS)]


def faults_at(page, *widths):
    """The same at each width; the page is loaded only once."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        found += [
            f"{width} px: {fault}" for fault in (faults_of(page) if width != LEAST else _wide(page))
        ]
    return found


def _frame(page):
    frame = page.evaluate(FRAME)
    if frame["lang"] != "da":
        yield "the page's language is not Danish"
    if (headings := frame["headings"]) != 1:
        yield f"{headings} h1"
    if not frame["title"].endswith((" – Rum for Liv", " | Opsætning")):
        yield f"title »{frame['title']}«"


def _axe(page):
    """The page is given axe once, at whatever widths it is looked at."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(AXE_FAULTS)


def _wide(page):
    for html in page.evaluate(WIDER_THAN_WINDOW):
        yield f"wider than the window: {html}"
