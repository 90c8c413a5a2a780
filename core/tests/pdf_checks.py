"""What a PDF/UA-1 document must hold, read from its bytes."""

from io import BytesIO

import page
import pikepdf


def faults(pdf):
    """What the PDF/UA-1 validator finds; an empty list means compliant."""
    result = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    found = result.failures() if callable(result.failures) else result.failures
    return (
        []
        if result.is_compliant
        else [f"{f.rule_id} {f.message}" for f in found] or ["not compliant"]
    )


def tagged(pdf):
    """The structure tree, flattened: (tag, its dictionary as plain text values)."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return list(_walk(document.Root.StructTreeRoot))


def _walk(node):
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _walk(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            attributes = node.get("/A", {})
            scope = attributes.get("/Scope") if isinstance(attributes, pikepdf.Dictionary) else None
            yield str(node.S), str(node.get("/Alt", "")), str(scope or "")
        if "/K" in node:
            yield from _walk(node.K)


def facts(pdf):
    """Language, title, PDF/UA mark, bookmarks with their depth, and pages."""
    with pikepdf.open(BytesIO(pdf)) as document:
        with document.open_outline() as outline:
            bookmarks = list(_outline(outline.root, 1))
        return {
            "lang": str(document.Root.Lang),
            "title": str(document.docinfo["/Title"]),
            "shows_title": bool(document.Root.ViewerPreferences.DisplayDocTitle),
            "part": str(document.open_metadata()["{http://www.aiim.org/pdfua/ns/id/}part"]),
            "pages": len(document.pages),
            "bookmarks": bookmarks,
        }


def _outline(items, depth):
    for item in items:
        yield depth, str(item.title)
        yield from _outline(item.children, depth + 1)
