"""Rum for Liv with its demo year: loaded once per test process, put back before each test."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction

from accounts.models import User
from activities.models import Plan
from demo.management.commands.demo_logins import read_passwords

SLUG = "rum-for-liv"


class Demo:
    """The demo's rows, kept in tables of their own beside the real ones, so that putting them
    back takes no time."""

    def __init__(self):
        call_command("load_plan", "activities/plans/rum-for-liv.yaml", verbosity=0)
        call_command("demo_logins", SLUG, verbosity=0)
        call_command("demo_year", SLUG, 2013, verbosity=0)
        self.passwords = read_passwords()
        with transaction.atomic(), connection.cursor() as cursor:
            for table, kept in self._tables():
                cursor.execute(f"CREATE TABLE {kept} AS SELECT * FROM {table}")
        call_command("flush", interactive=False, verbosity=0)

    def put_back(self):
        with transaction.atomic(), connection.cursor() as cursor:
            for table, _ in self._tables():
                cursor.execute(f"DELETE FROM {table}")
            for table, kept in self._tables():
                cursor.execute(f"INSERT INTO {table} SELECT * FROM {kept}")
            for statement in connection.ops.sequence_reset_sql(
                no_style(), apps.get_models(include_auto_created=True)
            ):
                cursor.execute(statement)
        ContentType.objects.clear_cache()

    def _tables(self):
        names = connection.introspection.django_table_names(only_existing=True, include_views=False)
        quote = connection.ops.quote_name
        return [
            (quote(name), quote(f"demo_{name}")) for name in names if not name.startswith("demo_")
        ]

    @property
    def plan(self):
        return Plan.objects.get(slug=SLUG)

    def person(self, first_name):
        return User.objects.get(email=self.email(first_name))

    def email(self, first_name):
        return f"{first_name}@rumforliv.example"

    def password(self, first_name):
        return self.passwords[self.email(first_name)]
