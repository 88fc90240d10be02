"""Who is asked to act, who is to be given something, and who is only named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .actors import Actors, Named
from .clauses import Segment, head_infinitive, verb_words
from .listing import Lister, is_first

_PRONOUN = re.compile(r"(?:it|them|these|the latter)(?:,? (?:therefore|also|further))?", re.IGNORECASE)
_MODAL = re.compile(
    r"[\s,]*\b(?:must|should|shall|ought to|needs? to|ha(?:s|ve) to|(?:is|are) (?:required|obliged|bound|obligated) "
    r"to|ha(?:s|ve) (?:a duty|an obligation|a responsibility) to)\s+"
    r"(?:(?:[a-z]+ly|also|therefore|not|further|now|continue to|always|all|jointly|at least|"
    r",)\s+){0,4}(?P<verb>[a-z-]+)\b"
)
_STATE = frozenset(("be", "have", "remain", "become", "contain", "depend", "mean"))
_BY = re.compile(r"\bby\s+(?=(?:the|its|all|both|each|[A-Z]))")
_FROM = re.compile(r"\bfrom\s+(?=(?:the|its|all|both|each|[A-Z]))")
_GIVEN = re.compile(
    r"\s+(?:(?:should|must|shall|to)\s+)?be\s+(?:[a-z]+ly\s+)?(?:provided|given|granted|supplied|equipped|offered|"
    r"allocated|endowed|allowed|afforded)\b"
)
_ADJECTIVE_OF = re.compile(
    r"\s(?!and\b|or\b|is\b|has\b|have\b|are\b|was\b|were\b|will\b|to\b|in\b|on\b|should\b|must\b|shall\b|can\b|"
    r"could\b|may\b|by\b|at\b|for\b|with\b|as\b|not\b|itself\b|that\b|which\b|who\b|level\b|of\b|from\b|intends\b|"
    r"would\b|also\b)[a-z]"
)


@dataclass(frozen=True, slots=True)
class Roles:
    """The parts that actors have in one ask: ids, each once, in the order of the text."""

    addressees: tuple[str, ...] = ()
    restriction: str = ""
    beneficiaries: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass
class Finder:
    """Finds who has which part in the asks of one resolution."""

    actors: Actors

    def __post_init__(self) -> None:
        self._lists = Lister(self.actors)

    def roles(self, text: str, segment: Segment, line: int) -> Roles:
        """The parts that actors have in one segment of a paragraph."""
        addressees, restriction, given = self._asked(text, segment, line)
        named = self._named(text, segment, line)
        return Roles(
            tuple(addressees),
            restriction,
            tuple(each for each in given if each not in addressees),
            tuple(each for each in named if each not in addressees and each not in given),
        )

    def _asked(self, text: str, segment: Segment, line: int) -> tuple[list[str], str, list[str]]:
        if segment.relative:
            before = self._before_relative(text, segment.start, line)
            return ([before] if before else []), "", []
        if segment.clause.verb.asks and verb_words(segment.clause.verb) != "recalls":
            return self._called(text, segment, line)
        return self._obliged(text, segment, line), "", []

    def _named(self, text: str, segment: Segment, line: int) -> Iterator[str]:
        part = text[segment.start : segment.end]
        seen: set[str] = set()
        for each in self.actors.named(part):
            if each.actor not in seen and not _is_adjective(part, each):
                seen.add(each.actor)
                yield self.actors.use(each.actor, part[each.start : each.end], line)

    # A call: the object of the verb.

    def _called(self, text: str, segment: Segment, line: int) -> tuple[list[str], str, list[str]]:
        clause = segment.clause
        start, end = clause.verb.end, clause.end
        if segment.own_object >= 0:
            start, end = segment.own_object, segment.end
        kind = verb_words(clause.verb)
        if kind.endswith(" for") or kind == "reiterates its call for":
            return self._called_for(text, segment, line)
        told = re.match(r"\s+to\s+(?P<whom>[^,;]{1,120}?)\s+that\b", text[start:end])
        if told:
            addressees, restriction = self._lists.listed(told["whom"], line)
            return addressees, restriction, []
        after = re.match(r",?\s*(?:[^,;]{0,60},\s+)?that\b\s*", text[start:end])
        if after:
            own = segment.start if segment.start > clause.start else start + after.end()
            own += len(re.match(r"\s*(?:and\s+)?(?:also\s+)?(?:that\s+)?", text[own:])[0])  # type: ignore[index]
            return self._subject(text, own, segment.end, line)
        if kind.startswith("reiterates its") or " its " in f" {kind} ":
            on = re.match(r"\s*(?:made\s+)?(?:up)?(?:on|to)\s+", text[start:end])
            if not on:
                return self._called_for(text, segment, line)
            start += on.end()
        head = self._head(text, start, end, kind)
        if head is None:
            return self._object_alone(text, start, segment, line)
        if _PRONOUN.fullmatch(text[start:head].strip(" ,")):
            return self._meant(text[: clause.start], text[start:head].strip(" ,"), line), "", []
        addressees, restriction = self._lists.listed(text[start:head], line)
        return addressees, restriction, []

    def _meant(self, before: str, pronoun: str, line: int) -> list[str]:
        """Whom “it” or “them” means: the body, or the states, that were named last."""
        for each in reversed(self.actors.named(before)):
            several = self.actors.kind_of(each.actor) in ("group-of-states", "sector")
            if (
                _is_body(self.actors, each.actor)
                and several == (pronoun in ("them", "these"))
                and not _is_adjective(before, each)
            ):
                return [self.actors.use(each.actor, before[each.start : each.end], line)]
        return []

    def _head(self, text: str, start: int, end: int, kind: str) -> int | None:
        head = head_infinitive(text, start, end)
        opened = re.search(r"\bto\s+(?=\([a-z]{1,2}\)\s)", text[start:end])
        if opened and (head is None or start + opened.start() < head):
            return start + opened.start()
        colon = text.find(":", start, end)
        if colon >= 0 and (head is None or colon < head):
            return colon if re.search(r"\bto\s*$", text[start:colon]) is None else text.rindex("to", start, colon)
        if head is None and kind == "reminds":
            found = re.search(r"\s(?:of|about|that)\b", text[start:end])
            return start + found.start() if found else None
        if kind == "reminds":
            found = re.search(r"\s(?:of|about|that)\b", text[start:head])
            return start + found.start() if found else head
        return head

    def _object_alone(self, text: str, start: int, segment: Segment, line: int) -> tuple[list[str], str, list[str]]:
        """A call without “to do”: whoever is named right after the verb, or from whom something is asked."""
        phrase = re.split(r"[;:,]|\s(?:for|not to|that|with a view)\s", text[start : segment.end], maxsplit=1)[0]
        named = self.actors.named(phrase)
        if (
            named
            and not phrase[: named[0].start].replace("the", "").replace("its", "").strip()
            and segment.clause.verb.words.endswith("on")
        ):
            return self._lists.listed(phrase, line)[0], "", []
        found = _FROM.search(text, start, segment.end)
        if found and segment.clause.verb.strength == "asks":
            return self._agents(text, found.end(), segment.end, line), "", []
        return self._passive(text, segment, line), "", []

    def _called_for(self, text: str, segment: Segment, line: int) -> tuple[list[str], str, list[str]]:
        """“Calls for the Commission to …” names somebody to act; “calls for action by the Commission” too."""
        start = max(segment.clause.verb.end, segment.start)
        own = re.match(r"\s*(?:and\s+)?(?:also\s+)?(?:for\s+)?(?=.)", text[start : segment.end])
        start += own.end() if own else 0
        head = head_infinitive(text, start, segment.end)
        named = [each for each in self.actors.named(text[start : head or segment.end]) if is_first(text[start:], each)]
        if head is not None and named:
            if re.match(r"to\s+(?:[a-z]+ly\s+)?be\b", text[head:]):
                given = _GIVEN.match(f" {text[head + 3 : segment.end]}")
                subject, _ = self._lists.listed(text[start:head], line)
                return self._passive(text, segment, line), "", subject if given else []
            addressees, restriction = self._lists.listed(text[start:head], line)
            return addressees, restriction, []
        return self._passive(text, segment, line), "", []

    def _subject(self, text: str, start: int, end: int, line: int) -> tuple[list[str], str, list[str]]:
        """“that the Commission present …” asks the Commission; “that Europol be given …” asks nobody who is named."""
        part = text[start:end]
        modal = _MODAL.search(part)
        bare = re.search(r"\s(?:be|not be)\s+[a-z]+(?:ed|en|t|de|ne|id|wn|ld|ght)\b", part)
        if bare and (modal is None or bare.start() <= modal.start() or modal["verb"] == "be"):
            subject = part[: min(bare.start(), modal.start() if modal else bare.start())]
            given: list[str] = []
            if _GIVEN.match(part[bare.start() :]) or _GIVEN.search(part[max(0, bare.start() - 12) : bare.end() + 2]):
                given = self._lists.listed(subject, line)[0] if self._starts_with_actor(subject) else []
            return self._agents_by(text, start, end, line), "", given
        named = [each for each in self.actors.named(part) if is_first(part, each)]
        if not named:
            return self._agents_by(text, start, end, line), "", []
        stop = modal.start() if modal else _verb_after(part, self.actors.named(part))
        addressees, restriction = self._lists.listed(part[:stop], line)
        return addressees, restriction, []

    def _starts_with_actor(self, phrase: str) -> bool:
        return any(is_first(phrase, each) for each in self.actors.named(phrase))

    # A view: who, as it says, must do something.

    def _obliged(self, text: str, segment: Segment, line: int) -> list[str]:
        part = text[segment.start : segment.end]
        found: dict[str, None] = {}
        for modal in _MODAL.finditer(part):
            if modal["verb"] in _STATE or modal["verb"].endswith("ed"):
                continue
            subject = _subject_before(part, modal.start())
            named = self.actors.named(subject)
            if named and is_first(subject, named[0]) and _is_body(self.actors, named[0].actor):
                found |= dict.fromkeys(self._lists.listed(subject, line)[0])
        return list(found)

    def _before_relative(self, text: str, start: int, line: int) -> str:
        """The actor right before “, which should …”."""
        head = text[:start].rstrip(", ")
        last = next((each for each in reversed(self.actors.named(head)) if each.end >= len(head) - 1), None)
        return self.actors.use(last.actor, head[last.start : last.end], line) if last else ""

    # Those by whom something is to be done.

    def _passive(self, text: str, segment: Segment, line: int) -> list[str]:
        return self._agents_by(text, max(segment.start, segment.clause.verb.end), segment.end, line)

    def _agents_by(self, text: str, start: int, end: int, line: int) -> list[str]:
        found = _BY.search(text, start, end)
        return self._agents(text, found.end(), end, line) if found else []

    def _agents(self, text: str, start: int, end: int, line: int) -> list[str]:
        """The actors listed from here on, if an actor comes first and is meant itself."""
        part = text[start:end]
        named = self.actors.named(part)
        if (
            not named
            or not is_first(part, named[0])
            or _is_adjective(part, named[0])
            or not _is_body(self.actors, named[0].actor)
        ):
            return []
        if re.match(r"[’']s?\s", part[named[0].end :]):
            return []
        last = named[0]
        found = [last.actor]
        for each in named[1:]:
            if not re.fullmatch(r"\s*(?:,|and|,\s*and|or)\s*(?:the|its|all)?\s*", part[last.end : each.start]):
                break
            found.append(each.actor)
            last = each
        return [self.actors.use(each, part[: last.end], line) for each in found]


def _verb_after(part: str, named: list[Named]) -> int:
    """Where the list of subjects at the beginning of a clause ends."""
    end = 0
    for each in named:
        if end and not re.fullmatch(
            r"\s*(?:,|and|,\s*and|or|,?\s*as well as|,?\s*together with|,?\s*along with)\s*(?:the|its|all)?\s*",
            part[end : each.start],
        ):
            break
        end = each.end
    return end


def _subject_before(part: str, modal: int) -> str:
    """The words of a clause up to its modal verb."""
    head = part[:modal]
    starts = [m.end() for m in re.finditer(r"\bthat\s+|;\s+(?:and\s+)?|\bwhereby\s+|\bwhich\s+", head)]
    return head[starts[-1] :].rstrip(", ") if starts else head


def _is_body(actors: Actors, actor: str) -> bool:
    """Whether an actor is one that can be asked to do something: not the public."""
    return actors.kind_of(actor) not in ("public", "event", "programme", "service")


def _is_adjective(part: str, named: Named) -> bool:
    """Whether a name only qualifies a noun: “Commission communication”, “EU law”."""
    words = part[named.start : named.end]
    if part[: named.start].endswith("("):
        return True
    if words in ("EU", "Union", "Commission", "Council", "Parliament", "European Union", "UN"):
        return bool(_ADJECTIVE_OF.match(part, named.end)) or bool(
            re.match(r"\s[A-Z]\w+\b", part[named.end :]) and words != "European Union"
        )
    return False
