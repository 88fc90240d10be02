"""Who is named in a text: found by name, abbreviation and alias, in the register or among the bodies all know."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from ..register import Record, Register
from ..register.plan import slug

_TOKEN = re.compile(r"\w+(?:[-/&]\w+)*|[^\w\s]")
_LOWER_START = re.compile(r"[a-z]")


@dataclass(frozen=True, slots=True)
class Named:
    """One place where a text names an actor."""

    actor: str
    """The id."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """An actor that the register doesn't know, and the words in which it was found."""

    id: str
    name: str
    type: str
    abbreviation: str = ""
    aliases: tuple[str, ...] = ()
    country: str = ""

    def record(self) -> dict[str, Any]:
        """The fields of its record."""
        found: dict[str, Any] = {"name": self.name}
        if self.abbreviation:
            found["abbreviation"] = self.abbreviation
        if self.aliases:
            found["aliases"] = list(self.aliases)
        return found | {"type": self.type} | ({"country": self.country} if self.country else {})


@dataclass
class Actors:
    """The names by which texts call actors: those of the register first, then those that all know.

    Whoever is found and isn't in the register is proposed.
    """

    register: Register
    proposed: dict[str, Proposal] = field(default_factory=dict)
    """The proposals that were used, by id."""
    first_words: dict[str, tuple[str, int]] = field(default_factory=dict)
    """For each proposal, the words and the line in which it was first found."""
    not_proposed: list[tuple[str, int]] = field(default_factory=list)
    """Words, each with its line, that may be the names of persons: nobody's name goes into the register."""
    _index: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    _known: dict[str, Proposal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for each in known_actors():
            self._known[each.id] = each
            self._add_all(each.id, _names(each))
        for record in sorted(_of_kind(self.register, "actors"), key=lambda each: each.id):
            if "withdrawn" not in record.data:
                self._add_all(record.id, _names_of(record.data), over=True)
        for entries in self._index.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def _add_all(self, actor: str, names: Iterable[str], *, over: bool = False) -> None:
        for name in names:
            tokens = tuple(_tokens(name))
            if not tokens:
                continue
            entries = self._index.setdefault(_key(tokens[0]), [])
            if over:
                entries[:] = [entry for entry in entries if not _same(entry[0], tokens)]
            if not any(entry[0] == tokens for entry in entries):
                entries.append((tokens, actor))

    def named(self, text: str) -> list[Named]:
        """All places where an actor is named, the longest name at each place."""
        found: list[Named] = []
        tokens = [(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text)]
        at = 0
        index = self._index
        while at < len(tokens):
            entries = index.get(_key(tokens[at][0]))
            length = self._match(entries, tokens, at, found) if entries else 0
            at += length or 1
        return found

    def _match(
        self,
        entries: list[tuple[tuple[str, ...], str]],
        tokens: list[tuple[str, int, int]],
        at: int,
        found: list[Named],
    ) -> int:
        for name, actor in entries:
            if len(name) <= len(tokens) - at and all(
                _equal(own, token[0]) for own, token in zip(name, tokens[at : at + len(name)], strict=True)
            ):
                found.append(Named(actor, tokens[at][1], tokens[at + len(name) - 1][2]))
                return len(name)
        return 0

    def kind_of(self, actor: str) -> str:
        """What sort of actor one is, whether in the register or not."""
        record = self.register.records.get(actor)
        return str(record.data.get("type", "")) if record else self.type_of(actor)

    def type_of(self, actor: str) -> str:
        """What sort of actor one of the known or proposed ones is."""
        proposal = self.proposed.get(actor) or self._known.get(actor)
        return proposal.type if proposal else ""

    def is_group(self, actor: str) -> bool:
        """Whether an actor is a political group."""
        return self.kind_of(actor) == "political-group"

    def use(self, actor: str, words: str = "", line: int = 0) -> str:
        """Note that a draft refers to this actor; one that isn't in the register is proposed with it."""
        if actor not in self.register and actor not in self.proposed:
            proposal = self._known.get(actor)
            if proposal is not None:
                self.proposed[actor] = proposal
                self.first_words[actor] = (words or proposal.name, line)
        return actor

    def propose(self, words: str, line: int) -> str:
        """The id of an actor of whom nothing but these words is known."""
        bare = re.sub(
            r"^(?:the|all|its|those|any|other|every|each|relevant|respective)\s+",
            "",
            words.strip(),
            flags=re.IGNORECASE,
        )
        for each in self.named(bare):
            if each.start == 0 and each.end == len(bare):
                return self.use(each.actor, words, line)
        actor = f"actors/{slug(bare)}"
        if actor not in self.register and actor not in self.proposed:
            self.proposed[actor] = Proposal(actor, bare[:1].upper() + bare[1:], type_of(bare), aliases=(bare,))
            self.first_words[actor] = (words, line)
        return actor


_TYPES = (
    (r"committees?\b", "committee"),
    (r"groups? in the european parliament|political groups?\b", "political-group"),
    (r"\bagenc(?:y|ies)\b", "agency"),
    (r"directorates?-general|\bdg\b|ministr(?:y|ies)|services?\b|delegations?\b", "department"),
    (r"\bstates\b|countries\b|governments? of", "group-of-states"),
    (r"network|coalition|alliance|platform|forum\b|partnership", "network"),
    (r"programme|fund\b|facility", "programme"),
    (
        (
            r"council|court|bank|office|centre|center|board|authority\b|institute|government|parliament|presidency|"
            r"coordinator|body\b|bodies\b|president|bureau"
        ),
        "body",
    ),
    (r"organi[sz]ation of|nations|union\b", "international-organisation"),
    (
        (
            r"providers|companies|industry|sector|authorities|agencies|business|enterprises|platforms|operators|"
            r"manufacturers|professionals|workers|officers|organi[sz]ations|associations|ngos|partners|undertakings|"
            r"banks|schools|universities|media|practitioners|institutions"
        ),
        "sector",
    ),
)


def type_of(words: str) -> str:
    """A guess at what sort of actor some words mean, from the noun at their end."""
    said = words.lower()
    return next((kind for pattern, kind in _TYPES if re.search(pattern, said)), "public")


def _of_kind(register: Register, kind: str) -> Iterator[Record]:
    """The records of a kind as they come: among very many, sorting those of all kinds takes longer than the rest."""
    return (record for record in register if record.kind == kind)


@cache
def known_actors() -> tuple[Proposal, ...]:
    """The bodies, states and roles that official texts name without explaining."""
    return (*_known_bodies(), *_known_states())


def _known_bodies() -> Iterator[Proposal]:
    for each in _read("known_actors.toml")["actor"]:
        abbreviation, aliases = each.get("abbreviation", ""), tuple(each.get("aliases", ()))
        yield Proposal(f"actors/{each['id']}", each["name"], each["type"], abbreviation, aliases)


def _known_states() -> Iterator[Proposal]:
    for code, names in _read("known_states.toml").items():
        yield Proposal(f"actors/{slug(names[0])}", names[0], "state", aliases=tuple(names[1:]), country=code)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text("utf-8"))


