"""A file handed to a person: saved under a name they can find again, and never run by the
browser."""

import re
from io import BytesIO

from django.http import FileResponse


def as_attachment(content: bytes, filename: str, content_type: str) -> FileResponse:
    """`content` as a download called `filename`."""
    response = FileResponse(
        BytesIO(content), as_attachment=True, filename=filename, content_type=content_type
    )
    response["Content-Security-Policy"] = "sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def safe_name(name: str) -> str:
    """Of "Nord/Syd" a browser keeps what is after the stroke: it becomes "Nord-Syd"."""
    return re.sub(r"\s*[/\\]\s*", "-", name)
