"""The verdict on a file's syntax: tomllib's, told to somebody who never saw TOML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .parsing import HUGE_NUMBER
from .spans import MAX_DEPTH
from .toml_values import Table

_BOM = "\ufeff"
_LONG_KEY = re.compile(r"(?:[^\s.=\[\]{},#]+\.){1000}")
_HUGE_NUMBER = re.compile(HUGE_NUMBER)
"""So long a number Python refuses to read or to print; tomllib takes a hundred times its memory to find that out."""
_MERGE_MARKER = re.compile(r"(?:<<<<<<<|=======|>>>>>>>|\|\|\|\|\|\|\|)(?: |$)")


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    """What is wrong, where (line and column from 1, in characters), and what to do about it."""

    line: int
    column: int
    message: str
    hint: str = ""
    is_repetition: bool = False
    """A key or table is given twice: the syntax is right, the content contradicts itself."""


def parse(raw: bytes) -> Table | SyntaxProblem:
    """The data of a file, or else the first fault in it. Never raises."""
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        return _not_utf8(raw, error.start)
    if text.startswith(_BOM):
        return SyntaxProblem(1, 1, "the file begins with an invisible byte-order mark", "Save it as UTF-8 without BOM.")
    if text.count(".") >= 1000 and (found := _LONG_KEY.search(text)):
        return _too_deep(text, found.start())  # tomllib needs minutes for such a name
    return _judged(text)


def _judged(text: str) -> Table | SyntaxProblem:
    if found := _HUGE_NUMBER.search(text):
        return _long_number(text, found.start(1))
    try:
        data = tomllib.loads(text)
    except RecursionError:
        return _too_deep(text, _deepest_bracket(text))
    except tomllib.TOMLDecodeError as error:
        return explain(text, error)
    except ValueError:  # "Exceeds the limit (4300 digits) for integer string conversion"
        return _long_number(text, 0)
    return _too_deep(text, _deepest_bracket(text)) if _deeper_than(data, MAX_DEPTH) else data


def _deeper_than(data: Table, limit: int) -> bool:
    level: list[Any] = [data]
    for _ in range(limit):
        level = [each for table in level for each in _inner(table) if isinstance(each, dict | list)]
    return bool(level)


def _inner(value: Any) -> Any:
    return value.values() if isinstance(value, dict) else value


def _not_utf8(raw: bytes, offset: int) -> SyntaxProblem:
    readable = raw[:offset].decode()
    line, column = _position(readable, len(readable))
    return SyntaxProblem(line, column, "the file is not UTF-8 text from here on", "Save it again with encoding UTF-8.")


def _long_number(text: str, offset: int) -> SyntaxProblem:
    line, column = _position(text, offset)
    return SyntaxProblem(line, column, "this number has thousands of digits", "Was something pasted by mistake?")


def _too_deep(text: str, offset: int) -> SyntaxProblem:
    line, column = _position(text, offset)
    message = f"tables or lists are nested more than {MAX_DEPTH} levels deep"
    return SyntaxProblem(line, column, message, "Look for brackets that are opened again and again.")


_TOKEN = re.compile(
    r"""
      (?P<comment> \#[^\n]* )
    | (?P<string> \"{3}(?:[^"\\]|\\.|"(?!""))*+\"{3,5} | '{3}.*?'{3,5} | "(?!"")(?:\\.|[^"\\\n])*+" | '(?!'')[^'\n]*' )
    | (?P<quote> \"{3} | '{3} | " | ' )
    | (?P<open> [\[{] )
    | (?P<close> [\]}] )
    """,
    re.VERBOSE | re.DOTALL,
)


def _deepest_bracket(text: str) -> int:
    """Where more than MAX_DEPTH brackets are open; where no brackets do it, the line with the longest name."""
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += (token.lastgroup == "open") - (token.lastgroup == "close")
        if depth > MAX_DEPTH:
            return token.start()
    return text.find(max(text.split("\n"), key=lambda line: line.count(".")))


def _unclosed(text: str, groups: str, end: int) -> int | None:
    """Where the last quote, or the innermost bracket, was opened that is not closed before ``end``."""
    opened: list[int] = []
    for token in _TOKEN.finditer(text):
        if token.start() > end:
            break
        if token.lastgroup == "quote" and groups == "quote":
            return token.start()
        if token.lastgroup == "open":
            opened.append(token.start())
        elif token.lastgroup == "close" and opened:
            opened.pop()
    return opened[-1] if opened and groups == "open" else None


def _position(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset in characters, from 1."""
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


@dataclass(frozen=True, slots=True)
class _Fault:
    """What tomllib said, and of what place in the text (its CRLFs made LF, as tomllib has them)."""

    said: str
    text: str
    offset: int

    @property
    def rest(self) -> str:
        """What stands in the line from the place on."""
        return self.text[self.offset :].split("\n", 1)[0].rstrip(" \t")

    @property
    def before(self) -> str:
        """What stands in the line before the place."""
        return self.text[: self.offset].rsplit("\n", 1)[-1]

    @property
    def line(self) -> str:
        return self.before + self.rest

    @property
    def at_end(self) -> bool:
        return not self.text[self.offset :].strip()

    def told(self, message: str, hint: str = "", *, offset: int | None = None) -> SyntaxProblem:
        line, column = _position(self.text, self.offset if offset is None else offset)
        return SyntaxProblem(line, column, message, hint)


def explain(text: str, error: tomllib.TOMLDecodeError) -> SyntaxProblem:
    """What tomllib complains of, in plain words, at the place where the mistake is to be mended."""
    fault = _fault(text.replace("\r\n", "\n"), error)
    if _MERGE_MARKER.match(fault.line):
        return _at_line_start(fault)
    if re.match(r"[\x00-\x08\x0b-\x1f\x7f]", fault.rest):
        return _illegal_character(fault)
    for beginning, tell in _TELLERS.items():
        if fault.said.startswith(beginning):
            return tell(fault)
    return fault.told(f"this is not valid TOML: {fault.said}")


def _fault(text: str, error: tomllib.TOMLDecodeError) -> _Fault:
    """Python 3.14 keeps message and place as attributes; before, they stand in the text."""
    if hasattr(error, "msg") and hasattr(error, "pos"):
        return _Fault(error.msg, text, error.pos)
    said, _, where = str(error).rpartition(" (at ")
    numbers = re.findall(r"\d+", where)
    if len(numbers) != 2:
        return _Fault(said, text, len(text.rstrip()))
    line, column = map(int, numbers)
    start = 0
    for _ in range(line - 1):
        start = text.index("\n", start) + 1
    return _Fault(said, text, start + column - 1)


def _at_line_start(fault: _Fault) -> SyntaxProblem:
    return fault.told(
        "two versions of this file were merged, and their conflict was never settled",
        "Keep the right lines and delete those that begin with <<<<<<<, ======= or >>>>>>>.",
        offset=fault.offset - len(fault.before),
    )


def _repetition(fault: _Fault) -> SyntaxProblem:
    line, column = _position(fault.text, fault.offset - len(fault.before))
    return SyntaxProblem(line, column, "this name is given a second time", "Keep one of the two.", is_repetition=True)


def _unclosed_text(fault: _Fault) -> SyntaxProblem:
    offset = _unclosed(fault.text, "quote", fault.offset)
    offset = fault.offset if offset is None else offset
    quote = re.match(r"\"{3}|'{3}|.", fault.text[offset:])
    mark = quote[0] if quote else '"'
    if len(mark) == 3:
        return fault.told(f"the text that {mark} opens here is never closed", f"Put {mark} after it.", offset=offset)
    return fault.told(
        "the text that begins here is not closed on its line",
        f"Put {mark} after it; text of several lines stands between three {mark} on each side.",
        offset=offset,
    )


def _illegal_character(fault: _Fault) -> SyntaxProblem:
    letter = fault.text[fault.offset : fault.offset + 1]
    if letter == "\n":
        return _unclosed_text(fault)
    if letter == "\r":
        return fault.told("a line break of an unusual kind (CR alone)", "Save the file with LF or CRLF line endings.")
    return fault.told(f"an invisible control character (U+{ord(letter or ' '):04X})", "Delete it.")


def _no_equals_sign(fault: _Fault) -> SyntaxProblem:
    if fault.rest.startswith(":"):
        return fault.told("there is ':' where '=' belongs", 'Write it as name = "value".')
    if re.match(r"[^\s=]+\s*=", fault.rest):
        hint = "Names consist of the letters a to z, digits, - and _, without spaces."
        return fault.told("this name holds a space, or a letter that names do not have", hint)
    return fault.told("'=' is missing after the name", 'Write it as name = "value".')


_WRONG_VALUES: dict[str, tuple[str, str]] = {
    r"(?:#|$)": ("a value is missing after '='", "Write one, or delete the line."),
    r"[“”„«»‘’‚]": ("typographic quotes stand around this text", 'Use straight ones: "…".'),
    r"(?i:true|false)\b": ("true and false are written in small letters", ""),
    r"[,\]}]": ("a value is missing here", ""),
    r"[-+.\d]": ("this is no number and no date", "If it is text, put it in quotes."),
}


def _wrong_value(fault: _Fault) -> SyntaxProblem:
    opening = _unclosed(fault.text, "open", fault.offset)
    if opening is not None and fault.text[opening] == "[" and re.match(r"[\w.-]+\s*=|\[|$", fault.rest):
        return _never_closed(fault, opening)
    for pattern, (message, hint) in _WRONG_VALUES.items():
        if re.match(pattern, fault.rest):
            return fault.told(message, hint)
    return fault.told("text must stand in quotes", f'Write "{fault.rest}".' if len(fault.rest) < 60 else "")


def _more_on_line(fault: _Fault) -> SyntaxProblem:
    date = re.search(r"=\s*(\d{4}-\d{1,2}-\d{1,2})(?!\d)", fault.line)
    if date and date.start(1) < len(fault.before):
        offset = fault.offset - len(fault.before) + date.start(1)
        if len(date[1]) == 10:
            return fault.told("this date does not exist", "A date is written year-month-day.", offset=offset)
        return fault.told("a date has two digits for month and day", "For example 2015-06-03.", offset=offset)
    if re.match(r",\d", fault.rest):
        return fault.told("a number has a point, not a comma", "If it is text, put it in quotes.")
    if re.match(r"\d", fault.rest):
        return fault.told("a number does not begin with 0", "If it is text, put it in quotes.")
    if fault.before.rstrip().endswith(('"', "'")):
        return fault.told(
            "the text ends at the quotation mark before this",
            'A quotation mark inside text is written \\" or “ and ”.',
        )
    return fault.told("there is more on this line than belongs here", "Text stands in quotes, a remark after '#'.")


def _backslash(fault: _Fault) -> SyntaxProblem:
    offset = max(fault.text.rfind("\\", 0, fault.offset), 0)
    if fault.text[offset + 1 : offset + 2] in {"u", "U"}:
        return fault.told("this stands for no character", "Put the character itself here.", offset=offset)
    return fault.told(
        f"{fault.text[offset : offset + 2].strip()} means nothing in text between double quotes",
        "Write a backslash twice (\\\\), or put the text between single quotes.",
        offset=offset,
    )


def _never_closed(fault: _Fault, opening: int | None) -> SyntaxProblem:
    return fault.told("the list that begins here is never closed", "Put ] after its last item.", offset=opening)


def _unclosed_list(fault: _Fault) -> SyntaxProblem:
    if fault.at_end:
        return _never_closed(fault, _unclosed(fault.text, "open", fault.offset))
    return fault.told("a comma, or the ] that closes the list, is missing before this")


def _unclosed_braces(fault: _Fault) -> SyntaxProblem:
    if not fault.rest:
        offset = _unclosed(fault.text, "open", fault.offset)
        return fault.told("what is opened by { must be closed by } on the same line", offset=offset)
    return fault.told("a comma, or the } that closes the table, is missing before this")


def _no_name(fault: _Fault) -> SyntaxProblem:
    if "{" in fault.before and fault.rest.startswith("}"):
        return fault.told("a comma stands before }", "Delete the comma.")
    if "{" in fault.before and not fault.rest:
        return _unclosed_braces(fault)
    return fault.told("a name is missing here", "Names consist of the letters a to z, digits, - and _.")


def _unclosed_header(fault: _Fault) -> SyntaxProblem:
    close = "]]" if "]]" in fault.said else "]"
    return fault.told(f"{close} is missing after the table's name", "A table's name stands between brackets.")


def _tell(message: str, hint: str) -> Callable[[_Fault], SyntaxProblem]:
    return lambda fault: fault.told(message, hint)


_TELLERS: dict[str, Callable[[_Fault], SyntaxProblem]] = {
    "Cannot ": _repetition,
    "Duplicate inline table key": _repetition,
    "Unterminated string": _unclosed_text,
    "Expected \"'": _unclosed_text,
    "Illegal character": _illegal_character,
    "Found invalid character": _illegal_character,
    "Expected '=' after a key": _no_equals_sign,
    "Invalid value": _wrong_value,
    "Invalid date or datetime": _tell("this date does not exist", "A date is written year-month-day."),
    "Expected newline or end of document": _more_on_line,
    "Unescaped '\\'": _backslash,
    "Invalid hex value": _backslash,
    "Escaped character is not": _backslash,
    "Unclosed array": _unclosed_list,
    "Unclosed inline table": _unclosed_braces,
    "Expected ']": _unclosed_header,
    "Invalid initial character for a key part": _no_name,
    "Invalid statement": _tell(
        "this line is neither a field, nor the name of a table, nor a remark",
        'A field is written name = "value"; a remark begins with #.',
    ),
}