def _names(each: Proposal) -> Iterator[str]:
    yield each.name
    if each.abbreviation:
        yield each.abbreviation
    yield from each.aliases


_ROLES = ("sector", "public", "group-of-states", "service", "department")
"""Types whose names are common words: they begin with a capital only where they stand as a name."""


def _names_of(data: dict[str, Any]) -> Iterator[str]:
    """The names of a record, leaving out what isn't text."""
    listed = data.get("aliases")
    for each in (data.get("name"), data.get("abbreviation"), *(listed if isinstance(listed, list) else ())):
        if isinstance(each, str):
            yield each
            if data.get("type") in _ROLES and each[1:2].islower():
                yield each[:1].lower() + each[1:]


def _tokens(name: str) -> list[str]:
    words = _TOKEN.findall(re.sub(r"^[Tt]he ", "", name))
    return [word.replace("'", "’") for word in words]


def _key(token: str) -> str:
    return token.lower()


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return len(one) == len(other) and all(a.lower() == b.lower() for a, b in zip(one, other, strict=True))


def _equal(own: str, token: str) -> bool:
    """Whether a word of the text is a word of the name. Common words may begin with a capital; names must."""
    if own == token:
        return True
    if "'" in token:
        token = token.replace("'", "’")
        if own == token:
            return True
    return own[:1].islower() and own == token[:1].lower() + token[1:]
