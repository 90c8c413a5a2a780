"""Small things every reader of values needs."""

from difflib import get_close_matches

from yaml.nodes import Node, ScalarNode

from activities.planfile.errors import Refused


def scalar(node: Node) -> str:
    """The text of a single value, as it is written. Raises Refused for a list or a group of
    fields."""
    if isinstance(node, ScalarNode):
        return node.value.replace("\r\n", "\n").strip()
    raise Refused("Her skal stå én værdi, ikke en liste eller flere felter.")


def is_empty(node: Node) -> bool:
    """Nothing is written: `name:` or `name: null` counts as a field that is left out."""
    return isinstance(node, ScalarNode) and node.tag == "tag:yaml.org,2002:null"


def suggestion(word: str, known: list[str]) -> str:
    """ " Mente du »hours«?", or nothing when no known word is near."""
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return f" Mente du »{near[0]}«?" if near else ""


def shown(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
