"""Whatever a file holds, the loader either takes it or says what is wrong: nothing else ever
comes out."""

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activities.models import Plan
from activities.planfile import PlanFileError, export_plan, load, read_plan_file
from activities.tests.planfiles import RUM_FOR_LIV, SMALL

LINES = SMALL.splitlines(keepends=True)
ODD = [
    "null",
    "~",
    "-1",
    "0",
    "1e9",
    "99999999999999999999",
    "1.5",
    "1,5",
    "true",
    "ja",
    "[]",
    "{}",
    "[1,2,3]",
    "FK",
]
ODD += [
    "2013",
    "2013-K1",
    "2013-02-31",
    "0000-01-01",
    "9999-12-31",
    "2016-2013",
    "5.2.2",
    "-",
    "&a",
    "*a",
    "!!int",
]
ODD += ["''", "|", ">", "?", "'", '"', "#", ":", "{a:{b:c}}"]
WORDS = st.one_of(
    st.sampled_from([*ODD, "", "- -", "? x", ": :", "x" * 5000, "\u2028", "\ufeff", "\x85"]),
    st.text(max_size=12),
)
ROUNDS = settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def take(data: bytes) -> bool:
    """Whether the file is read. Anything but the loader's own error escapes and fails the test."""
    try:
        read_plan_file(data)
    except PlanFileError as error:
        assert error.problems
        assert all(problem.message and str(problem) for problem in error.problems)
        return False
    return True


@st.composite
def with_other_values(draw):
    """The small file with some values replaced."""
    lines = list(LINES)
    for number in draw(st.lists(st.integers(0, len(lines) - 1), min_size=1, max_size=4)):
        head, colon, _ = lines[number].partition(": ")
        lines[number] = f"{head}{colon}{draw(WORDS)}\n"
    return "".join(lines)


@st.composite
def with_lines_moved(draw):
    """The small file with lines dropped, doubled, swapped or moved in."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 5))):
        number, other = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["dropped", "doubled", "swapped", "in", "out"])):
            case "dropped" if len(lines) > 2:
                del lines[number]
            case "doubled":
                lines.insert(other, lines[number])
            case "swapped":
                lines[number], lines[other] = lines[other], lines[number]
            case "in":
                lines[number] = "  " + lines[number]
            case "out":
                lines[number] = lines[number].removeprefix("  ")
    return "".join(lines)


@given(with_other_values())
@ROUNDS
def test_other_values_are_read_or_refused(text):
    take(text.encode("utf-8", "surrogatepass"))


@given(with_lines_moved())
@ROUNDS
def test_moved_lines_are_read_or_refused(text):
    take(text.encode())


@given(
    st.integers(0, len(SMALL)),
    st.integers(0, 60),
    st.one_of(st.binary(max_size=20), st.text(max_size=20)),
)
@ROUNDS
def test_bytes_put_anywhere_are_read_or_refused(start, length, new):
    raw, new = SMALL.encode(), new if isinstance(new, bytes) else new.encode()

    take(raw[:start] + new + raw[start + length :])


@given(st.binary(max_size=300))
@ROUNDS
def test_any_bytes_are_refused(data):
    assert not take(data)


@given(st.integers(0, RUM_FOR_LIV.stat().st_size))
@settings(ROUNDS, max_examples=25)
def test_file_cut_short_is_read_or_refused(size):
    take(RUM_FOR_LIV.read_bytes()[:size])


@given(st.one_of(with_other_values(), with_lines_moved()))
@settings(ROUNDS, max_examples=60)
def test_what_is_read_is_also_stored_and_comes_back_the_same(db, text):
    data = text.encode("utf-8", "surrogatepass")
    if not take(data):
        return
    with transaction.atomic():
        load(SMALL.encode())
        plan = load(data).plan
        exported = export_plan(Plan.objects.get(pk=plan.pk))

        assert not load(exported.encode()).anything
        assert export_plan(Plan.objects.get(pk=plan.pk)) == exported
        transaction.set_rollback(True)
