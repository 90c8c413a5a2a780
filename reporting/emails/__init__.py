"""Every mail about reports: who is told what when, and what it says.

`tell_*` and `remind` put mails in the outbox, inside the transaction of their reason; the functions marked `writes`
say them when they are sent. A mail holds a link, never the file, and never a figure. The opening words of each kind
are the plan's own where it has written some. `course` tells of a note's way, `calendar` of what the dates ask for.
"""

from reporting.emails.calendar import remind, tell_draft_made
from reporting.emails.course import tell_handed_over, tell_issued, tell_sent_back
from reporting.emails.example import example
from reporting.emails.kinds import KINDS, Kind
from reporting.emails.letters import Words, letter, members
from reporting.standing import about

__all__ = [
    "KINDS",
    "Kind",
    "Words",
    "about",
    "example",
    "letter",
    "members",
    "remind",
    "tell_draft_made",
    "tell_handed_over",
    "tell_issued",
    "tell_sent_back",
]
