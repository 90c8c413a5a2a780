"""What the page, its card and Min plan say of how many doubts are open."""

from collections.abc import Sequence

from core.danish import capital, quantity, word


def headline(still_open: int, settled: int) -> str:
    """ "Tre ting skal bekræftes", "Alt er bekræftet", "Der er intet at bekræfte"."""
    if still_open == 1:
        return "Én ting skal bekræftes"
    if still_open:
        return f"{capital(word(still_open))} ting skal bekræftes"
    return "Alt er bekræftet" if settled else "Der er intet at bekræfte"


def not_confirmed(codes: Sequence[str]) -> str:
    """One sentence for a paper: how many, and which by their codes."""
    of = quantity(len(codes), "kriterium", "kriterier")
    return f"Det er ikke bekræftet, hvordan {of} tælles eller måles: {', '.join(codes)}."
