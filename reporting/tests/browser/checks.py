"""What every page must hold, at every width."""

from axe_playwright_python.sync_playwright import Axe

SERIOUS = ("serious", "critical")
LEAST = 320  # here a page need only fit
# Without preload: axe would put style elements into the page, and our content policy would complain
# of them.
AXE = {"resultTypes": ["violations"], "preload": False}

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
    if page.locator("html").get_attribute("lang") != "da":
        yield "the page's language is not Danish"
    if (headings := page.locator("h1").count()) != 1:
        yield f"{headings} h1"
    if not page.title().endswith((" – Rum for Liv", " | Opsætning")):
        yield f"title »{page.title()}«"


def _axe(page):
    for violation in Axe().run(page, options=AXE).response["violations"]:
        if violation["impact"] in SERIOUS:
            for node in violation["nodes"][:3]:
                yield f"{violation['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})"


def _wide(page):
    for html in page.evaluate(WIDER_THAN_WINDOW):
        yield f"wider than the window: {html}"
