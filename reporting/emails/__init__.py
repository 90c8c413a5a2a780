"""The mails of a report's way: who is told what when, and what it says.

`tell_*` put mails in the outbox, inside the transaction of their reason; the functions marked
`writes` say them when they are sent. A mail holds a link, never the file, and never a figure. The
opening words of each kind are the plan's own where it has written some. What the plan's dates ask
for is told by `reminders`.
"""
