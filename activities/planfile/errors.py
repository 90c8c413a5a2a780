"""What is wrong with a plan file: every fault at once, each with its line and field, in Danish."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One fault. `line` counts from 1; 0 where no single line is to blame."""

    line: int
    where: str
    message: str

    def __str__(self) -> str:
        """ "linje 214, aktivitet 5.2.2, timer pr. uge (hours): Mindst er større end højst." """
        place = ", ".join(
            part for part in (f"linje {self.line}" if self.line else "", self.where) if part
        )
        return f"{place}: {self.message}" if place else self.message


class PlanFileError(Exception):
    """The file was refused and nothing is changed. `problems` holds every fault found, by line."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


class Refused(Exception):
    """One value cannot be read. The message is Danish; `line` is set when it is not the field's
    own."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.message, self.line = message, line
