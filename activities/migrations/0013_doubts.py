"""What is not confirmed gets a column of its own; it stood in the note, from "Bekræft" on. Nothing
is lost: a note that does not fall apart in sentences there stays whole, and the halves make the
whole again."""

from django.db import migrations, models

WORD = "Bekræft"
CLAUSES = frozenset(
    "at om hvad hvem hvilke hvilken hvilket hvis hvor hvordan hvorfor hvornår".split()
)
FIELD = {
    "blank": True,
    "help_text": 'Læses efter "Det er ikke bekræftet,", fx "at en familie tælles hver gang".',
    "max_length": 300,
    "verbose_name": "ikke bekræftet",
}
MODELS = ("SuccessCriterion", "HistoricalSuccessCriterion")


def halves(note):
    """The note without its doubt, and the doubt; the whole note and "" where that is not sure."""
    before, word, doubt = note.partition(WORD)
    is_sentence = not before or before.endswith((". ", "? "))
    for between in (", ", " "):
        if word and is_sentence and doubt.startswith(between) and doubt.endswith("."):
            found = before.rstrip(" "), doubt.removeprefix(between)[:-1]
            if whole(*found) == note:
                return found
    return note, ""


def whole(note, doubt):
    """The note as it was."""
    between = ", " if doubt.partition(" ")[0] in CLAUSES else " "
    return f"{note} {WORD}{between}{doubt}.".lstrip() if doubt else note


def take_out(apps, schema_editor):
    for model in MODELS:
        rows = apps.get_model("activities", model).objects
        for row in rows.filter(note__contains=WORD):
            row.note, row.doubt = halves(row.note)
            row.save(update_fields=["note", "doubt"])


def put_back(apps, schema_editor):
    for model in MODELS:
        rows = apps.get_model("activities", model).objects
        for row in rows.exclude(doubt=""):
            row.note = whole(row.note, row.doubt)[:300]
            row.save(update_fields=["note"])


class Migration(migrations.Migration):
    dependencies = [("activities", "0012_unusual")]

    operations = [
        *(
            migrations.AddField(model.lower(), "doubt", models.CharField(default="", **FIELD), preserve_default=False)
            for model in MODELS
        ),
        migrations.RunPython(take_out, put_back),
    ]
