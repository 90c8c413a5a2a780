"""The fora's part of a plan file. Meetings are dates people set, so they are not in it."""

from activities.planfile import Field, Table, register_section
from activities.planfile.kinds import Choice, Code, Text, Whole
from governance.models import Forum, ForumKind

FORA = Table(
    key="fora",
    name="forum",
    plural="fora",
    model=Forum,
    fields=(
        Field("code", Code(), required=True),
        Field("name", Text(120), required=True),
        Field("kind", Choice(ForumKind), required=True),
        Field("members", Text(lines=True)),
        Field("chair", Text(160)),
        Field("secretary", Text(160)),
        Field("meetings_per_year", Whole(0, 366), default=None),
        Field("material_days", Whole(0, 366), default=None),
        Field("tasks", Text(lines=True)),
    ),
)

register_section(FORA, order=40)
