"""Which files are taken, and that a file is what its name says."""

from types import SimpleNamespace

import pytest

from core.uploads import MAX_BYTES, read_upload
from governance.tests.factories_fora import DOCX, JPG, PDF, PNG, XLSX, office


def file(name, content, size=None):
    return SimpleNamespace(
        name=name, size=len(content) if size is None else size, read=lambda most: content[:most]
    )


@pytest.mark.parametrize(
    ("name", "content", "extension"),
    [
        ("Budget.pdf", PDF, "pdf"),
        ("notat.DOCX", DOCX, "docx"),
        ("tal.xlsx", XLSX, "xlsx"),
        ("foto.png", PNG, "png"),
        ("foto.jpeg", JPG, "jpg"),
    ],
)
def test_the_five_kinds_are_taken(name, content, extension):
    upload = read_upload(file(name, content))

    assert (upload.extension, upload.content) == (extension, content)


def test_a_name_loses_its_folder_and_its_underscores():
    assert (
        read_upload(file("C:\\Mette\\Budget_2013 \x07udkast.pdf", PDF)).stem == "Budget 2013 udkast"
    )


LIES = (
    "Filen hedder »{}«, men indholdet er et andet, eller filen er ødelagt. Gem den igen, "
    "og prøv så."
)
KINDS = "Vælg en PDF, et Word-dokument (docx), et regneark (xlsx) eller et billede (png, jpg)."


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("virus.exe", b"MZ", f"Filer af typen »exe« kan ikke lægges på. {KINDS}"),
        ("uden", PDF, f"Filer af typen »ukendt« kan ikke lægges på. {KINDS}"),
        ("side.html", b"<script>", f"Filer af typen »html« kan ikke lægges på. {KINDS}"),
        ("tom.pdf", b"", "Filen er tom."),
        ("side.pdf", b"<html><script>alert(1)</script>", LIES.format("pdf")),
        ("halv.pdf", PDF[:9], LIES.format("pdf")),
        ("billede.png", JPG, LIES.format("png")),
        ("billede.jpg", PNG, LIES.format("jpg")),
        ("ark.docx", XLSX, LIES.format("docx")),
        ("notat.xlsx", DOCX, LIES.format("xlsx")),
        ("zip.docx", office("andet.txt"), LIES.format("docx")),
        ("halv.xlsx", XLSX[:40], LIES.format("xlsx")),
        (
            "makro.docx",
            office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
            LIES.format("docx"),
        ),
    ],
)
def test_what_lies_about_itself_is_refused(name, content, said):
    with pytest.raises(ValueError) as refused:
        read_upload(file(name, content))

    assert str(refused.value) == said


def test_ten_megabytes_is_the_most():
    with pytest.raises(ValueError) as refused:
        read_upload(file("stor.pdf", PDF, size=MAX_BYTES + 1))

    assert str(refused.value) == "Filen er større end 10 MB. Gør den mindre, eller del den i flere."
