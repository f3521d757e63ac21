"""On which line of a TOML file a key stands. The standard parser forgets; a person who must mend a file needs it.

Only for text that ``tomllib`` has already read: this scanner does not judge, it finds. It knows tables, arrays of
tables, dotted and quoted keys, inline tables and arrays over several lines, and all four kinds of string.
"""

from __future__ import annotations

import json
import re

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_BASIC = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_LITERAL = re.compile(r"'([^'\n]*)'")
_LONG_BASIC = re.compile(r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}', re.DOTALL)
_LONG_LITERAL = re.compile(r"'''(?:[^']|'{1,2}(?!'))*'{3,5}")
_SCALAR = re.compile(r"[^,\]}#\n]*")


def key_lines(text: str) -> dict[tuple[str | int, ...], int]:
    """The line (from 1) of each key, table and array item, by its path; an item of an array has its number in it."""
    return _Scanner(text).lines


def line_of(lines: dict[tuple[str | int, ...], int], path: tuple[str | int, ...]) -> int:
    """The line of ``path``, or of the nearest thing that holds it; 1 if there is none."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return 1


class _Scanner:
    """One pass over the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[tuple[str | int, ...], int] = {}
        self._counts: dict[tuple[str | int, ...], int] = {}
        self._counted_to = 0
        self._line = 1
        table: tuple[str | int, ...] = ()
        self._space()
        while self.at < len(self.text):
            before = self.at
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._space()
            if self.at == before:  # never on valid text; a finder must end all the same
                self.at += 1

    def _header(self) -> tuple[str | int, ...]:
        start = self.at
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        names = self._key()
        self._space()
        self.at += 2 if many else 1
        path: tuple[str | int, ...] = ()
        for index, name in enumerate(names):
            path = (*path, name)
            self._mark(path, start)
            if many and index == len(names) - 1:
                self._counts[path] = self._counts.get(path, -1) + 1
            if path in self._counts:  # a name of an array of tables means its newest table
                path = (*path, self._counts[path])
        self._mark(path, start)
        return path

    def _pair(self, table: tuple[str | int, ...]) -> None:
        self._space()
        start = self.at
        path = table
        for name in self._key():
            path = (*path, name)
            self._mark(path, start)
        self._space()
        self.at += 1  # the equals sign
        self._value(path)

    def _value(self, path: tuple[str | int, ...]) -> None:
        self._space()
        first = self.text[self.at : self.at + 1]
        if first == "[":
            self._array(path)
        elif first == "{":
            self._inline(path)
        elif first in {'"', "'"}:
            for pattern in (_LONG_BASIC, _LONG_LITERAL, _BASIC, _LITERAL):
                if found := pattern.match(self.text, self.at):
                    self.at = found.end()
                    break
            else:
                self.at += 1
        elif found := _SCALAR.match(self.text, self.at):
            self.at = found.end()

    def _array(self, path: tuple[str | int, ...]) -> None:
        self.at += 1
        number = 0
        self._space()
        while self.at < len(self.text) and self.text[self.at] != "]":
            self._mark((*path, number), self.at)
            self._value((*path, number))
            number += 1
            self._comma()
        self.at += 1

    def _inline(self, path: tuple[str | int, ...]) -> None:
        self.at += 1
        self._space()
        while self.at < len(self.text) and self.text[self.at] != "}":
            self._pair(path)
            self._comma()
        self.at += 1

    def _comma(self) -> None:
        self._space()
        if self.text[self.at : self.at + 1] not in {"]", "}"}:
            self.at += 1
        self._space()

    def _key(self) -> list[str]:
        names: list[str] = []
        while True:
            self._space()
            if found := _BARE.match(self.text, self.at):
                names.append(found.group())
            elif found := _BASIC.match(self.text, self.at):
                names.append(_unescape(found.group(1)))
            elif found := _LITERAL.match(self.text, self.at):
                names.append(found.group(1))
            else:
                return names
            self.at = found.end()
            self._space()
            if self.text[self.at : self.at + 1] != ".":
                return names
            self.at += 1

    def _space(self) -> None:
        if found := _SPACE.match(self.text, self.at):
            self.at = found.end()

    def _mark(self, path: tuple[str | int, ...], at: int) -> None:
        self._line += self.text.count("\n", self._counted_to, at) if at >= self._counted_to else 0
        line = self._line if at >= self._counted_to else self.text.count("\n", 0, at) + 1
        self._counted_to = max(self._counted_to, at)
        self.lines.setdefault(path, line)


def _unescape(raw: str) -> str:
    """The text of a basic string; TOML's escapes are JSON's, but for the eight-digit one."""
    wide = re.sub(r"\\U([0-9A-Fa-f]{8})", lambda found: json.dumps(chr(int(found.group(1), 16)))[1:-1], raw)
    try:
        return str(json.loads(f'"{wide}"', strict=False))
    except ValueError:
        return raw
