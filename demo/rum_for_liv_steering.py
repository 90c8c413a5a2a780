"""How Rum for Liv is steered in the demo's 2013. Every amount, day and word is invented, but the
background figures and the contracts: those are the plan's own (sections 1, 3, 5.2 and 8.4)."""

from datetime import date, time
from decimal import Decimal

from demo.steering_script import (
    Answer,
    Change,
    Danger,
    Deal,
    Gathering,
    Heir,
    Issue,
    Item,
    Judgement,
    Line,
    Money,
    Place,
    Review,
    Session,
    Spent,
    Statistic,
    Steering,
    Task,
)

AKACIE, LUKRETIA = "463-0", "240-0"
LEAD, COORDINATOR = "Sekretariatslederen", "Den boligsociale koordinator"
STEERING, REFERENCE = "steering_group", "reference_group"
STEERING_SEATS = ("Formanden for styregruppen", "To medlemmer af styregruppen", COORDINATOR, LEAD)
REFERENCE_SEATS = (
    "Lejerbo Københavns repræsentant",
    "Afdelingsbestyrelsen, Akacieparken",
    "Afdelingsbestyrelsen, Lukretiavej",
    "Lokalinspektøren",
    LEAD,
)

SEATS = (
    Place("STG", "Formand, udpeget af Lejerbo København", "chair"),
    Place("STG", "Medlem, udpeget af Lejerbo København", "member", STEERING),
    Place("STG", COORDINATOR, "secretary"),
    Place("FLG", "Lejerbo Københavns repræsentant", "chair"),
    Place("FLG", "Afdelingsbestyrelsen, Akacieparken", "member", REFERENCE),
    Place("FLG", "Afdelingsbestyrelsen, Lukretiavej", "member"),
    Place("FLG", "Lokalinspektøren", "observer"),
)

BUDGET_POINT = "Budget 2013"
PILOT_POINT = "Pilot i Servicebesøg"

SESSIONS = (
    Session(
        "STG",
        (2, 26),
        prepared=(2, 18),
        items=(
            Item(
                BUDGET_POINT,
                "decision",
                "Budgettet for 2013 fordelt på udgifter og på, hvem der betaler.",
                proposal="At styregruppen godkender budgettet for 2013.",
                consequence="Pengene er til rådighed. Den lokale andel er 25,8 %.",
                minutes=20,
            ),
        ),
        called=(2, 19),
        minuted=(3, 5),
        present=STEERING_SEATS,
        said={
            "status": ("noted", "Aktiviteterne kommer i gang som planlagt."),
            "budget": ("noted", "Der er intet forbrug at følge op på endnu."),
            "milestones": ("noted", "Otte af kvartalets 13 milepæle er nået."),
            "adjustments": ("noted", "Der var ingen justeringer."),
            BUDGET_POINT: ("approved", "Styregruppen godkendte budgettet for 2013."),
        },
    ),
    Session(
        "FLG",
        (3, 5),
        prepared=(2, 25),
        called=(2, 26),
        minuted=(3, 12),
        present=REFERENCE_SEATS,
        said={
            "status": ("noted", "Følgegruppen hørte om de første aktiviteter."),
            "budget": ("noted", "Følgegruppen fik budgettet for 2013 gennemgået."),
            "milestones": ("noted", "Følgegruppen vil gerne høre mere om Sesam."),
            "adjustments": ("recommended", "Følgegruppen anbefaler justering 1."),
        },
    ),
    Session(
        "STG",
        (5, 21),
        prepared=(5, 13),
        items=(
            Item(
                PILOT_POINT,
                "decision",
                "Piloten på Lukretiavej mangler hænder i driften, og få boliger er besøgt.",
                proposal=(
                    "At styregruppen beder driften om at sætte en medarbejder på piloten "
                    "til efteråret."
                ),
                consequence=(
                    "Piloten kan blive færdig i år. Ellers når vi omkring 60 af 100 beboere."
                ),
                minutes=15,
                criterion="5.3.5-1",
                period="2013-K1",
            ),
        ),
        called=(5, 14),
        minuted=(5, 28),
        present=STEERING_SEATS,
        said={
            "status": ("noted", "Styregruppen roste fremmødet i Vejledningstilbud."),
            "budget": ("noted", "Forbruget i 1. kvartal følger budgettet."),
            "milestones": ("noted", "Alle 13 milepæle i 1. kvartal er nået."),
            "adjustments": (
                "approved",
                "Justering 1 og 2 blev godkendt og sendes til Landsbyggefonden.",
            ),
            PILOT_POINT: ("approved", "Driften spørges, og svaret forelægges i september."),
        },
        tasks=(
            Task(
                "adjustments",
                "Send justering 1 og 2 til Landsbyggefonden",
                "social_coordinator",
                COORDINATOR,
                (6, 1),
                done=(5, 24),
                note="Begge sendt.",
            ),
            Task(
                PILOT_POINT,
                "Aftal med driften, hvem der går med på servicebesøg",
                "secretariat_lead",
                LEAD,
                (8, 15),
            ),
            Task(
                "budget",
                "Fremlæg en prognose for årets forbrug",
                "secretariat_lead",
                LEAD,
                (9, 18),
            ),
        ),
        annex="2013-K1",
    ),
    Session(
        "FLG",
        (5, 28),
        prepared=(5, 20),
        called=(5, 21),
        minuted=(6, 4),
        present=REFERENCE_SEATS,
        said={
            "status": ("noted", "Følgegruppen glæder sig over tilslutningen."),
            "budget": ("noted", "Taget til efterretning."),
            "milestones": ("noted", "Beboermødet på Lukretiavej bør ligge efter sommerferien."),
            "adjustments": ("noted", "Styregruppen har godkendt justering 1 og 2."),
        },
    ),
    Session(
        "STG",
        (9, 25),
        prepared=(8, 26),
        items=(
            Item(
                "Servicebesøg i efteråret",
                "decision",
                "Driften har ingen medarbejder til piloten.",
                proposal="At piloten fortsætter til 31. december med to faste dage om ugen.",
                consequence="Fire timer om ugen flyttes fra Sesam.",
                minutes=20,
                criterion="5.3.5-1",
                period="2013-K2",
            ),
            Item(
                "Mål for 2014",
                "discussion",
                "Årets mål slutter i december.",
                proposal="At gruppen siger, hvilke måltal der skal følge med til 2014.",
                consequence="Forslaget ligger klar til mødet i december.",
                minutes=25,
            ),
        ),
    ),
)

