"""Who may order, write, issue and read reports. What of them a person sees is Report.objects.visible_to."""

import rules

from accounts.roles import is_coordinator, is_lead, is_reference, is_steering, is_worker

rules.add_perm("reporting.view_reports", is_lead | is_coordinator | is_steering | is_reference | is_worker)
rules.add_perm("reporting.order", is_lead | is_coordinator)
rules.add_perm("reporting.hand_over", is_lead)
rules.add_perm("reporting.issue", is_coordinator)
rules.add_perm("reporting.submit", is_lead | is_coordinator)
rules.add_perm("reporting.set_letters", is_lead | is_coordinator)
