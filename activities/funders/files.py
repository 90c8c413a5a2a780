"""Where the profiles of funders lie: those the product has, and the installation's own."""

from pathlib import Path

from django.conf import settings

OURS = Path(__file__).parent
USUAL = "lbf-2011"  # a plan's that names none: whose demands the document has (domain.md 1.1)


def folders() -> list[Path]:
    """The installation's own first: a file there takes the place of ours of the same name."""
    own = settings.FUNDER_DIR
    return [Path(own), OURS] if own else [OURS]


def paths() -> dict[str, Path]:
    """Key -> file, by key."""
    found = {path.stem: path for folder in reversed(folders()) for path in folder.glob("*.yaml")}
    return dict(sorted(found.items()))


def keys() -> list[str]:
    return list(paths())