STAFF, ACTIVITIES, SECRETARIAT = "staff", "activities", "secretariat"
LBF, ASSOCIATION, MUNICIPALITY, FUND = "lbf", "association", "municipality", "other_fund"


def _kr(amount: str) -> Decimal:
    return Decimal(amount)


# Each amount says itself that it is invented.
LINES = (
    Line("1010", STAFF, LBF, "Løn, familier og unge (opdigtet beløb)", _kr("900000"), "1"),
    Line("1020", STAFF, LBF, "Løn, beskæftigelse (opdigtet beløb)", _kr("620000"), "2"),
    Line(
        "1030",
        STAFF,
        MUNICIPALITY,
        "Kommunens fritidsjobvejleder (opdigtet beløb)",
        _kr("310000"),
        "2",
    ),
    Line("1040", STAFF, LBF, "Løn, beboernetværk (opdigtet beløb)", _kr("480000"), "3"),
    Line("2010", ACTIVITIES, LBF, "Klubber og ture (opdigtet beløb)", _kr("180000"), "1"),
    Line("2020", ACTIVITIES, FUND, "Lektiecafé (opdigtet beløb)", _kr("60000"), "2"),
    Line("2030", ACTIVITIES, ASSOCIATION, "Arrangementer (opdigtet beløb)", _kr("120000"), "3"),
    Line("3010", SECRETARIAT, LBF, "Sekretariat (opdigtet beløb)", _kr("420000")),
    Line(
        "3020",
        SECRETARIAT,
        ASSOCIATION,
        "Lokaler og administration (opdigtet beløb)",
        _kr("390000"),
    ),
    Line("4010", "communication", LBF, "Nyhedsbreve og folder (opdigtet beløb)", _kr("70000"), "4"),
    Line("5010", "evaluation", ASSOCIATION, "Evaluering (opdigtet beløb)", _kr("50000")),
)

MONEY = Money(
    note="Opdigtet beløb i hver linje: budgettet er fundet på til demoen.",
    drafted=(1, 8),
    proposed=(2, 15),
    approved=(2, 26),
    point=BUDGET_POINT,
    lines=LINES,
    spending={
        "2013-K1": (
            (4, 12),  # in the afternoon the quarter is closed, and with it its money
            {
                "1010": Spent(_kr("221430.50"), _kr("900000")),
                "1020": Spent(_kr("152880.00"), _kr("620000")),
                "1030": Spent(_kr("77500.00"), _kr("310000")),
                "1040": Spent(_kr("118245.25"), _kr("480000")),
                "2010": Spent(_kr("31960.75"), _kr("180000")),
                "2020": Spent(_kr("9420.00"), _kr("60000")),
                "2030": Spent(_kr("24310.00"), _kr("120000")),
                "3010": Spent(_kr("104800.00"), _kr("420000")),
                "3020": Spent(_kr("97500.00"), _kr("390000")),
                "4010": Spent(_kr("15875.00"), _kr("70000")),
                "5010": Spent(_kr("0"), _kr("50000")),
            },
        ),
        "2013-K2": (
            (7, 11),
            {
                "1010": Spent(_kr("226915.50"), _kr("905000")),
                "1020": Spent(_kr("156340.00"), _kr("625000")),
                "1030": Spent(_kr("77500.00"), _kr("310000")),
                "1040": Spent(_kr("114020.75"), _kr("465000")),
                "2010": Spent(_kr("58240.00"), _kr("184000")),
                "2020": Spent(_kr("14105.50"), _kr("58000")),
                "2030": Spent(
                    _kr("71480.00"),
                    _kr("138000"),
                    "Sommerfesten blev større end ventet.",
                ),
                "3010": Spent(_kr("103150.00"), _kr("418000")),
                "3020": Spent(_kr("97500.00"), _kr("390000")),
                "4010": Spent(_kr("16420.00"), _kr("68000")),
                "5010": Spent(_kr("4800.00"), _kr("50000")),
            },
        ),
    },
)

