"""Rows that many tests begin with: built once in a process, by factories, and written again as they
are.

Building the cast anew cost more than a quarter of all tests' time. What is written again is what
the factories made, history and all. Each fixture's rows have numbers of their own far above any
other, so that they meet nothing a test made before them, and what it makes after them has higher
ones.
"""

from django.apps import apps
from django.db import connection, models, transaction

ROOM = 1_000_000  # numbers for each fixture
# Written by Django's signals after `migrate`: there before any test.
BOOKS = {"contenttypes", "auth"}


class KeptRows:
    """`take(name, build)` gives what `build()` made: a row, in a database where it and all
    beside it stands."""

    def __init__(self):
        self.rooms = {}  # fixture: where its numbers begin
        # fixture: (model, number of the row), and the statements that write all again
        self.kept = {}

    def take(self, name, build):
        with transaction.atomic():
            if name not in self.kept:
                return self._first(name, build)
            (model, pk), statements = self.kept[name]
            with connection.cursor() as cursor:
                for sql, values in statements:
                    cursor.execute(sql, values)
        return model._base_manager.get(pk=pk)

    def _first(self, name, build):
        begin = self.rooms.setdefault(name, ROOM * (len(self.rooms) + 1))
        tables = numbered()
        with connection.cursor() as cursor:
            for table, column in tables:
                count_from(cursor, table, column, begin)
        made = build()
        statements = []
        with connection.cursor() as cursor:
            for table, column in tables:
                statements += written(cursor, table, column, begin)
        self.kept[name] = (type(made), made.pk), at_once(statements)
        return type(made)._base_manager.get(pk=made.pk)


def numbered():
    """Our tables that the database numbers, with the column it numbers."""
    fields = (
        model._meta.pk
        for model in apps.get_models(include_auto_created=True)
        if not_of_the_books(model)
    )
    return [
        (field.model._meta.db_table, field.column)
        for field in fields
        if isinstance(field, models.AutoField)
    ]


def not_of_the_books(model):
    return model._meta.managed and not model._meta.proxy and model._meta.app_label not in BOOKS


def count_from(cursor, table, column, number):
    if connection.vendor == "sqlite":
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])
    else:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [f'"{table}"', column, number]
        )


def written(cursor, table, column, begin):
    """What writes a table's rows of this room again, and on PostgreSQL counts on from there."""
    quote = connection.ops.quote_name
    where = f"{quote(column)} BETWEEN %s AND %s ORDER BY {quote(column)}"
    cursor.execute(f"SELECT * FROM {quote(table)} WHERE {where}", [begin, begin + ROOM - 1])
    rows = cursor.fetchall()
    if not rows:
        return
    names = ", ".join(
        quote(part.name if hasattr(part, "name") else part[0]) for part in cursor.description
    )
    one = f"({', '.join(['%s'] * len(rows[0]))})"
    yield (
        f"INSERT INTO {quote(table)} ({names}) VALUES {', '.join([one] * len(rows))}",
        [value for row in rows for value in row],
    )
    if connection.vendor != "sqlite":
        # Never back: what this test made before stands above already.
        sequence = f"pg_get_serial_sequence('{quote(table)}', '{column}')"
        yield f"SELECT setval({sequence}, GREATEST(nextval({sequence}), {begin + len(rows)}))", []


def at_once(statements):
    """PostgreSQL takes them all in one go, each value written out; SQLite has no way to wait
    for."""
    if connection.vendor == "sqlite" or not statements:
        return statements
    with connection.cursor() as cursor:
        return [
            (
                b"; ".join(
                    cursor.cursor.mogrify(sql, values) for sql, values in statements
                ).decode(),
                None,
            )
        ]
