"""Convictions are told per 10,000 residents, as plans and the ministry's list do; they were per
1,000 adults. What was written is reckoned anew, in its history too, and says so."""

from decimal import Decimal

from django.db import migrations, models
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

TENTH = Value(Decimal("0.1"), output_field=models.DecimalField())
SAID = "Regnet om fra pr. 1.000 voksne. "
KINDS = [
    ("outside_labour", "uden for arbejdsmarkedet (%)"),
    ("income", "bruttoindkomst pr. voksen (kr.)"),
    ("under_18", "beboere under 18 år (%)"),
    ("single_parents", "enlige forsørgere (%)"),
    ("other_origin", "indvandrere og efterkommere (%)"),
    ("moves", "fraflytninger (%)"),
    ("crime", "dømte (pr. 10.000 beboere)"),
]


def _of_both(apps):
    for name in ("BackgroundFigure", "HistoricalBackgroundFigure"):
        yield apps.get_model("governance", name).objects.filter(indicator="crime")


def per_ten_thousand(apps, schema_editor):
    for rows in _of_both(apps):
        rows.update(
            value=F("value") * 10,
            city_value=F("city_value") * 10,
            definition=Concat(Value(SAID), F("definition")),
        )


def per_thousand(apps, schema_editor):
    for rows in _of_both(apps):
        rows.update(value=F("value") * TENTH, city_value=F("city_value") * TENTH)
        told = rows.filter(definition__startswith=SAID)
        told.update(definition=Substr("definition", len(SAID) + 1))


class Migration(migrations.Migration):
    dependencies = [("governance", "0009_stated")]

    operations = [
        migrations.AlterField(
            "backgroundfigure",
            "indicator",
            models.CharField(choices=KINDS, max_length=16, verbose_name="tal"),
        ),
        migrations.AlterField(
            "historicalbackgroundfigure",
            "indicator",
            models.CharField(choices=KINDS, max_length=16, verbose_name="tal"),
        ),
        *(
            migrations.AlterField(
                model,
                "definition",
                models.CharField(
                    help_text="Hvem tæller med, og hvornår er det talt.",
                    max_length=340,
                    verbose_name="sådan er det opgjort",
                ),
            )
            for model in ("backgroundfigure", "historicalbackgroundfigure")
        ),
        migrations.RunPython(per_ten_thousand, per_thousand),
    ]
