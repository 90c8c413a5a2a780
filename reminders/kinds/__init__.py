"""The reminders, one class each: whom, from which day until which, which words, and an example."""

from reminders.kinds.base import Reminder
from reminders.kinds.draft_made import DraftMade
from reminders.kinds.group_material import GroupMaterial
from reminders.kinds.late import Late
from reminders.kinds.material_due import MaterialDue
from reminders.kinds.missing import Missing
from reminders.kinds.returns_due import ReturnsDue
from reminders.occasion import Ask

REMINDERS: dict[Ask, Reminder] = {
    one.ask: one
    for one in (DraftMade(), Missing(), MaterialDue(), Late(), GroupMaterial(), ReturnsDue())
}
