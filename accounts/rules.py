"""Who keeps a plan's reference data."""

import rules

from accounts.roles import is_lead

rules.add_perm("accounts.administer", is_lead)
