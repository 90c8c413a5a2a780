"""What of a criterion is not confirmed, in words. A doubt is written so that it follows "Det er
ikke bekræftet,": "at en familie tælles, hver gang den deltager"; any other words are told after a
colon."""

CLAUSES = {
    *("at", "om", "hvad", "hvem", "hvilke", "hvilken", "hvilket"),
    *("hvis", "hvor", "hvordan", "hvorfor", "hvornår"),
}


def unconfirmed(doubt: str) -> str:
    """What readers see: "Det er ikke bekræftet, at ..."."""
    clause, said = _read(doubt)
    return f"Det er ikke bekræftet, {said}." if clause else f"Ikke bekræftet: {said}."


def asked(doubt: str) -> str:
    """What whoever is to confirm it sees: "Bekræft, at ..."."""
    clause, said = _read(doubt)
    return f"Bekræft, {said}." if clause else f"Bekræft: {said}."


def _read(doubt: str) -> tuple[bool, str]:
    """Whether it is a clause that follows, and it without its full stop."""
    said = doubt.strip().rstrip(".")
    is_clause = said.partition(" ")[0].lower() in CLAUSES
    return is_clause, said[:1].lower() + said[1:] if is_clause else said
