"""What a day must be, in the words said where it is not."""

from datetime import date

from core.danish import day

FUTURE = "Datoen ligger i fremtiden. Vælg i dag eller en tidligere dag."


def outside(on: date, first: date, last: date) -> str:
    """ "Vælg en dag fra 1.1.2013 til 31.12.2016."; "" for a day that lies there."""
    return "" if first <= on <= last else f"Vælg en dag fra {day(first)} til {day(last)}."
