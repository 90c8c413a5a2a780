"""Files people upload: which kinds are taken, how large, and whether a file is what its name
says."""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

MAX_BYTES = 10 * 1024 * 1024
OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class FileType:
    """One kind of file that is taken: its extension, what the browser is told it is, and what
    people call it."""

    extension: str
    content_type: str
    name: str


TYPES = {
    kind.extension: kind
    for kind in (
        FileType("pdf", "application/pdf", "PDF"),
        FileType("docx", f"{OFFICE}.wordprocessingml.document", "Word"),
        FileType("xlsx", f"{OFFICE}.spreadsheetml.sheet", "Excel"),
        FileType("png", "image/png", "billede"),
        FileType("jpg", "image/jpeg", "billede"),
    )
}
ALIKE = {"jpeg": "jpg"}
ACCEPT = ",".join(f".{extension}" for extension in (*TYPES, *ALIKE))
TAKEN = "Vælg en PDF, et Word-dokument (docx), et regneark (xlsx) eller et billede (png, jpg)."
MAIN_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}


@dataclass(frozen=True)
class Upload:
    """A file that was taken: its bytes, its kind, and its name without folder and extension."""

    content: bytes
    extension: str
    stem: str


def read_upload(file: Any) -> Upload:
    """The bytes and kind of an uploaded file. Raises ValueError, in Danish, for one that is too
    large, empty, of another kind, or not what its name says."""
    if file.size > MAX_BYTES:
        raise ValueError("Filen er større end 10 MB. Gør den mindre, eller del den i flere.")
    name = PurePosixPath(str(file.name).replace("\\", "/"))
    extension = name.suffix.removeprefix(".").lower()
    extension = ALIKE.get(extension, extension)
    if extension not in TYPES:
        raise ValueError(
            f"Filer af typen »{extension[:10] or 'ukendt'}« kan ikke lægges på. {TAKEN}"
        )
    content = file.read(MAX_BYTES + 1)
    if not content:
        raise ValueError("Filen er tom.")
    if not is_what_it_says(content, extension):
        raise ValueError(
            f"Filen hedder »{extension}«, men indholdet er et andet, eller filen er "
            "ødelagt. Gem den igen, og prøv så."
        )
    return Upload(content, extension, tidy(name.stem))


def is_what_it_says(content: bytes, extension: str) -> bool:
    """Whether the bytes begin and end as a file of the kind does. Of Word and Excel: without
    macros, whole as a zip."""
    match extension:
        case "pdf":
            return content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]
        case "png":
            return content.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in content[-64:]
        case "jpg":
            return content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[-2048:]
    return _is_office(content, MAIN_PART[extension])


def _is_office(content: bytes, main_part: str) -> bool:
    """Only the list of contents is read: nothing is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
    has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    return {"[Content_Types].xml", main_part} <= names and not has_macros


def tidy(name: str) -> str:
    """A file's name as people read it: no control characters, underscores as spaces."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f_]+", " ", name).split())
