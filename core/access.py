"""The one gate: 404 for what you may not know of, 403 for what you may not do."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404


def reach(user: Any, permission: str, queryset: Any, **lookup: Any) -> Any:
    """The row `lookup` names among those `user` may see. Raises Http404 unseen, PermissionDenied
    refused."""
    return find(user, permission, queryset.visible_to(user), **lookup)


def find(user: Any, permission: str, rows: Any, **lookup: Any) -> Any:
    """As `reach`, among rows that are all to be seen: those of a plan that was reached."""
    obj = get_object_or_404(rows, **lookup)
    require(user, permission, obj)
    return obj


def require(user: Any, permission: str, obj: Any) -> None:
    """Raise PermissionDenied unless `user` has `permission` on `obj`."""
    if not user.has_perm(permission, obj):
        raise PermissionDenied
