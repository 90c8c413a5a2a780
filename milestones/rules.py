"""Who may do what with milestones."""

import rules

from accounts.roles import is_coordinator, is_lead, is_member, is_worker
from activities.rules import works_on

rules.add_perm("milestones.view", is_member)
rules.add_perm("milestones.update", is_lead | (is_worker & works_on))
rules.add_perm("milestones.move", is_lead)
# What the styregruppe decided is written down by who writes down its other decisions.
rules.add_perm("milestones.decide", is_coordinator)
