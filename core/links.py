"""Addresses that are made in numbers."""

from urllib.parse import quote


class Url:
    """A kind of address, made from the code it is about: `Url("/planer/x/milepaele/{}/")("M1")`."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    def __call__(self, code: str) -> str:
        return self.pattern.replace("{}", quote(code, safe="!$&'()*+,;=:@"))
