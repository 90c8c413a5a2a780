"""Fora, meetings and what belongs to them, for tests."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile, ZipInfo

import factory

from activities.tests.factories import PlanFactory
from governance.models import AgendaItem, FollowUp, Forum, ForumKind, Meeting, Seat

MET = date(2013, 9, 25)


class ForumFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Forum

    plan = factory.SubFactory(PlanFactory)
    code = factory.Sequence(lambda n: f"F{n}")
    name = "Følgegruppen"
    kind = ForumKind.REFERENCE_GROUP
    chair = "Boligorganisationens repræsentant"
    secretary = "Sekretariatslederen"
    material_days = 7


class SteeringFactory(ForumFactory):
    name = "Styregruppen"
    kind = ForumKind.STEERING_GROUP
    secretary = "Den boligsociale koordinator"


class SeatFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Seat

    forum = factory.SubFactory(ForumFactory)
    function = factory.Sequence(lambda n: f"Afdelingsbestyrelse {n}")
    starts_on = date(2013, 1, 1)


class MeetingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Meeting

    forum = factory.SubFactory(ForumFactory)
    on = MET


class ItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    plan = factory.SelfAttribute("meeting.forum.plan")
    title = factory.Sequence(lambda n: f"Punkt {n}")
    position = factory.Sequence(lambda n: n + 1)


class FollowUpFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FollowUp

    plan = factory.SubFactory(PlanFactory)
    what = factory.Sequence(lambda n: f"Opgave {n}")
    function = "Sekretariatslederen"
    due_on = date(2013, 10, 1)


PDF = b"%PDF-1.7\nen pdf\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n....IEND\xaeB`\x82"
JPG = b"\xff\xd8\xff\xe0....\xff\xd9"


def office(*names):
    """A zip with these parts, as Word and Excel make them."""
    made = BytesIO()
    with ZipFile(made, "w") as packed:
        for name in names:
            packed.writestr(ZipInfo(name), "<x/>")
    return made.getvalue()


DOCX = office("[Content_Types].xml", "word/document.xml")
XLSX = office("[Content_Types].xml", "xl/workbook.xml")
