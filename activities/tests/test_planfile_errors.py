"""Broken plan files: each is refused with its line, its field and what to do."""

import pytest

from accounts.names import LOOKS_LIKE_CPR
from activities.tests.planfiles import SMALL, edited, faults

CRITERION = "aktivitet 5.2.2, kriterium 5.2.2-1"
BROKEN = {
    "tab": (
        [("  slug", "\tslug")],
        ["linje 2: Linjen har et tabulatortegn. Brug mellemrum."],
    ),
    "duplicate key": (
        [("  name: Den lille plan", "  name: Den lille plan\n  name: Den anden")],
        ["linje 4, plan: Feltet »name« står to gange; første gang i linje 3. Slet det ene."],
    ),
    "duplicate activity": (
        [("milestones:", "      - {code: 5.2.2, name: Igen}\nmilestones:")],
        [
            (
                "linje 46, aktivitet 5.2.2, nummer (code): »5.2.2« står to gange; første "
                "gang i linje 17."
            )
        ],
    ),
    "duplicate criterion": (
        [("- code: 5.2.2-2", "- code: 5.2.2-1")],
        [f"linje 35, {CRITERION}, kode (code): »5.2.2-1« står to gange; første gang i linje 25."],
    ),
    "role twice on an activity": (
        [("{role: SL, hours: 3}", "{role: FK, hours: 3}")],
        [
            (
                "linje 22, aktivitet 5.2.2, timer FK, stilling (role): »FK« står to "
                "gange; første gang i linje 21."
            )
        ],
    ),
    "unknown key": (
        [("            method: Optælling", "            metod: Optælling")],
        [
            f"linje 25, {CRITERION}, metode (method): Feltet mangler.",
            f"linje 32, {CRITERION}: Feltet »metod« kendes ikke. Mente du »method«?",
        ],
    ),
    "misspelt part": (
        [("estates:\n  - {", "estate:\n  - {")],
        ["linje 6: Feltet »estate« kendes ikke. Mente du »estates«?"],
    ),
    "a CPR number in any text": (
        [("name: Familieklub", "name: Familieklub 010190–1234")],
        ["linje 18, aktivitet 5.2.2, navn (name): " + LOOKS_LIKE_CPR],
    ),
    "unknown role": (
        [("{role: SL, hours: 3}", "{role: SLL, hours: 3}")],
        [
            (
                "linje 22, aktivitet 5.2.2, timer SLL, stilling (role): »SLL« findes "
                "ikke. Mente du »SL«?"
            )
        ],
    ),
    "unknown responsible": (
        [("responsible: FK", "responsible: XY")],
        [
            (
                f"linje 33, {CRITERION}, ansvarlig (responsible): »XY« findes ikke. Skriv "
                "den under roles."
            )
        ],
    ),
    "unknown partner": (
        [("partners: [klub]", "partners: [klup]")],
        [
            (
                "linje 23, aktivitet 5.2.2, partner klup, samarbejdspartner (partner): "
                "»klup« findes ikke. Mente du »klub«?"
            )
        ],
    ),
    "unknown estate": (
        [("estates: [E1]", "estates: [E1, Q7]")],
        [
            (
                "linje 19, aktivitet 5.2.2, afdelinger (estates): »Q7« findes ikke. "
                "Skriv den under estates."
            )
        ],
    ),
    "31 February": (
        [("2013-01-01", "2013-02-31")],
        ["linje 4, plan, begynder (starts_on): Datoen 2013-02-31 findes ikke."],
    ),
    "Danish date": (
        [("2013-01-01", "1.1.2013")],
        [
            (
                "linje 4, plan, begynder (starts_on): »1.1.2013« er ikke en dato. Skriv "
                "år-måned-dag, fx 2013-01-31."
            )
        ],
    ),
    "ends first": (
        [("2016-12-31", "2012-12-31")],
        ["linje 5, plan, slutter (ends_on): Planen slutter, før den begynder."],
    ),
    "missing target": (
        [("            targets: {2013: 100, 2014: 110}\n", "")],
        [
            f"linje 25, {CRITERION}, måltal (targets): Måltallet mangler. Skriv fx {{2013: 100}}, "
            "eller {} hvis der ikke er sat et endnu."
        ],
    ),
    "target without a value": (
        [("2013: 100", "2013: null")],
        [f"linje 34, {CRITERION}, måltal 2013, måltal (value): Feltet mangler."],
    ),
    "overlapping targets": (
        [("2014: 110", "2013-2014: 110")],
        [
            f"linje 34, {CRITERION}, måltal 2013-2014, periode (period): Et andet måltal gælder "
            "til 31.12.2013."
        ],
    ),
    "target outside the plan": (
        [("2014: 110", "2017: 110")],
        [
            (
                f"linje 34, {CRITERION}, måltal 2017, periode (period): Planen løber fra "
                "1.1.2013 til 31.12.2016. Vælg en periode i den."
            )
        ],
    ),
    "not a period": (
        [("2014: 110", "2014-K5: 110")],
        [
            f"linje 34, {CRITERION}, måltal 2014-K5, periode (period): »2014-K5« er ikke en "
            "periode. Skriv fx 2013-K2, 2013-H1, 2013 eller 2013-2016."
        ],
    ),
    "percent above 100": (
        [("2013-2016: 50", "2013-2016: 150")],
        [
            "linje 45, aktivitet 5.2.2, kriterium 5.2.2-2, måltal 2013-2016, "
            "måltal (value): Måltallet er i procent og kan højst være 100."
        ],
    ),
    "percent of nobody": (
        [("            denominator: familierne\n", "")],
        [
            "linje 35, aktivitet 5.2.2, kriterium 5.2.2-2, i forhold til (denominator): "
            "En procent skal være af nogen. Skriv af hvem, fx beboerne."
        ],
    ),
    "percent counted by heads": (
        [("counting_rule: measurement", "counting_rule: items")],
        [
            "linje 42, aktivitet 5.2.2, kriterium 5.2.2-2, tællemåde (counting_rule): "
            "Passer ikke til procent. Vælg »måling: seneste måling gælder« (measurement)."
        ],
    ),
    "hours the wrong way": (
        [("[1, 2]", "[2, 1]")],
        [
            "linje 21, aktivitet 5.2.2, timer FK, timer pr. uge (hours): "
            "Mindst (2) er større end højst (1). Byt om på dem."
        ],
    ),
    "hours with a comma": (
        [("hours: 3}", "hours: '3,5'}")],
        [
            "linje 22, aktivitet 5.2.2, timer SL, timer pr. uge (hours): "
            "»3,5« er ikke et antal timer. Brug punktum som komma."
        ],
    ),
    "hours beyond the week": (
        [("hours: 3}", "hours: 200}")],
        [
            (
                "linje 22, aktivitet 5.2.2, timer SL, timer pr. uge (hours): 200 timer "
                "går ikke. En uge har 168 timer."
            )
        ],
    ),
    "level 4": (
        [("level: 1", "level: 4")],
        [f"linje 26, {CRITERION}, trin (level): 4 går ikke. Skriv et tal fra 1 til 3."],
    ),
    "thousands with a full stop": (
        [("2013: 100", "2013: 1.200")],
        [
            (
                f"linje 34, {CRITERION}, måltal 2013, måltal (value): »1.200« kan læses "
                "på to måder. Skriv tusinder uden punktum, og højst to decimaler."
            )
        ],
    ),
    "negative": (
        [("dwellings: 40", "dwellings: -4")],
        ["linje 7, afdeling E1, lejemål (dwellings): -4 går ikke. Skriv et tal fra 0 til 1000000."],
    ),
    "too long": (
        [("name: Familier deltog", f"name: {'x' * 81}")],
        [f"linje 27, {CRITERION}, kort navn (name): Teksten er på 81 tegn. Der er plads til 80."],
    ),
    "milestone outside the plan": (
        [("2013-K1", "2017-K1")],
        [
            (
                "linje 47, milepæl M1, periode (period): 1. kvartal 2017 ligger uden for "
                "planen (2013-2016)."
            )
        ],
    ),
    "milestone in another rhythm": (
        [("2013-K1", "2013-H1")],
        [
            (
                "linje 47, milepæl M1, periode (period): Planen rapporteres anderledes. "
                "Skriv perioden som 2013-K1."
            )
        ],
    ),
    "number measured on nothing": (
        [(", criterion: 5.2.2-1", "")],
        [
            (
                "linje 47, milepæl M1, tal, der skal nås (number): Et tal skal måles på "
                "et succeskriterium. Skriv criterion."
            )
        ],
    ),
    "unknown criterion": (
        [("criterion: 5.2.2-1,", "criterion: 5.2.2-9,")],
        [
            (
                "linje 47, milepæl M1, succeskriterium (criterion): »5.2.2-9« findes "
                "ikke. Mente du »5.2.2-2«?"
            )
        ],
    ),
    "list where one value belongs": (
        [("name: Den lille plan", "name: [Den, lille]")],
        ["linje 3, plan, navn (name): Her skal stå én værdi, ikke en liste eller flere felter."],
    ),
    "fields where a list belongs": (
        [("partners: [klub]", "partners: {klub: 1}")],
        [
            (
                "linje 23, aktivitet 5.2.2, partners: Her skal stå en liste. Begynd hver "
                "linje med en bindestreg (-)."
            )
        ],
    ),
    "colon in a text": (
        [("name: Den lille plan", "name: Den lille: plan")],
        [
            (
                "linje 3: Et kolon mere end ventet. Sæt teksten i anførselstegn, når den "
                "indeholder »: «."
            )
        ],
    ),
    "open quote": (
        [("name: Den lille plan", 'name: "Den lille plan')],
        ["linje 3: Et anførselstegn er ikke lukket."],
    ),
    "open bracket": (
        [("partners: [klub]", "partners: [klub")],
        ["linje 23: En { eller [ er ikke lukket, eller et komma mangler."],
    ),
    "alias": (
        [("slug: lille", "slug: &a lille"), ("name: Den lille plan", "name: *a")],
        [
            "linje 2: Henvisninger med & og * kan ikke bruges. Skriv teksten ud.",
            "linje 3: Henvisninger med & og * kan ikke bruges. Skriv teksten ud.",
        ],
    ),
    "tag": (
        [("name: Den lille plan", "name: !!python/object/apply:os.system [ls]")],
        ["linje 3: Mærker med ! kan ikke bruges. Sæt teksten i anførselstegn."],
    ),
    "two plans": (
        [("milestones:", "---\nmilestones:")],
        ["linje 46: Filen må kun rumme én plan. Fjern linjen »---«."],
    ),
    "invisible character": (
        [("Den lille", "Den\x08lille")],
        ["linje 3: Linjen har et usynligt tegn (U+0008). Slet det."],
    ),
}
NOT_A_FILE = {
    "empty": (b"", ["linje 1: Filen er tom."]),
    "only a comment": (b"# tom\n", ["linje 1: Filen er tom."]),
    "not UTF-8": (
        "plan:\n  name: æ".encode("latin-1"),
        ["linje 2: Tegnet kan ikke læses. Gem filen som UTF-8."],
    ),
    "too big": (b"#" * 1_000_001, ["Filen er for stor. Den må højst fylde 1 MB."]),
    "no plan": (
        b"estates: []",
        ["linje 1: Planens egne felter mangler. Filen skal begynde med »plan:«."],
    ),
    "a list": (b"- plan", ["linje 1: Filen skal begynde med »plan:« og dens felter."]),
    "a thousand brackets": (b"[" * 1000, ["linje 1: Der er for mange niveauer inde i hinanden."]),
    "alias bomb": (
        b"a: &a [x, x]\nb: [*a, *a]\n",
        [
            "linje 1: Henvisninger med & og * kan ikke bruges. Skriv teksten ud.",
            "linje 2: Henvisninger med & og * kan ikke bruges. Skriv teksten ud.",
        ],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), BROKEN.values(), ids=BROKEN)
def test_broken_file_is_refused_with_line_and_field(changes, expected):
    assert faults(edited(*changes)) == expected


@pytest.mark.parametrize(("data", "expected"), NOT_A_FILE.values(), ids=NOT_A_FILE)
def test_what_is_no_plan_file_is_refused(data, expected):
    assert faults(data) == expected


def test_every_fault_is_told_at_once():
    data = edited(
        ("2013-01-01", "2013-02-31"),
        ("level: 1", "level: 4"),
        ("role: SL, hours: 3", "role: SLL, hours: tre"),
    )

    assert [fault.split(",")[0] for fault in faults(data)] == [
        "linje 4",
        "linje 22",
        "linje 22",
        "linje 26",
    ]


def test_small_file_is_good_with_a_mark_and_windows_lines():
    assert faults(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode()) == []


def test_codes_that_look_like_numbers_keep_their_zeros():
    assert faults(edited(("- code: '1'", "- code: 5.10"))) == []
