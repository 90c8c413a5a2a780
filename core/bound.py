"""What a person confirms is what was on the screen: the form carries it, signed, and it is held
against what stands.

A token that cannot be read, spoilt or of before an upgrade, showed nothing: the person sees what
stands, and is asked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.forms import plain_helper

SALT = "core.bound"


@dataclass(frozen=True)
class Compared:
    """One thing that was shown, and how it stands now; empty where it was not there."""

    label: str
    shown: str
    now: str

    @property
    def differs(self) -> bool:
        return self.shown != self.now


class Changed(Exception):
    """What was shown is not what stands now; nothing was written. `lines` has both, `now` the
    token of what stands."""

    def __init__(
        self,
        lines: tuple[Compared, ...],
        now: str,
        said: str = "Det er ændret, siden du åbnede siden.",
    ) -> None:
        super().__init__(said)
        self.lines = lines
        self.now = now


class ShownForm(forms.Form):
    """The form of an act that is bound to what was shown; `shown`: its token."""

    use_required_attribute = False

    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, shown: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shown"].initial = shown
        self.helper = plain_helper()


def texts(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What is shown, by its label; a label that comes again is numbered."""
    found: dict[str, str] = {}
    for label, text in pairs:
        same = sum(label == known.partition(" (nr. ")[0] for known in found)
        found[f"{label} (nr. {same + 1})" if same else label] = text
    return found


def token(shown: Mapping[str, str]) -> str:
    """What a form carries of the texts it shows."""
    return signing.dumps(dict(shown), salt=SALT, compress=True)


def require(shown: str, now: Mapping[str, str]) -> None:
    """Raise Changed unless `shown` is the token of these very texts."""
    try:
        seen: dict[str, str] = signing.loads(shown, salt=SALT)
    except signing.BadSignature:
        seen = {}
    if seen != dict(now):
        labels = [*now, *(label for label in seen if label not in now)]
        raise Changed(
            tuple(Compared(x, seen.get(x, ""), now.get(x, "")) for x in labels), token(now)
        )


def changed_response(
    request: HttpRequest, changed: Changed, form: forms.Form, **page: Any
) -> HttpResponse:
    """The 409 page: what was shown beside what stands, and the form again with all that was
    typed, now about what stands. Nothing was written. `page`: trail (names and addresses of the
    pages above), verb, back."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    data["shown"] = changed.now
    form.data = data
    return render(
        request,
        "components/changed.html",
        {**page, "form": form, "lines": changed.lines},
        status=409,
    )