CHANGES = (
    Change(
        "Flere brugere i Vejledningstilbud",
        criterion="5.1.4-1",
        value=80,
        in_force=(7, 1),
        reason="Borgerretshjælpen og to gældsrådgivere giver en ekstra aften om ugen.",
        consequence="Fem flere beboere i år inden for de samme timer.",
        proposed=(2, 21),
        advised=(3, 5),
        decided=(5, 21),
        sent=(5, 24),
        reference="Demo 2013-1",
        answered=(7, 3),
        accepted=True,
        answer="Godkendt som indstillet.",
    ),
    Change(
        "Færre unge i fritidsjob",
        criterion="5.2.3-3",
        value=6,
        in_force=(8, 1),
        reason="Bydelens 20 fritidsjob blev først fordelt i maj.",
        consequence="Fire færre unge får et fritidsjob i år.",
        proposed=(5, 6),
        decided=(5, 21),
        sent=(5, 24),
        reference="Demo 2013-2",
        answered=(7, 12),
        accepted=False,
        answer="Måltallet hører til grundlaget for bevillingen.",
    ),
)

RISKS = (
    Danger(
        (4, 11),
        "Driften kan ikke gå med på servicebesøg",
        2,
        2,
        "Piloten på Lukretiavej bliver ikke færdig i år.",
        "Vi besøger selv boligerne.",
        LEAD,
        area="3",
        again=((8, 28), 3, 2, "Afgøres på mødet den 25. september."),
    ),
    Danger(
        (6, 19),
        "Fritidsjobvejledningen mister sin bevilling",
        2,
        3,
        "Vejledningen lukker, og de unge mister deres kontakt til jobcentret.",
        "Tages op med jobcentret inden jul.",
        COORDINATOR,
        area="2",
    ),
    Danger(
        (3, 5),
        "For få frivillige i lektiecaféen",
        2,
        2,
        "Lektiecaféen må lukke en dag om ugen.",
        "Dansk Flygtningehjælp søger frivillige på gymnasierne.",
        "Den boligsociale medarbejder",
        area="2",
        closed=(6, 20),
        closed_why="Fire nye frivillige er begyndt.",
    ),
)

HEIRS = (
    Heir(
        (5, 16), "5.1.1", "red-barnet", 1, "To frivillige skal stå for turene.", date(2015, 6, 30)
    ),
    Heir(
        (6, 5), "5.1.2", "klubberne", 2, "Klubberne får lokalet på Lukretiavej.", date(2014, 12, 31)
    ),
    Heir(
        (6, 12),
        "5.2.2",
        "driften",
        1,
        "En ejendomsfunktionær skal følge de unge.",
        date(2015, 12, 31),
    ),
    Heir(
        (8, 21),
        "5.3.1",
        "bestyrelserne",
        3,
        "Bestyrelserne har en post i deres budget.",
        date(2014, 6, 30),
    ),
)

REVIEWS = (
    Review(
        (1, 22),
        "local",
        "Lokal evaluering af Arrangementer",
        "Fremdriftsgruppen",
        (6, 30),
        activity="5.3.1",
        done=(6, 27),
        conclusion="Festerne samler begge afdelinger.",
        consequence="To fester og fire caféer næste år.",
    ),
    Review(
        (1, 22),
        "local",
        "Lokal evaluering af Lektiecafé",
        "Dansk Flygtningehjælp",
        (8, 15),
        activity="5.2.4",
    ),
    Review((1, 22), "yearly", "Årlig evaluering 2013", "Styregruppen", (12, 4)),
)

# One in each quarter, to every household.
ISSUES = tuple(
    Issue(f"Nyhedsbrev nr. {number}", material, out, copies=466, criterion="5.4-1")
    for number, (material, out) in enumerate(
        (((3, 8), (3, 22)), ((6, 7), (6, 21)), ((9, 6), (9, 20)), ((11, 29), (12, 13))), start=1
    )
)

