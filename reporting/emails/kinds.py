"""The kinds of mail, in the order of a note's way to its meeting."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind of mail: what it is called, when it is sent, to whom, and the product's own opening words."""

    name: str
    when: str
    to: str
    opening: str


KINDS = {
    "draft_made": Kind(
        "Kladden er lavet",
        "Når en periode er slut, og systemet har lavet kladden til statusnotatet",
        "sekretariatslederen",
        "Perioden er slut, og kladden til statusnotatet er lavet af de tal, der er registreret. "
        "Læs den igennem, og skriv det, tallene ikke selv siger.",
    ),
    "missing": Kind(
        "Det mangler til notatet",
        "14 dage før styregruppens møde, hvis noget mangler",
        "sekretariatslederen",
        "Styregruppen mødes snart, og statusnotatet er ikke helt klar. Her er, hvad der mangler.",
    ),
    "material_due": Kind(
        "Notatet skal afleveres",
        "Den dag, materialet til styregruppen skal være klar, hvis notatet ikke er afleveret",
        "sekretariatslederen",
        "Materialet til styregruppen skal være klar nu, og statusnotatet er ikke afleveret til koordinatoren. "
        "Når perioden er lukket, kan du aflevere det, også selv om noget mangler: skriv så hvorfor.",
    ),
    "handed_over": Kind(
        "Notatet er afleveret",
        "Når sekretariatslederen afleverer statusnotatet",
        "den boligsociale koordinator",
        "Statusnotatet er klar til dig. Læs det igennem, ret, hvad der skal rettes, og udsend det.",
    ),
    "sent_back": Kind(
        "Notatet er sendt tilbage",
        "Når koordinatoren sender statusnotatet tilbage",
        "den, der afleverede det",
        "Statusnotatet er sendt tilbage til dig. Når det er rettet, kan du aflevere det igen.",
    ),
    "late": Kind(
        "Notatet er ikke udsendt",
        "Dagen efter at materialet skulle være klar, og igen to dage før styregruppens møde, "
        "hvis notatet ikke er udsendt",
        "den boligsociale koordinator",
        "Statusnotatet til styregruppens møde er ikke udsendt endnu.",
    ),
    "issued": Kind(
        "Notatet er udsendt",
        "Når statusnotatet er udsendt og filen er klar",
        "styregruppen, følgegruppen og sekretariatet",
        "Statusnotatet er udsendt. Du kan læse det på din telefon eller hente det som PDF.",
    ),
    "group_material": Kind(
        "Materiale til følgegruppen",
        "14 dage før følgegruppens møde",
        "sekretariatslederen",
        "Følgegruppen mødes snart. Send dagsorden og materiale til medlemmerne i god tid.",
    ),
}
