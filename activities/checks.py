"""What is looked at when the server starts: the funders' profiles."""

from typing import Any

from django.core import checks

from activities.funders import files, profile
from activities.planfile.errors import PlanFileError


@checks.register
def funder_profiles(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Each profile is in order."""
    found: list[checks.CheckMessage] = []
    for path in files.paths().values():
        try:
            profile.read(path.read_bytes(), path.stem)
        except PlanFileError as error:
            said = [checks.Error(f"{path}: {problem}") for problem in error.problems]
            found += said
        except OSError as error:
            found.append(checks.Error(f"{path}: kan ikke læses ({error.strerror})."))
    return found