# The two contracts of the district are the plan's (sections 1 and 8.4), and what it says is in
# them; the agreement on youth jobs too (5.2.3), but its last day. The rest is invented.
DEALS = (
    Deal(
        (1, 8),
        "Projektkontrakt med Københavns Kommune: Børn, unge og familier",
        "contract",
        "familieraadgivning",
        date(2013, 1, 1),
        None,
        we="Familiekoordinatoren bygger bro til Familierådgivningen.",
        they="Familierådgivningens fremskudte indsats.",
        areas=("1",),
        funding="Foreningsguider forudsætter, at finansieringen fortsætter",
    ),
    Deal(
        (1, 8),
        "Projektkontrakt med Københavns Kommune: Uddannelse, beskæftigelse og erhverv",
        "contract",
        "bif",
        date(2013, 1, 1),
        None,
        we="",
        they="Aktiviteter, styring og medfinansiering, som de er aftalt for Valby.",
        areas=("2",),
        funding="Relationsarbejdet i Fritidsjobvejledning kræver fortsat finansiering udefra",
    ),
    Deal(
        (1, 10),
        "Samarbejdsaftale om fritidsjob",
        "cooperation",
        "fritidsjobindsats",
        date(2013, 1, 1),
        date(2014, 12, 31),
        we="Kontakt til de unge, henvisning og mentorer.",
        they="Adgang til bydelens 20 fritidsjob og til fritidsjob i kommunen.",
        activities=("5.2.3",),
        funding="Relationsarbejdet kræver fortsat finansiering udefra",
    ),
    Deal(
        (1, 24),
        "Aftale om Oplevelsesklubben",
        "activity",
        "red-barnet",
        date(2013, 2, 1),
        date(2013, 10, 31),
        we="Planlægning og transport.",
        they="Fire frivillige på hver tur.",
        activities=("5.1.1",),
    ),
)

# What the plan says of its estates; the year is the list's, or the one the plan was written in.
# Nothing is made more exact than it stands there.
OUTSIDE = "Voksne, seneste tal i 2012. Byen: 14 % i afsnit 3.3, 14,6 % i afsnit 5.2."
UNDER_18 = "Planen siger »godt 40 %« og »næsten 50 %«, ikke nøjagtige tal."
LISTED = "Dømte efter straffeloven, listen af 5. oktober 2010."
FIGURES = (
    Statistic("outside_labour", 2012, _kr("39"), _kr("14"), OUTSIDE, AKACIE),
    Statistic("outside_labour", 2012, _kr("46"), _kr("14"), OUTSIDE, LUKRETIA),
    Statistic("under_18", 2012, _kr("40"), None, UNDER_18, AKACIE),
    Statistic("under_18", 2012, _kr("50"), None, UNDER_18, LUKRETIA),
    Statistic("crime", 2010, _kr("342"), None, LISTED, AKACIE),
)

# Six of the plan's 30 doubts are still open: what counts in two places, and the newsletters.
ANSWERS = (
    Answer(
        (1, 29),
        ("5.1.2-1", "5.1.3-1", "5.1.4-1", "5.2.4-1", "5.2.4-2", "5.3.2-1", "5.3.4-2"),
        "Ja, hver tælles første gang i året. Aftalt på personalemødet.",
    ),
    Answer(
        (1, 29),
        ("5.1.1-1", "5.3.1-1", "5.2.1-1", "5.3.3-2", "5.3.3-3"),
        "Ja, alt det, der står på aktivitetens egen liste, tælles hver gang.",
    ),
    Answer(
        (2, 14),
        ("5.1.1-2", "5.1.1-3", "5.1.2-3", "5.1.3-3", "5.2.2-1", "5.2.2-2", "5.3.6-2"),
        "Ja. Et forløb er mindst seks gange, og der følges op efter tre måneder.",
    ),
    Answer(
        (2, 26),
        ("5.2.4-3", "5.3.2-3", "5.3.4-3", "5.3.6-3", "5.4-2"),
        "Ja. Styregruppen godkendte, hvem der spørges og hvornår.",
    ),
)

STEERING_2013 = Steering(
    seats=SEATS,
    gatherings={
        "STG": Gathering(time(15, 0), time(17, 0), "Lejerbo København"),
        "FLG": Gathering(time(17, 0), time(19, 0), "Carl Th. Dreyersvej 248"),
    },
    sessions=SESSIONS,
    money=MONEY,
    changes=CHANGES,
    risks=RISKS,
    heirs=HEIRS,
    reviews=REVIEWS,
    issues=ISSUES,
    deals=DEALS,
    answers=ANSWERS,
    figures=FIGURES,
    figures_on=(2, 12),
    figures_source="Helhedsplanen Rum for Liv",
    judgements=(
        Judgement(
            (6, 28),
            "not_yet",
            "Vi har kun planens egne tal fra før starten. Nye tal er bestilt.",
        ),
    ),
)
