"""What the demo says about Rum for Liv's milestones and quarters in 2013. All of it is invented."""

from demo.script import ChangedLight, MilestoneCourse, Said

MINUTES = "Referat i mappen Møder 2013"
MILESTONES = {
    "M1-01": MilestoneCourse(reached=(1, 31), evidence=MINUTES),
    "M1-02": MilestoneCourse(reached=(3, 9), comment="Seks familier var med på den første tur."),
    "M1-03": MilestoneCourse(reached=(2, 6), evidence=MINUTES),
    "M1-04": MilestoneCourse(reached=(2, 20), comment="Fire nye frivillige meldte sig."),
    "M1-05": MilestoneCourse(reached=(2, 28), comment="Borgerretshjælpen og to gældsrådgivere."),
    "M1-06": MilestoneCourse(reached=(2, 12), evidence=MINUTES),
    "M1-07": MilestoneCourse(reached=(3, 14), evidence="Evalueringsskema, Åbent Hus"),
    "M1-08": MilestoneCourse(reached=(2, 26), evidence=MINUTES),
    "M1-09": MilestoneCourse(
        reached=(3, 19), evidence="Budget for Sesam, godkendt af bestyrelserne"
    ),
    "M1-10": MilestoneCourse(reached=(3, 5), evidence=MINUTES),
    "M1-11": MilestoneCourse(reached=(2, 21), evidence=MINUTES),
    "M1-12": MilestoneCourse(reached=(3, 27), evidence="Køreplan, 1. udgave"),
    "M1-13": MilestoneCourse(reached=(3, 22), comment="Omdelt til alle 466 husstande."),
    "M2-01": MilestoneCourse(reached=(5, 16), evidence=MINUTES),
    "M2-02": MilestoneCourse(reached=(6, 28), comment="Tolv forældre gennemførte."),
    "M2-03": MilestoneCourse(reached=(5, 25)),
    "M2-04": MilestoneCourse(reached=(5, 29), evidence=MINUTES),
    "M2-05": MilestoneCourse(reached=(5, 14), comment="34 beboere og tre virksomheder deltog."),
    "M2-06": MilestoneCourse(reached=(6, 3)),
    "M2-07": MilestoneCourse(reached=(6, 13), evidence="Notat fra Dansk Flygtningehjælp"),
    "M2-08": MilestoneCourse(
        moved_to="2013-K3",
        decided=(8, 27),
        said_on=(6, 24),
        agreed=(9, 11),
        reason=(
            "Bestyrelsen på Lukretiavej bad om at vente til efter sommerferien, så flere "
            "kan være med."
        ),
    ),
    "M2-09": MilestoneCourse(reached=(6, 11), evidence=MINUTES),
    "M2-10": MilestoneCourse(reached=(6, 15), comment="Begge afdelinger stillede hold."),
    "M3-01": MilestoneCourse(agreed=(9, 14), said_on=(8, 20)),
    "M3-02": MilestoneCourse(reached=(8, 20), evidence=MINUTES),
    "M3-03": MilestoneCourse(
        status="in_progress", said_on=(8, 20), comment="Udkast aftalt med Klubberne."
    ),
    "M3-04": MilestoneCourse(agreed=(9, 19), said_on=(8, 20)),
    "M3-05": MilestoneCourse(reached=(8, 8), comment="To familier er henvist."),
    "M3-07": MilestoneCourse(
        status="in_progress",
        said_on=(8, 23),
        comment="9 af 10 forløb er afsluttet. De øvrige vejledninger var enkelte samtaler.",
    ),
    "M3-08": MilestoneCourse(reached=(8, 22), evidence="Evaluering med Klubberne og bestyrelserne"),
    "M3-09": MilestoneCourse(
        status="in_progress",
        agreed=(9, 21),
        said_on=(8, 20),
        comment="Kurset slutter den 21. september.",
    ),
    "M3-10": MilestoneCourse(
        status="delayed",
        said_on=(8, 28),
        comment=(
            "34 af 72 boliger er besøgt. Driften manglede en ejendomsfunktionær i juni og juli."
        ),
    ),
    "M4-10": MilestoneCourse(
        status="in_progress", said_on=(8, 27), comment="Første udkast er skrevet."
    ),
}

LIGHTS = {
    "2013-K3": (
        ChangedLight(
            (8, 28),
            "3",
            "delayed",
            "Piloten i Servicebesøg er seks uger bagud og kan ikke indhentes i september.",
        ),
    )
}

