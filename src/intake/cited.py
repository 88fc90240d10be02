"""The documents to which a text refers, with the numbers that identify them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ..register import Register
from ..register.dates import When
from ..register.plan import slug
from .acts import ACT, COM, TREATIES, Cited, author_of_treaty, cited_act, cited_com, cut, type_of
from .days import day_in
from .drafts import file_name
from .identifiers import identifiers, text_number
from .parts import Part

_MARK = re.compile(r"\s*[\[(]\d{1,3}[\])](?=\s|[,;.)]|$)|(?<=[a-z)’”])\d{1,2}(?=[,;]?\s*$)")
_AUTHORS = (
    (r"^its |^the European Parliament|of the European Parliament of", "actors/european-parliament"),
    (
        (
            r"Commission(?:['’]s)? (?:communication|report|proposal|white paper|green paper|staff|recommendation|"
            r"strategy|decision)|(?:communication|report|proposal|recommendation)s? (?:from|by|of) the (?:European "
            r")?Commission|^COM\("
        ),
        "actors/european-commission",
    ),
    (r"Council conclusions|conclusions of the Council|^Council ", "actors/council"),
    (r"\bEuropol report|report (?:by|of|from) Europol", "actors/europol"),
)
_HAVING = re.compile(r"^having (?:also )?regard to\s+", re.IGNORECASE)
_ARTICLES = re.compile(
    r"^(?:Articles?|Rules?|Title|Chapter|Protocol(?: No)?|Annex(?:es)?|Section|Paragraphs?|"
    r"Points?)\s[\w\s(),.-]*?\s+(?:of|to)\s+(?:the\s+)?(?=[A-Za-z])",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r",?\s*(?:in particular|and in particular|and the protocols? thereto|and to (?:its|the)|and its|thereof|thereto|"
    r", and|adopted (?:on|in|by)|which|as amended|as last amended|entitled [^‘“\"]|presented|published|signed).*$"
)


def citations(parts: Sequence[Part]) -> Iterator[Cited]:
    """The documents on which a resolution says it rests."""
    for part in parts:
        words = _MARK.sub("", part.text).strip(" ,;.")
        yield from _citation(_HAVING.sub("", words), part.line)


def _citation(words: str, line: int) -> Iterator[Cited]:
    treaties = [each for each in TREATIES if re.search(each[2], words)]
    acts = [found for match in ACT.finditer(words) if (found := cited_act(match, words, line))]
    coms = [found for match in COM.finditer(words) if (found := cited_com(match, words, line))]
    starts_with_act = bool(
        re.match(
            r"(?:the\s+)?(?:proposal for a\s+)?(?:Council |Commission |European Parliament and Council "
            r")?(?:Implementing |Delegated |Framework )?(?:Directive|Regulation|Decision)s?\b",
            words,
            re.IGNORECASE,
        )
    )
    if coms:
        yield from coms
        yield from (acts if starts_with_act else ())
    elif acts and starts_with_act:
        yield from acts
    elif treaties and (_ARTICLES.match(words) or re.match(r"(?:the |its )?(?:Treat|Charter|Rules|EU Charter)", words)):
        for name, title, pattern, celex, kind in treaties:
            said = re.search(pattern, words)
            yield Cited(
                f"documents/{name}",
                kind,
                title,
                (said[0],) if said else (),
                author_of_treaty(kind),
                None,
                celex,
                line=line,
            )
    else:
        found = _other(words, line)
        if found:
            yield found


def _other(words: str, line: int) -> Cited | None:
    """A document without a number that all would know it by: named after its words."""
    if len(words) < 8 or re.match(
        r"(?:the )?(?:fact|need|importance|situation|request|letter|petition|question)", words, re.IGNORECASE
    ):
        return None
    own = identifiers(words)
    name = _TAIL.sub("", _ARTICLES.sub("", words)).strip(" ,.")
    name = re.sub(r"^(?:the|its|a|all)\s+(?:(?:previous|earlier|relevant)\s+)?", "", name)
    if len(name) < 6:
        return None
    kind = type_of(words)
    numbers = {}
    record_id = f"documents/{file_name(name)}"
    if own.adopted:
        numbers["adopted_text"] = own.adopted[0]
        record_id = f"documents/{slug(own.adopted[0])}"
    author = next((actor for pattern, actor in _AUTHORS if re.search(pattern, words)), "")
    title = name[:1].upper() + name[1:]
    adopted: When | None = day_in(words)
    return Cited(record_id, kind, cut(title), (name,), author, adopted, "", numbers, line)


class Library:
    """The documents that the register holds, by their numbers and names."""

    def __init__(self, register: Register) -> None:
        self._by_celex: dict[str, str] = {}
        self._by_number: dict[tuple[str, str, str], str] = {}
        self._by_alias: dict[str, str] = {}
        for record in register:
            if record.kind == "documents":
                self._note(record.id, record.data)

    def _note(self, record_id: str, data: dict[str, Any]) -> None:
        numbers = data.get("identifiers")
        table = numbers if isinstance(numbers, dict) else {}
        if isinstance(table.get("celex"), str):
            self._by_celex.setdefault(table["celex"], record_id)
        for name in ("adopted_text", "provisional_text"):
            key = text_number(table[name]) if isinstance(table.get(name), str) else None
            if key:
                self._by_number.setdefault(key, record_id)
        aliases = data.get("aliases")
        for each in (data.get("title"), *(aliases if isinstance(aliases, list) else ())):
            if isinstance(each, str):
                self._by_alias.setdefault(_plain(each), record_id)

    def add(self, record_id: str, data: dict[str, Any]) -> None:
        """Know a drafted document too."""
        self._note(record_id, data)

    def find(self, cited: Cited) -> str:
        """The id of the same document in the register; empty where it holds none."""
        number = text_number(cited.identifiers.get("adopted_text", ""))
        return (
            (self._by_celex.get(cited.celex, "") if cited.celex else "")
            or (self._by_number.get(number, "") if number else "")
            or next(
                (found for each in (*cited.aliases, cited.title) if (found := self._by_alias.get(_plain(each)))), ""
            )
        )


def _plain(name: str) -> str:
    return re.sub(r"\W+", " ", name).strip().lower()
