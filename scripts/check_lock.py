"""The lock files hold what the .in files ask for, and name no registry. Offline, so that it may
run anywhere."""

import re
import sys
from pathlib import Path

ASKED = re.compile(r"^([\w.-]+)(?:\[[\w,]+\])?==([^\s;#]+)", re.MULTILINE)
ADDRESS = re.compile(r"^.*(?:https?://|--(?:extra-)?index-url|--find-links).*$", re.MULTILINE)


def pins(path: Path) -> dict[str, str]:
    return {
        re.sub(r"[-_.]+", "-", name).lower(): version
        for name, version in ASKED.findall(path.read_text())
    }


def faults() -> list[str]:
    found = []
    for name in ("requirements", "requirements-dev"):
        asked, locked = Path(f"{name}.in"), Path(f"{name}.txt")
        have = pins(locked)
        found += [
            f"{locked}: {package}=={version} is missing; run `make lock`"
            for package, version in pins(asked).items()
            if have.get(package) != version
        ]
        found += [
            f"{locked}: names a registry: {line}" for line in ADDRESS.findall(locked.read_text())
        ]
    run, dev = pins(Path("requirements.txt")), pins(Path("requirements-dev.txt"))
    found += [
        f"requirements-dev.txt: {name} differs from requirements.txt"
        for name in run
        if dev.get(name) != run[name]
    ]
    return found


if __name__ == "__main__":
    sys.exit("\n".join(faults()) or 0)
