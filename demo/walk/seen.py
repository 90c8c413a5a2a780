"""A page as a person sees it: its sentences, its tasks, and where its links lead."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from html.parser import HTMLParser

BLOCKS = frozenset(
    {
        *("p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "summary"),
        *("legend", "label", "figcaption", "caption", "a", "button", "tr", "ul", "ol", "table"),
        *("dl", "div", "section", "article", "main", "header", "footer", "form", "text", "title"),
    }
)
UNSEEN = frozenset({"script", "style", "template", "select", "textarea"})
# A sentence's end, and not that of "pr. 30. juni" or "kl. 15".
END = re.compile(r"(?<=[a-zæøå0-9)%»][.!?])(?<!\b(?:pr|nr|kl|ca)\.) (?=[A-ZÆØÅ0-9»])")
SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Task:
    """An item of the list Min plan begins with: its words, and its one button."""

    text: str
    label: str
    href: str


@dataclass(frozen=True)
class Page:
    """What was answered to a role on a day. `posts`: whether its main part has a form that
    writes."""

    day: date
    role: str
    path: str
    status: int
    blocks: tuple[str, ...] = ()
    tasks: tuple[Task, ...] = ()
    posts: bool = False

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        return tuple(sentence for block in self.blocks for sentence in END.split(block))


def read(day: date, role: str, path: str, status: int, html: str) -> Page:
    reader = _Reader()
    if status == 200:
        reader.feed(html)
        reader.close()
    return Page(day, role, path, status, tuple(reader.blocks), tuple(reader.tasks), reader.posts)


@dataclass
class _Open:
    """The task that is being read."""

    words: list[str] = field(default_factory=list)
    label: str = ""
    href: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self.tasks: list[Task] = []
        self.posts = False
        self._words: list[str] = []
        self._unseen = 0
        self._in_main = False
        self._task: _Open | None = None
        self._in_button = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in UNSEEN:
            self._unseen += 1
        if tag in BLOCKS:
            self._end_block()
        if tag == "main":
            self._in_main = True
        if tag == "form" and self._in_main and given.get("method", "").lower() == "post":
            self.posts = True
        if tag == "li" and "todo__item" in given.get("class", ""):
            self._task = _Open()
        if tag == "a" and self._task and "btn" in given.get("class", ""):
            self._task.href, self._in_button = given.get("href", ""), True

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        if tag in BLOCKS:
            self._end_block()
        if tag == "main":
            self._in_main = False
        if tag == "a":
            self._in_button = False
        if tag == "li" and self._task:
            text = SPACES.sub(" ", " ".join(self._task.words)).strip()
            self.tasks.append(Task(text, self._task.label.strip(), self._task.href))
            self._task = None

    def handle_data(self, data: str) -> None:
        if self._unseen or not self._in_main:
            return
        self._words.append(data)
        if self._task and self._in_button:
            self._task.label = self._task.label or data
        elif self._task:
            self._task.words.append(data)

    def _end_block(self) -> None:
        text = SPACES.sub(" ", "".join(self._words)).strip()
        self._words = []
        if text:
            self.blocks.append(text)
