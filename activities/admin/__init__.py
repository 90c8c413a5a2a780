"""The plan in the admin: reference data to keep, and what has a workflow to look at."""

from activities.admin import reference, workflow

__all__ = ["reference", "workflow"]
