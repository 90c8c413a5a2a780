"""Rum for Liv from January to August 2013. Every figure, day and word is invented; nobody in it
exists."""

from decimal import Decimal

from demo.rum_for_liv_steering import STEERING_2013
from demo.rum_for_liv_words import COMMENTS, LIGHTS, MILESTONES
from demo.script import Course, Entry, Script

AKACIE, LUKRETIA = "463-0", "240-0"

# Month by month from January to August, and the days people remember.
COURSES = {
    "5.1.1-1": Course(
        (5, 8, 11, 7, 10, 17, 7, 6),
        (
            Entry((3, 9), 6, AKACIE, new=4, volunteers=3, note="Første tur med Oplevelsesklubben"),
            Entry((6, 28), 7, AKACIE, new=3, volunteers=4, note="Afslutning på Familiehøjskolen"),
            Entry((6, 28), 4, LUKRETIA, new=1),
            Entry((7, 14), 5, AKACIE, new=2, volunteers=2),
            Entry((7, 14), 2, LUKRETIA, new=1),
            Entry((8, 30), 6, AKACIE, new=2, volunteers=2, note="Oplevelsesklubben i Valbyparken"),
        ),
        elsewhere=19,
    ),
    "5.1.1-2": Course(
        (0, 0, 6, 0, 8, 12, 2, 3),
        (
            Entry((6, 28), 12, AKACIE, note="Familiehøjskolen"),
            Entry((8, 17), 3, LUKRETIA, corrected_from=5),
        ),
        elsewhere=7,
    ),
    "5.1.1-3": Course((0, 0, 0, 3, 0, 5, 2, 2), (Entry((8, 22), 2, AKACIE),), elsewhere=3),
    "5.1.2-1": Course(
        (7, 8, 11, 9, 12, 14, 8, 15),
        (
            Entry((5, 25), 8, AKACIE, note="Første fællesaktivitet med Klubberne"),
            Entry((6, 15), 9, AKACIE, note="Valby Street Soccer"),
            Entry((6, 15), 4, LUKRETIA, note="Valby Street Soccer"),
        ),
    ),
    "5.1.2-2": Course((1, 2, 2, 2, 2, 2, 1, 3)),
    "5.1.2-3": Course((1, 2, 2, 1, 1, 2, 1, 3)),
    "5.1.3-1": Course((2, 3, 4, 4, 4, 4, 3, 5)),
    "5.1.3-2": Course((2, 2, 4, 3, 3, 3, 2, 5)),
    "5.1.3-3": Course((0, 3, 4, 3, 3, 3, 2, 3)),
    "5.1.4-1": Course((5, 6, 7, 8, 8, 8, 5, 11)),
    "5.1.4-2": Course((3, 4, 5, 5, 5, 4, 3, 7)),
    "5.1.4-3": Course((3, 4, 5, 4, 3, 4, 3, 5)),
    "5.2.1-1": Course((7, 7, 9, 11, 10, 10, 7, 13), (Entry((8, 27), 3, AKACIE),)),
    "5.2.1-2": Course((6, 7, 10, 9, 8, 8, 6, 12)),
    "5.2.1-3": Course((4, 6, 9, 9, 8, 9, 5, 11)),
    "5.2.2-1": Course(
        (1, 2, 3, 1, 2, 5, 4, 0),
        (
            Entry((6, 3), 1, AKACIE, note="Nummer ti i projektet"),
            Entry((6, 12), 2, AKACIE),
            Entry((6, 20), 2, LUKRETIA),
            Entry((7, 2), 2, LUKRETIA),
            Entry((7, 19), 2, AKACIE),
        ),
    ),
    "5.2.2-2": Course(
        (0, 2, 2, 1, 2, 2, 3, 0), (Entry((7, 11), 2, AKACIE), Entry((7, 19), 1, LUKRETIA))
    ),
    "5.2.2-3": Course(
        (1, 1, 1, 1, 1, 0, 2, 0), (Entry((7, 5), 1, AKACIE), Entry((7, 19), 1, AKACIE))
    ),
    "5.2.3-1": Course((1, 2, 2, 2, 2, 2, 1, 3)),
    "5.2.3-2": Course((1, 1, 2, 1, 1, 1, 1, 2)),
    "5.2.3-3": Course((0, 1, 1, 1, 0, 1, 0, 1)),
    "5.2.4-1": Course((4, 4, 5, 6, 7, 5, 4, 8), (Entry((8, 29), 5, AKACIE, volunteers=3),)),
    "5.2.4-2": Course((3, 4, 4, 5, 5, 4, 3, 6)),
    "5.3.1-1": Course(
        (0, 38, 14, 0, 10, 61, 15, 30),
        (
            Entry((2, 10), 38, AKACIE, volunteers=6, note="Fastelavn"),
            Entry((3, 7), 14, LUKRETIA, volunteers=3, note="Åbent Hus"),
            Entry((5, 22), 10, AKACIE, volunteers=2, note="MorgenmadsCafé"),
            Entry((6, 8), 46, AKACIE, volunteers=8, note="Sommerfest og International Dag"),
            Entry((6, 8), 15, LUKRETIA, note="Sommerfest og International Dag"),
            Entry((7, 4), 15, AKACIE, volunteers=2, note="BogCafé"),
            Entry((8, 10), 30, AKACIE, volunteers=5, note="Eidfest"),
        ),
    ),
    "5.3.1-2": Course((1, 1, 1, 1, 1, 0, 1, 1)),
    "5.3.1-3": Course(
        (0, 0, 0, 0, 0, 0, 0, 1), (Entry((8, 15), 1, LUKRETIA, note="Fællesspisning hver måned"),)
    ),
    "5.3.2-1": Course((0, 4, 3, 3, 4, 2, 2, 4)),
    "5.3.2-2": Course((0, 1, 1, 1, 0, 0, 0, 1)),
    "5.3.3-1": Course((0, 1, 2, 1, 2, 1, 1, 1)),
    "5.3.3-2": Course(
        (0, 0, 1, 0, 0, 1, 0, 0),
        (
            Entry((3, 20), 1, AKACIE, note="Opgangsmøde på tyrkisk og dansk"),
            Entry((6, 11), 1, AKACIE, note="Homeparty på somali"),
        ),
    ),
    "5.3.3-3": Course(
        fixed=(
            Entry((2, 26), 22, base=1),
            Entry((4, 24), 26, base=1),
            Entry((6, 12), 24, base=1),
            Entry((8, 26), 24, base=1),
        )
    ),
    "5.3.4-1": Course((6, 8, 9, 9, 8, 8, 6, 12)),
    "5.3.4-2": Course((6, 8, 9, 8, 8, 8, 6, 11)),
    "5.3.4-3": Course(
        fixed=(
            Entry((3, 22), 13, base=25, asked=44, note="Regninger for vinteren"),
            Entry((6, 20), 17, base=32, asked=51),
            Entry((8, 27), 27, base=50, asked=80, note="Alle, der har svaret i år"),
        )
    ),
    "5.3.5-1": Course((2, 5, 6, 5, 6, 6, 4, 7), (Entry((8, 29), 4, LUKRETIA),), elsewhere=41),
    "5.3.5-2": Course((0, 1, 2, 1, 2, 1, 1, 1), elsewhere=9),
    "5.3.5-3": Course((0, 0, 1, 0, 1, 0, 0, 1), elsewhere=3),
    "5.3.6-1": Course((0, 1, 1, 0, 1, 0, 0, 1)),
    "5.3.6-2": Course((0, 1, 1, 0, 1, 0, 0, 1)),
    # The newsletters count themselves in when they are out: rum_for_liv_steering.ISSUES.
    "5.4-1": Course(
        (0, 0, 0, 0, 0, 0, 0, 1), (Entry((8, 19), 1, note="Folder om efterårets tilbud"),)
    ),
    "5.4-3": Course(
        (0, 0, 1, 0, 0, 1, 0, 0),
        (
            Entry((3, 13), 1, note="Lokalavisen om Oplevelsesklubben"),
            Entry((6, 18), 1, note="Lokalavisen om Valby Street Soccer"),
        ),
    ),
}

