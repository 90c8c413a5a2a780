"""The kinds of mail, in the order of a note's way to its meeting. Those of the plan's dates:
reminders.kinds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind of mail: what it is called, when it is sent, to whom, and the product's own
    opening words. `number`: its place on a note's way to its meeting."""

    name: str
    when: str
    to: str
    opening: str
    number: int


KINDS = {
    "handed_over": Kind(
        "Notatet er afleveret",
        "Når sekretariatslederen afleverer statusnotatet",
        "den boligsociale koordinator",
        "Statusnotatet er klar til dig. Læs det igennem, ret, hvad der skal rettes, og udsend det.",
        number=4,
    ),
    "sent_back": Kind(
        "Notatet er sendt tilbage",
        "Når koordinatoren sender statusnotatet tilbage",
        "den, der afleverede det",
        "Statusnotatet er sendt tilbage til dig. Når det er rettet, kan du aflevere det igen.",
        number=5,
    ),
    "issued": Kind(
        "Notatet er udsendt",
        "Når statusnotatet er udsendt og filen er klar",
        "styregruppen, følgegruppen og sekretariatet",
        "Statusnotatet er udsendt. Du kan læse det på din telefon eller hente det som PDF.",
        number=7,
    ),
}


def add(slug: str, kind: Kind) -> None:
    """A kind that an upper app writes, when it starts."""
    KINDS[slug] = kind
    for later in sorted(KINDS, key=lambda one: KINDS[one].number):
        KINDS[later] = KINDS.pop(later)
