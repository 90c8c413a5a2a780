"""What one of those counted is: persons, families or things, where it was persons or not. Families
have neither age nor sex."""

from django.db import migrations, models
from django.db.models import Q

FAMILIES = ("famili", "husstand", "husholdning")
FIELD = {
    "choices": [
        ("persons", "personer"),
        ("households", "familier eller husstande"),
        ("things", "andet, fx møder eller planer"),
    ],
    "default": "things",
    "help_text": "Kun ved personer spørges der om alder og køn.",
    "max_length": 10,
    "verbose_name": "tæller",
}
MODELS = ("SuccessCriterion", "HistoricalSuccessCriterion")


def name_what_is_counted(apps, schema_editor):
    named = Q()
    for word in FAMILIES:
        named |= Q(noun__istartswith=word)
    for model in MODELS:
        counting = apps.get_model("activities", model).objects.filter(counts_persons=True)
        counting.filter(named).update(counts="households")
        counting.exclude(named).update(counts="persons")


def say_persons_or_not(apps, schema_editor):
    for model in MODELS:
        rows = apps.get_model("activities", model).objects
        rows.exclude(counts="things").update(counts_persons=True)


class Migration(migrations.Migration):
    dependencies = [("activities", "0009_funder")]

    operations = [
        *(migrations.AddField(model.lower(), "counts", models.CharField(**FIELD)) for model in MODELS),
        migrations.RunPython(name_what_is_counted, say_persons_or_not),
        *(migrations.RemoveField(model.lower(), "counts_persons") for model in MODELS),
    ]
