"""A part of Styring that lists rows of a plan: the pages all such parts have, and where they lie
(ADR 14)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import Request
from accounts.models import User
from activities.at import plan_at
from activities.models import Plan
from core import access
from core.danish import capital
from governance.views import form_page, history_page, part_page


@dataclass(frozen=True)
class Register:
    """The list, the forms to write and to correct a row, and its versions.

    `rows` is what the plan calls them, `name` what their addresses are called and `path` where they
    lie; `title` is what the pages below belong to, `new` heads the form of a new row, `one` is a
    row in what is said of it. `form` takes the plan, what was sent, and the `instance` of one that
    is there; `page` gives what `template` shows. `save`: the action, where writing is more than the
    row. `may_remove`: whether a row may be taken out altogether.
    """

    rows: str
    name: str
    path: str
    title: str
    new: str
    one: str
    template: str
    form: Callable[..., Any]
    page: Callable[[Plan], Any]
    save: Callable[[Any, User], Any] | None = None
    may_remove: Callable[[Any], bool] | None = None

    def show(self, request: Request, slug: str) -> HttpResponse:
        plan = plan_at(request, slug, "governance.view")
        return part_page(request, plan, self.template, page=self.page(plan))

    def add(self, request: Request, slug: str) -> HttpResponse:
        plan = plan_at(request, slug, "governance.write")
        form = self.form(plan, request.POST or None)
        said = f"{capital(self.one)} er skrevet."
        return self.answer(
            request,
            plan,
            form,
            title=self.new,
            reason="Skrevet",
            said=said,
            save=self._writer(request),
        )

    def edit(self, request: Request, slug: str, pk: int) -> HttpResponse:
        plan, row = self.of(request, slug, pk)
        form = self.form(plan, request.POST or None, instance=row)
        may_remove = self.may_remove is not None and self.may_remove(row)
        return self.answer(
            request, plan, form, title=f"Ret {self.one}", reason="Rettet",
            said=f"{capital(self.one)} er rettet.",
            save=self._writer(request), remove_verb=f"Slet {self.one}",
            remove_url=reverse(f"{self.name}-remove", args=[plan.slug, row.pk])
            if may_remove else "",
        )  # fmt: skip

    def history(self, request: Request, slug: str, pk: int) -> HttpResponse:
        plan = plan_at(request, slug, "activities.view_registrations")
        row = get_object_or_404(getattr(plan, self.rows), pk=pk)
        return history_page(request, plan, row, back=self.url(plan), up=self.up(plan))

    def of(self, request: Request, slug: str, pk: int) -> tuple[Plan, Any]:
        """The plan in the address and the row, for who may write it. Raises Http404,
        PermissionDenied."""
        plan = plan_at(request, slug, "governance.view")
        return plan, access.find(request.user, "governance.write", getattr(plan, self.rows), pk=pk)

    def answer(self, request: Request, plan: Plan, form: Any, **page: Any) -> HttpResponse:
        """A form of the register's as a page of its own."""
        return form_page(request, plan, form, back=self.url(plan), up=self.up(plan), **page)

    def urls(self, **acts: Callable[..., HttpResponse]) -> list[URLPattern]:
        """Its addresses under /planer/<slug>/styring/; `acts`: what else is done with a row, by
        the word it lies at."""
        row, writes = f"{self.path}/<int:pk>/", require_http_methods(["GET", "POST"])
        return [
            path(f"{self.path}/", require_safe(self.show), name=f"{self.name}-list"),
            path(f"{self.path}/ny/", writes(self.add), name=f"{self.name}-add"),
            path(f"{row}ret/", writes(self.edit), name=f"{self.name}-edit"),
            path(f"{row}historik/", require_safe(self.history), name=f"{self.name}-history"),
            *(
                path(f"{row}{word}/", act, name=f"{self.name}-{act.__name__}")
                for word, act in acts.items()
            ),
        ]

    def url(self, plan: Plan) -> str:
        return reverse(f"{self.name}-list", args=[plan.slug])

    def up(self, plan: Plan) -> tuple[str, str]:
        return self.title, self.url(plan)

    def _writer(self, request: Request) -> Callable[[Any], Any] | None:
        save = self.save
        return (lambda form: save(form, request.user)) if save else None
