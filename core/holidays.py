"""The days Denmark is closed: for who plans meetings a year ahead."""

from datetime import date, timedelta

FIXED = {
    (1, 1): "nytårsdag",
    (6, 5): "grundlovsdag",
    (12, 24): "juleaftensdag",
    (12, 25): "1. juledag",
    (12, 26): "2. juledag",
    (12, 31): "nytårsaftensdag",
}
AFTER_EASTER = {
    -3: "skærtorsdag",
    -2: "langfredag",
    0: "påskedag",
    1: "2. påskedag",
    26: "store bededag",
    39: "Kristi himmelfartsdag",
    49: "pinsedag",
    50: "2. pinsedag",
}
LAST_PRAYER_DAY = 2023  # store bededag was a holiday until then


def easter(year: int) -> date:
    """Easter Sunday (Gauss, as written by Meeus)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    line = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * line) // 451
    month, day = divmod(h + line - 7 * m + 114, 31)
    return date(year, month, day + 1)


def holiday(on: date) -> str:
    """The name of the holiday; "" for an ordinary day."""
    if name := FIXED.get((on.month, on.day)):
        return name
    days = (on - easter(on.year)) // timedelta(days=1)
    return "" if days == 26 and on.year > LAST_PRAYER_DAY else AFTER_EASTER.get(days, "")
