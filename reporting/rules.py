"""Who may order, write, issue and read reports. What of them a person sees is
Report.objects.visible_to."""

import rules

from accounts.roles import (
    is_coordinator,
    is_lead,
    is_secretariat,
    reads_notes,
    reads_returns,
)

rules.add_perm("reporting.view_reports", is_secretariat | reads_notes)
rules.add_perm("reporting.view_returns", is_secretariat | reads_returns)
rules.add_perm("reporting.order", is_secretariat)
rules.add_perm("reporting.hand_over", is_lead)
rules.add_perm("reporting.issue", is_coordinator)
rules.add_perm("reporting.submit", is_secretariat)
rules.add_perm("reporting.set_letters", is_secretariat)