COMMENTS = {
    "2013-K1": (
        Said(
            (4, 11),
            "Planen er kommet godt fra start: alle 13 milepæle er nået, og de fleste aktiviteter "
            "er i gang. Servicebesøg venter på driften, og de første fritidsjob bliver fordelt i "
            "maj.",
        ),
        Said(
            (4, 11),
            "Oplevelsesklubben og klubberne er i gang, og de frivillige guider er fundet.",
            area="1",
        ),
        Said((4, 11), "Den åbne rådgivning er godt besøgt fra første uge.", area="2"),
        Said(
            (4, 11),
            "Åbent Hus samlede mange. Servicebesøg begynder først efter sommeren.",
            area="3",
        ),
        Said((4, 11), "Det første nyhedsbrev er omdelt til alle husstande.", area="4"),
        Said(
            (4, 11),
            "Familiehøjskolen, som de fleste gennemfører, holdes først i juni.",
            criterion="5.1.1-2",
        ),
        Said(
            (4, 11),
            "Planerne varer et halvt år eller mere; de første er indfriet hurtigt.",
            criterion="5.2.1-3",
        ),
        Said((4, 11), "Bydelens 20 fritidsjob bliver først fordelt i maj.", criterion="5.2.3-3"),
        Said(
            (4, 11), "Gårdene bruges mest fra maj. Arbejdsdagene er planlagt.", criterion="5.3.2-1"
        ),
        Said(
            (4, 11),
            "Ét møde er holdt. De nye ambassadører uddannes i efteråret.",
            criterion="5.3.3-3",
        ),
        Said(
            (4, 11),
            "Vi kontakter beboerne selv, indtil piloten begynder efter sommeren.",
            criterion="5.3.5-1",
        ),
        Said((4, 11), "Handleplanerne følger efter de første besøg.", criterion="5.3.5-2"),
        Said((4, 11), "Den første plan er indfriet; resten er lige lavet.", criterion="5.3.5-3"),
    ),
    "2013-K2": (
        Said(
            (7, 10),
            "Første halvår gik godt: 22 af 23 milepæle er nået. Familiehøjskolen og Valby Street "
            "Soccer samlede mange. Servicebesøg kommer langsomt i gang, og Sesam venter på "
            "beboermødet efter ferien.",
        ),
        Said(
            (7, 10),
            "Tolv forældre gennemførte Familiehøjskolen. Nu følger vi op med samtaler.",
            area="1",
        ),
        Said(
            (7, 10),
            (
                "Lektiecaféen og den åbne rådgivning er godt besøgt. De unge venter på "
                "ledige fritidsjob."
            ),
            area="2",
        ),
        Said(
            (7, 10),
            "Sommerfesten blev årets største. Servicebesøg mangler hænder i driften, og Sesams "
            "beboermøde er flyttet til september.",
            area="3",
        ),
        Said(
            (7, 10),
            "To nyhedsbreve er omdelt, og lokalavisen har skrevet om os to gange.",
            area="4",
        ),
        Said(
            (7, 10),
            (
                "Der måles i en samtale tre måneder efter forløbet. De fleste forældre "
                "blev først færdige i juni."
            ),
            criterion="5.1.1-3",
        ),
        Said((7, 10), "Bydelens 20 fritidsjob blev først fordelt i maj.", criterion="5.2.3-3"),
        Said((7, 10), "Aktivitetsudvalget har to forslag klar til august.", criterion="5.3.1-3"),
        Said(
            (7, 10),
            "Beboermødet på Lukretiavej er flyttet til den 11. september.",
            criterion="5.3.2-1",
        ),
        Said(
            (7, 10),
            "Fremmødet stiger, men ambassadørerne er ikke begyndt endnu.",
            criterion="5.3.3-3",
        ),
        Said(
            (7, 10),
            "Driften mangler en ejendomsfunktionær, så piloten besøger færre boliger end planlagt.",
            criterion="5.3.5-1",
        ),
        Said((7, 10), "Handleplanerne følger efter besøgene.", criterion="5.3.5-2"),
        Said(
            (7, 10),
            "To planer er indfriet; resten er først lavet i maj og juni.",
            criterion="5.3.5-3",
        ),
    ),
    "2013-K3": (
        Said(
            (8, 28),
            "Tre ud af fire områder følger planen. Servicebesøg og Sesam er bagud, og styregruppen "
            "tager stilling den 25. september.",
        ),
        Said((8, 28), "Alle tal følger planen undtagen trin 3 i Forældre & læring.", area="1"),
        Said(
            (8, 28),
            "Lektiecaféen har nået årets mål. Der mangler fritidsjob til de unge.",
            area="2",
        ),
        Said(
            (8, 28),
            "Piloten på Lukretiavej bliver ikke færdig i 3. kvartal. Sesam begynder igen med "
            "beboermødet den 11. september.",
            area="3",
        ),
        Said(
            (8, 28),
            "To nyhedsbreve og en folder er udkommet. Læserne spørges første gang i 2014.",
            area="4",
        ),
        Said(
            (8, 28),
            "Samtalerne efter Familiehøjskolen holdes først i september. Vi venter 6–8 flere på "
            "trin 3 inden 1. oktober.",
            criterion="5.1.1-3",
        ),
        Said(
            (8, 28),
            (
                "Bydelens 20 fritidsjob blev først fordelt i maj. To hold begynder med "
                "jobsøgning i september."
            ),
            criterion="5.2.3-3",
        ),
        Said(
            (8, 28),
            "Fællesspisningen er den første. En gruppe vil lave børneteater i efteråret.",
            criterion="5.3.1-3",
        ),
        Said(
            (8, 28),
            "Beboermødet blev flyttet til den 11. september. Derefter følger to arbejdsdage.",
            criterion="5.3.2-1",
        ),
        Said(
            (8, 28),
            "De nye ambassadører er først klar efter kurset den 21. september.",
            criterion="5.3.3-2",
        ),
        Said(
            (8, 28),
            "Ambassadørerne inviterer personligt til mødet i november; det plejer at give flere.",
            criterion="5.3.3-3",
        ),
    ),
}
