"""From the file's bytes to YAML nodes, which know their line. Everything that is not plain, safe
YAML ends here."""

import yaml
from yaml.nodes import Node

from activities.planfile.errors import PlanFileError, Problem

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
# The C parser is ten times faster; both give nodes with the same marks.
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SYNTAX = (
    (
        "block end",
        "Linjen er rykket forkert ind. Felter, der hører sammen, skal stå lige langt inde.",
    ),
    ("block entry", "En bindestreg (-) står et forkert sted. Tjek indrykningen."),
    (
        "mapping values",
        "Et kolon mere end ventet. Sæt teksten i anførselstegn, når den indeholder »: «.",
    ),
    ("could not find expected ':'", "Her mangler et kolon efter feltets navn."),
    ("flow", "En { eller [ er ikke lukket, eller et komma mangler."),
    ("quoted scalar", "Et anførselstegn er ikke lukket."),
    (
        "start any token",
        "Et tegn står et sted, hvor YAML ikke tillader det. Sæt teksten i anførselstegn.",
    ),
)

UNCLOSED = ("flow", "quoted scalar")


def read_nodes(data: bytes) -> Node:
    """The root node of a plan file. Raises PlanFileError: too big, not UTF-8, empty, tabs, not
    YAML, or YAML's anchors, aliases and tags, which a plan file has no use for."""
    text = _decode(data)
    _refuse_odd_characters(text)
    try:
        _refuse_odd_events(text)
        root = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        raise PlanFileError([_syntax_problem(error)]) from error
    except yaml.YAMLError as error:
        raise PlanFileError([Problem(0, "", "Filen er ikke gyldig YAML.")]) from error
    if root is None:
        raise PlanFileError([Problem(1, "", "Filen er tom.")])
    return root


def _decode(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise PlanFileError(
            [Problem(0, "", f"Filen er for stor. Den må højst fylde {MAX_BYTES // 1_000_000} MB.")]
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise PlanFileError(
            [Problem(line, "", "Tegnet kan ikke læses. Gem filen som UTF-8.")]
        ) from error
    if not text.strip():
        raise PlanFileError([Problem(1, "", "Filen er tom.")])
    return text


def _refuse_odd_characters(text: str) -> None:
    problems = [
        Problem(number, "", "Linjen har et tabulatortegn. Brug mellemrum.")
        for number, line in enumerate(text.split("\n"), 1)
        if "\t" in line
    ]
    for found in yaml.reader.Reader.NON_PRINTABLE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        problems.append(
            Problem(line, "", f"Linjen har et usynligt tegn (U+{ord(found[0]):04X}). Slet det.")
        )
    if problems:
        raise PlanFileError(problems)


def _refuse_odd_events(text: str) -> None:
    """Look at the stream before anything is built: an alias bomb or a thousand brackets cost
    nothing."""
    problems, depth, documents = [], 0, 0
    for event in yaml.parse(text, Loader=Loader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            problems.append(
                Problem(line, "", "Henvisninger med & og * kan ikke bruges. Skriv teksten ud.")
            )
        elif getattr(event, "tag", None):
            problems.append(
                Problem(line, "", "Mærker med ! kan ikke bruges. Sæt teksten i anførselstegn.")
            )
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents == 2:
                problems.append(
                    Problem(line, "", "Filen må kun rumme én plan. Fjern linjen »---«.")
                )
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(
            event, yaml.CollectionEndEvent
        )
        if depth > MAX_DEPTH:
            problems.append(Problem(line, "", "Der er for mange niveauer inde i hinanden."))
            break
    if problems:
        raise PlanFileError(problems)


def _syntax_problem(error: yaml.MarkedYAMLError) -> Problem:
    """What is unclosed is shown where it was opened; all else where the reader gave up."""
    said = f"{error.context or ''} {error.problem or ''}"
    sign, reason = next(
        (pair for pair in SYNTAX if pair[0] in said), ("", "Linjen er ikke gyldig YAML.")
    )
    marks = (error.context_mark, error.problem_mark)
    mark = next((mark for mark in (marks if sign in UNCLOSED else reversed(marks)) if mark), None)
    return Problem(mark.line + 1 if mark else 0, "", reason)
