"""The one gate: 404 for what you may not know of, 403 for what you may not do."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404


def reach(user: Any, permission: str, queryset: Any, **lookup: Any) -> Any:
    """The row `lookup` names among those `user` may see. Raises Http404 unseen, PermissionDenied refused."""
    obj = get_object_or_404(queryset.visible_to(user), **lookup)
    require(user, permission, obj)
    return obj


def require(user: Any, permission: str, obj: Any) -> None:
    """Raise PermissionDenied unless `user` has `permission` on `obj`."""
    if not user.has_perm(permission, obj):
        raise PermissionDenied


class Gated:
    """For generic views of one object: `reach` decides. Set `permission`; `lookup` maps URL words to fields."""

    permission: str
    request: HttpRequest
    kwargs: dict[str, Any]
    lookup: dict[str, str] = {"pk": "pk"}

    def get_object(self, queryset: Any = None) -> Any:
        rows = self.get_queryset() if queryset is None else queryset  # type: ignore[attr-defined]
        fields = {field: self.kwargs[word] for word, field in self.lookup.items()}
        return reach(self.request.user, self.permission, rows, **fields)