SCRIPT = Script(
    courses=COURSES,
    not_measured=frozenset({"5.2.4-3", "5.3.2-3", "5.3.6-3", "5.4-2"}),
    twice={"5.2.4-1": Entry((5, 28), 3, AKACIE, note="Listen fra i tirsdags")},
    told_to=(8, 31),
    fixed_from=(8, 24),
    hours={
        "FK": Decimal(1216),
        "UK": Decimal(1262),
        "BM": Decimal(1341),
        "SL": Decimal(702),
        "FGK": Decimal(398),
    },
    hours_of={("FK", "5.1.1"): Decimal(331)},
    weeks_missing={"UK": 2, "FGK": 2},
    milestones=MILESTONES,
    closed={"2013-K1": (4, 12), "2013-K2": (7, 11)},
    comments=COMMENTS,
    lights=LIGHTS,
    issued={"2013-K1": (5, 14)},
    meetings={
        "STG": ((2, 26), (5, 21), (9, 25), (12, 4)),
        "FLG": ((3, 5), (5, 28), (9, 10), (11, 26)),
    },
    weekdays={
        "5.1.1": (5, 6),
        "5.1.2": (2, 3, 4, 6),
        "5.1.4": (1, 4),
        "5.2.1": (2,),
        "5.2.4": (1, 2, 4),
        "5.3.1": (5, 6),
        "5.3.4": (2, 3),
    },
    notes={
        "5.1.1": ("Tur til naturlegepladsen", "Regnvejr, færre end ventet", "Madlavning over bål"),
        "5.1.2": ("Street-fodbold ved gården", "Besøg i klubben"),
        "5.1.3": ("Prøvetræning i fodbold", "Prøvetime i svømning", "Fra ventelisten"),
        "5.1.4": ("Gældsrådgivning", "Retshjælp", "Budget og husleje"),
        "5.2.1": ("Temamøde om uddannelse", "Mange spurgte om danskundervisning"),
        "5.2.4": ("Travl eftermiddag før prøver", "Også to voksne"),
        "5.3.2": ("Arbejdsdag i gården",),
        "5.3.4": ("Holdt på tyrkisk og dansk", "Emne: varmeregningen", "Holdt på arabisk"),
        "5.3.5": ("Pilot på Lukretiavej",),
    },
    with_volunteers=frozenset({"5.1.1", "5.1.3", "5.2.4"}),
    steering=STEERING_2013,
)
