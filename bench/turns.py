"""Contenders in turns: each in a process of its own, one document at a time, so that other work
hits all alike."""

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Self

OFFICE_SECONDS = 300


@dataclass(frozen=True)
class Turn:
    """What one document cost: seconds of CPU and at the wall, MB held after it; and its bytes
    and pages."""

    cpu: float
    size: int
    wall: float = 0
    memory: float = 0
    pages: int = 0


class Contender:
    """A process of bench.contender that is asked for one document after another."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.contender", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.process.communicate()

    def turn(self) -> Turn:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(file=self.process.stdin, flush=True)
        return Turn(**json.loads(self.process.stdout.readline()))


def in_turns(rounds: int, *acts: Callable[[], Turn], warm: int = 2) -> list[list[Turn]]:
    """The turns of each act, taken in turns after `warm` that do not count."""
    for _ in range(warm):
        for act in acts:
            act()
    taken: list[list[Turn]] = [[] for _ in acts]
    for _ in range(rounds):
        for act, turns in zip(acts, taken, strict=True):
            turns.append(act())
    return taken


def cpu(turns: list[Turn]) -> float:
    """Median CPU milliseconds."""
    return 1000 * median(turn.cpu for turn in turns)


def over(mine: list[Turn], theirs: list[Turn]) -> float:
    """How many times the CPU of the other's turn beside it: the median of the pairs."""
    return median(a.cpu / b.cpu for a, b in zip(mine, theirs, strict=True))


def office(workbook: Path) -> Turn:
    """A cold LibreOffice makes the workbook a PDF: a new process with a new profile."""
    with TemporaryDirectory(prefix="rumforliv-office-") as folder:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            str(workbook),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=OFFICE_SECONDS)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        size = Path(folder, workbook.stem).with_suffix(".pdf").stat().st_size
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Turn(spent, size)
