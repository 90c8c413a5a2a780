"""How a mail is set: a greeting, opening words, facts, perhaps a list of points, and one link."""

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from core.outbox import Letter


@dataclass(frozen=True)
class Words:
    """What one mail says beside its opening: sentences, what is missing point by point, and one
    link."""

    subject: str
    facts: tuple[str, ...]
    action: str
    url: str
    points: tuple[str, ...] = ()


def compose(to: Any, plan: Any, opening: str, words: Words) -> Letter:
    """A whole mail to one person from one plan (its name and years close it)."""
    context = {"name": to.get_short_name(), "opening": opening, "words": words, "plan": plan}
    text, html = (render_to_string(f"emails/letter.{form}", context) for form in ("txt", "html"))
    return Letter(" ".join(words.subject.split()), text, html)
