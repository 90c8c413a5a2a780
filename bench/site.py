"""Ask the product as the web server does: through WSGI, with the cookies of a person who is
logged in."""

import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from statistics import median
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client

CSRF = "c" * 32


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: str


@dataclass
class Visitor:
    """A browser without pictures: keeps its cookies, sends its token."""

    user: Any
    application: Callable[..., Any] = field(default_factory=get_wsgi_application)
    cookies: str = ""

    def __post_init__(self) -> None:
        client = Client()
        client.force_login(self.user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.cookies = (
            f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}"
        )

    def get(self, address: str) -> Answer:
        return self.ask("GET", address, b"")

    def post(self, address: str, fields: dict[str, str]) -> Answer:
        return self.ask("POST", address, urlencode(fields | {"csrfmiddlewaretoken": CSRF}).encode())

    def ask(self, method: str, address: str, body: bytes) -> Answer:
        path, _, query = address.partition("?")
        environ: dict[str, Any] = {}
        setup_testing_defaults(environ)
        environ |= {
            "REQUEST_METHOD": method,
            "PATH_INFO": path.encode().decode("latin-1"),
            "QUERY_STRING": query,
            "HTTP_HOST": "127.0.0.1:8000",
            "HTTP_COOKIE": self.cookies,
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        }
        started: list[Any] = []
        parts = self.application(
            environ, lambda status, headers, exc=None: started.extend([status, headers])
        )
        content = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
        return Answer(
            int(started[0].split()[0]), dict(started[1]), content.decode(errors="replace")
        )


@contextmanager
def counted() -> Iterator[list[str]]:
    """The SQL of every query inside."""
    queries: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        queries.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield queries


def cpu_in_turns(rounds: int, *acts: Callable[[], Any]) -> list[float]:
    """Median CPU milliseconds of each act, measured in turns; a short act is repeated until it
    fills 20 ms."""
    for act in acts * 2:  # templates and connections get warm
        act()
    repeats = [max(1, round(20 / cpu(act))) for act in acts]
    times: list[list[float]] = [[] for _ in acts]
    for _ in range(rounds):
        for act, times_of_act, count in zip(acts, times, repeats, strict=True):
            times_of_act.append(cpu(*[act] * count) / count)
    return [median(times_of_act) for times_of_act in times]


def cpu(*acts: Callable[[], Any]) -> float:
    """CPU milliseconds of this process for all of them together."""
    start = time.process_time()
    for act in acts:
        act()
    return 1000 * (time.process_time() - start)


class FormReader(HTMLParser):
    """The fields of the page's form that holds a field named `wanted`, as a browser would send
    them."""

    def __init__(self, html: str, wanted: str) -> None:
        super().__init__()
        self.wanted, self.select = wanted, ""
        self.fields: dict[str, str] = {}
        self.current: dict[str, str] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        name = values.get("name", "")
        match tag:
            case "form":
                self.current = {}
            case "input" if name and values.get("type") in ("radio", "checkbox"):
                if "checked" in values:
                    self.current[name] = values.get("value", "on")
            case "input" if name:
                self.current[name] = values.get("value", "")
            case "textarea" if name:
                self.current[name] = ""
            case "select":
                self.select = name
            case "option" if self.select and (
                "selected" in values or self.select not in self.current
            ):
                self.current[self.select] = values.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.wanted in self.current and not self.fields:
            self.fields = self.current
