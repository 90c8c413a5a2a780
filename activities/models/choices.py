"""What may be chosen of a success criterion: how it is measured and counted, which way it goes."""

from django.db import models


class Level(models.IntegerChoices):
    """The step of the ladder: output, outcome, sustained outcome."""

    OUTPUT = 1, "Rækkevidde"
    OUTCOME = 2, "Resultat"
    SUSTAINED_OUTCOME = 3, "Varig virkning"


class Measure(models.TextChoices):
    """How registrations become one figure (activities.progress)."""

    COUNT = "count", "antal"
    PERCENT = "percent", "procent"
    AVERAGE = "average", "gennemsnit"


class CountingRule(models.TextChoices):
    """What one more means. Printed beside every figure."""

    ATTENDANCES = "attendances", "fremmøder: samme person tælles hver gang"
    UNIQUE_PARTICIPANTS = "unique_participants", "unikke: hver person tælles én gang"
    ENROLMENTS = "enrolments", "forløb: hver person tælles én gang, når det sker"
    ENQUIRIES = "enquiries", "henvendelser: hver henvendelse tælles"
    ITEMS = "items", "ting: hver enkelt tælles"
    MEASUREMENT = "measurement", "måling: seneste måling gælder"
    MEETINGS = "meetings", "møder: fremmødte delt med antal møder"


class Counts(models.TextChoices):
    """What one of those counted is. Only of persons is it asked who they were, and how many a
    group of one to four is hidden outside the secretariat."""

    PERSONS = "persons", "personer"
    HOUSEHOLDS = "households", "familier eller husstande"
    THINGS = "things", "andet, fx møder eller planer"


def asks_who(measure: str, counts: str) -> bool:
    """Whether a registration may say the ages and sexes of those counted: of heads, and never of
    families, who have neither."""
    return measure == Measure.COUNT and counts == Counts.PERSONS


# Where each person is one, however often they come: the figure is the sum of those who are new.
EACH_ONCE = (CountingRule.UNIQUE_PARTICIPANTS, CountingRule.ENROLMENTS)


class Direction(models.TextChoices):
    """Which side of its target a figure is to end on."""

    AT_LEAST = "at_least", "mindst"
    AT_MOST = "at_most", "højst"


class Per(models.IntegerChoices):
    """What a share is told per."""

    HUNDRED = 100, "procent"
    THOUSAND = 1000, "promille"
    TEN_THOUSAND = 10_000, "pr. 10.000"


class Rhythm(models.TextChoices):
    """When something is expected: all the way, or only at the measurement."""

    RUNNING = "running", "løbende"
    YEARLY = "yearly", "måles én gang om året"
    ONCE = "once", "måles én gang i perioden"
