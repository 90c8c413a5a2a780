"""XML from strangers: one pass, no document types and so no entities, nothing fetched."""

from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from core.spreadsheet.table import BROKEN, TOO_LARGE, NotReadable

Start = Callable[[str, dict[str, str]], Any]
End = Callable[[str, str], Any]
DEEPEST = 50


def parse(content: bytes, start: Start, end: End | None = None, *, most: int) -> int:
    """Call `start(tag, attributes)` and `end(tag, its own text)`, names without their namespace.

    Returns how many elements there are. Raises NotReadable for more than `most`, for what is no
    XML, and for a document type, whatever it says.
    """
    texts: list[list[str]] = []
    count = 0

    def opened(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > most:
            raise NotReadable(TOO_LARGE)
        if len(texts) >= DEEPEST:
            raise NotReadable(BROKEN)
        texts.append([])
        start(_local(tag), {_local(name): value for name, value in attributes.items()})

    def closed(tag: str) -> None:
        text = "".join(texts.pop())
        if end is not None:
            end(_local(tag), text)

    def said(text: str) -> None:
        if texts:
            texts[-1].append(text)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = (
        opened,
        closed,
        said,
    )
    try:
        parser.Parse(content, True)
    except NotReadable:
        raise
    except (expat.ExpatError, ValueError, LookupError):
        raise NotReadable(BROKEN) from None
    return count


def _refuse(*arguments: Any) -> None:
    raise NotReadable(
        "Filen har en dokumenttype, som regneark ikke har. Gem den som .xlsx i regnearksprogrammet."
    )


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
