"""The tags and filters every template has at hand (a builtin library): lights, icons, drawings,
Danish."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.forms import BaseForm
from django.utils.safestring import SafeString, mark_safe

from core import charts, danish, icons
from core.lights import Light
from core.navigation import Menu, menu_for
from core.qr import qr_svg

register = template.Library()


@dataclass(frozen=True)
class FormError:
    """One line of an error summary; `field_id` is empty for what concerns the whole form."""

    text: str
    field_id: str


@dataclass(frozen=True)
class ErrorSummary:
    heading: str
    errors: tuple[FormError, ...]


def _or_dash(write: Callable[[Any], str]) -> Callable[[Any], str]:
    """What is not there is a dash, never 0 and never an error."""

    @wraps(write)
    def filtered(value: Any) -> str:
        return "–" if value is None or value == "" else write(value)

    return filtered


for name in ("number", "percent", "word", "capital"):
    register.filter(name, _or_dash(getattr(danish, name)))
# Times are shown as the clock in Copenhagen.
for name in ("day", "short_day", "long_day", "weekday", "clock_time"):
    register.filter(name, _or_dash(getattr(danish, name)), expects_localtime=True)


@register.filter
def page_numbers(page: Page) -> Iterator[int | str]:
    """The numbers to show of many pages, with an ellipsis where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


@register.simple_tag
def light(value: Light, size: str = "") -> SafeString:
    """{% light figure.light %}: shape and word in the light's colour; `size="lg"` beside a
    heading."""
    css = f"light light--{value.css}" + (f" light--{size}" if size else "")
    return mark_safe(
        f'<span class="{css}">{icons.shape(value.css, classes="light__shape")}{value.label}</span>'
    )


@register.simple_tag
def shape(value: Light, classes: str = "", label: str | None = None) -> SafeString:
    """{% shape light %}: the shape alone, named for those who cannot see it; `label=""` beside
    the word."""
    return icons.shape(value.css, value.label if label is None else label, classes)


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """{% icon "plus" %}: decoration beside a word (core.icons.ICONS)."""
    return icons.icon(name, classes)


@register.simple_tag
def pips(lights: Any, css: str = "pips__marks") -> SafeString:
    """{% pips step.lights %}: one shape for each criterion."""
    return charts.pips(tuple(lights), css)


@register.simple_tag
def ladder_bar(figure: charts.figures.FigureLike, for_print: bool = False) -> SafeString:
    """{% ladder_bar figure %}: one step of a ladder."""
    return charts.figure_bar(figure, for_print=for_print)


@register.simple_tag
def outlook_bar(
    used: Any, outlook: Any, limit: Any, sentence: str, for_print: bool = False
) -> SafeString:
    """{% outlook_bar used outlook limit sentence %}: what is used of a limit, and what it will
    come to."""
    return charts.outlook_bar(used, outlook, limit, sentence=sentence, for_print=for_print)


@register.simple_tag
def ladder_axis(period: Any, as_of: Any) -> SafeString:
    """{% ladder_axis period as_of %}: the scale above ladders of running criteria."""
    return charts.ladder_axis(period.elapsed(as_of), f"forventet {danish.short_day(as_of)}")


@register.simple_tag
def criterion_chart(figure: charts.figures.FigureLike, for_print: bool = False) -> SafeString:
    """{% criterion_chart figure %}: the figure over its period."""
    return charts.figure_plot(figure, for_print=for_print)


@register.simple_tag
def column_plot(
    values: Any, labels: Any, sentence: str, target: Any = None, for_print: bool = False
) -> SafeString:
    """{% column_plot values labels sentence %}: a column for each value."""
    return charts.column_plot(
        tuple(values), tuple(labels), target, sentence=sentence, for_print=for_print
    )


@register.simple_tag
def elapsed_bar(period: Any, as_of: Any) -> SafeString:
    """{% elapsed_bar period as_of %}: how much of a period has gone."""
    return charts.elapsed_bar(period.elapsed(as_of))


@register.simple_tag
def progress_bar(percent: Any, label: str) -> SafeString:
    """{% progress_bar 62 "Danner rapport" %}."""
    return charts.progress_bar(percent, label)


@register.simple_tag
def qr_code(text: str, sentence: str) -> SafeString:
    """{% qr_code edition.link "Kontrollér notatet" %}: for paper."""
    return qr_svg(text, sentence)


@register.simple_tag(takes_context=True)
def main_menu(context: template.Context) -> Menu | None:
    """{% main_menu as menu %}: the plan's menu for the person; None without a plan or a login."""
    plan, user = context.get("plan"), context.get("user")
    if not plan or not user or not user.is_authenticated:
        return None
    return menu_for(user, plan, context.get("nav") or "")


@register.filter
def undo_url(message: Message) -> str:
    """The address that undoes what the message tells of, given as extra_tags="undo:<address>";
    else empty."""
    tags = (message.extra_tags or "").split()
    return next((tag.removeprefix("undo:") for tag in tags if tag.startswith("undo:")), "")


@register.simple_tag
def error_summary(form: Any) -> ErrorSummary | None:
    """{% error_summary form as summary %}: what is wrong, the whole form's errors first; None
    when nothing is."""
    if not isinstance(form, BaseForm) or not form.is_bound or not form.errors:
        return None
    errors = [FormError(str(text), "") for text in form.non_field_errors()]
    for field in form:
        # A group of choices has no id of its own: the link goes to the first.
        field_id = f"{field.auto_id}_0" if field.use_fieldset else field.auto_id
        lead = field.label if str(field.label).endswith("?") else f"{field.label}:"
        errors += [FormError(f"{lead} {text}", field_id) for text in field.errors]
    heading = "Der er en fejl" if len(errors) == 1 else f"Der er {danish.word(len(errors))} fejl"
    return ErrorSummary(heading, tuple(errors))
