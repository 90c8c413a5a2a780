"""A sheet that was read before rows of one konto were added up says each line's one row; now its rows."""

from django.db import migrations


def number_as_rows(apps, schema_editor):
    for found in apps.get_model("governance", "SpendingImport").objects.all():
        if any("row" in row for row in found.rows):
            found.rows = [_now(row) for row in found.rows]
            found.save(update_fields=["rows"])


def _now(row):
    if "row" not in row:
        return row
    kept = {name: value for name, value in row.items() if name != "row"}
    return {"rows": [row["row"]], "to_date": None, "as_the_rest": None, **kept}


class Migration(migrations.Migration):
    dependencies = [("governance", "0004_new_budget_line")]

    operations = [migrations.RunPython(number_as_rows, migrations.RunPython.noop)]
