"""Who may order and read reports."""

import rules

from accounts.roles import is_coordinator, is_lead, is_steering

rules.add_perm("reporting.view_reports", is_lead | is_coordinator | is_steering)
rules.add_perm("reporting.order", is_lead | is_coordinator)
rules.add_perm("reporting.download", is_lead | is_coordinator | is_steering)
