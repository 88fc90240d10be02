"""Who is asked to act, who is to be given something, and who is only named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .actors import Actors, Named
from .clauses import Segment, head_infinitive, verb_words

_PARTNERS = re.compile(
    r",?\s*\b(?:in (?:(?:close|full|strong|good|closer|active|constant)\s)?(?:cooperation|co-operation|coordination|"
    r"collaboration|consultation|conjunction|partnership|dialogue"
    r"|agreement|line|accordance|compliance|keeping|particular|this|that|view|the|order|addition|light|its|their|"
    r"response|parallel|tandem|association)\b|working with|with the|with a|with regard|with respect|with due|acting|"
    r"within|through"
    r"|via|under|by|when|while|as part|as soon|as (?!well\b)[a-z]+|on the basis|at the|at all|at both|based|"
    r"including|"
    r"where|if|after|before|during|following|for|without|regardless|notwithstanding|despite|given|pursuant|thereby|"
    r"drawing|building|taking|having|bearing"
    r"|therefore|further|furthermore|moreover|also|again|once|once again|once more|accordingly|consequently|"
    r"nevertheless|however|thus|hence|to this end|to that end|to this|not|too|respectively|inter alia|as well|"
    r"jointly|together(?! with)|urgently|as a matter|without delay|immediately|especially|notably|swiftly|finally|"
    r"specifically|additionally|first)\b[^,]*"
)
_TOGETHER = re.compile(r",?\s*\b(?:together with|along with|alongside|jointly with|as well as)\b\s*,?", re.IGNORECASE)
_RELATIVE = re.compile(r"\s+(?:that|which|who|whose|where)\b")
_CONCERNED = re.compile(r"\s+(?:concerned|in question|involved|affected|responsible)\b")
_NONE = re.compile(
    r"(?:it|them|this|these|those|such|both|all|others?|everyone|each|one|themselves|itself|also|etc|particular)$",
    re.IGNORECASE,
)
_DETERMINERS = re.compile(
    r"^(?:(?:the|a|an|all|its|those|any|other|every|each|both|their|and|or|on|upon|of|as|in particular|especially|"
    r"especially)\s+)+",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:it|them|these|the latter)(?:,? (?:therefore|also|further))?", re.IGNORECASE)
_OFFICE_WORDS = re.compile(
    r"\b(?:Agency|Authority|Bank|Board|Body|Bureau|Centre|Center|Coalition|Commission|Committee|Conference|"
    r"Convention|Coordinator|Corps"
    r"|Council|Court|Delegation|Directorate|Forum|Foundation|Fund|Group|Institute|Institutions?|League|Mission|"
    r"Movement|Network|Office|Organi[sz]ation"
    r"|Parliament|Partnership|Party|Platform|Presidency|Programme|Republic|Secretariat|Service|States?|Summit|Union|"
    r"Nations|Government|Ministry|Kingdom)\b"
)
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
_LIST_JOIN = re.compile(r"\s*(?:,\s*(?:and|or)\s+|,\s*|;\s*|\s+(?:and/or|and|or|&)\s+)")
_ADJECTIVE_OF = re.compile(
    r"\s(?!and\b|or\b|is\b|has\b|have\b|are\b|was\b|were\b|will\b|to\b|in\b|on\b|should\b|must\b|shall\b|can\b|"
    r"could\b|may\b|by\b|at\b|for\b|with\b|as\b|not\b|itself\b|that\b|which\b|who\b|level\b|of\b|from\b|intends\b|"
    r"would\b|also\b)[a-z]"
)

LONGEST_NAME = 9
"""In words: a longer run is no name but a description."""


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
            addressees, restriction = self._listed(told["whom"], line)
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
        addressees, restriction = self._listed(text[start:head], line)
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
            return self._listed(phrase, line)[0], "", []
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
        named = [each for each in self.actors.named(text[start : head or segment.end]) if _is_first(text[start:], each)]
        if head is not None and named:
            if re.match(r"to\s+(?:[a-z]+ly\s+)?be\b", text[head:]):
                given = _GIVEN.match(f" {text[head + 3 : segment.end]}")
                subject, _ = self._listed(text[start:head], line)
                return self._passive(text, segment, line), "", subject if given else []
            addressees, restriction = self._listed(text[start:head], line)
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
                given = self._listed(subject, line)[0] if self._starts_with_actor(subject) else []
            return self._agents_by(text, start, end, line), "", given
        named = [each for each in self.actors.named(part) if _is_first(part, each)]
        if not named:
            return self._agents_by(text, start, end, line), "", []
        stop = modal.start() if modal else _verb_after(part, self.actors.named(part))
        addressees, restriction = self._listed(part[:stop], line)
        return addressees, restriction, []

    def _starts_with_actor(self, phrase: str) -> bool:
        return any(_is_first(phrase, each) for each in self.actors.named(phrase))

    # A view: who, as it says, must do something.

    def _obliged(self, text: str, segment: Segment, line: int) -> list[str]:
        part = text[segment.start : segment.end]
        found: dict[str, None] = {}
        for modal in _MODAL.finditer(part):
            if modal["verb"] in _STATE or modal["verb"].endswith("ed"):
                continue
            subject = _subject_before(part, modal.start())
            named = self.actors.named(subject)
            if named and _is_first(subject, named[0]) and _is_body(self.actors, named[0].actor):
                found |= dict.fromkeys(self._listed(subject, line)[0])
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
            or not _is_first(part, named[0])
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

    # Lists of actors.

    def _listed(self, phrase: str, line: int) -> tuple[list[str], str]:
        """The actors in a phrase that names nothing else, and whom of them a relative clause picks out."""
        phrase = _without_brackets(phrase)
        phrase, restriction = self._restricted(phrase)
        phrase = self._without_partners(_TOGETHER.sub(", ", phrase))
        found: dict[str, None] = {}
        for item in self._items(phrase):
            actor = self._actor(item, line)
            if actor:
                found[actor] = None
        return list(found), restriction

    def _restricted(self, phrase: str) -> tuple[str, str]:
        """A phrase without its relative clause, and that clause in words: “those that have not yet done so”."""
        concerned = _CONCERNED.search(phrase)
        if concerned and not _RELATIVE.search(phrase[: concerned.start()]):
            named = self.actors.named(phrase[: concerned.start()])
            if named and named[-1].end >= concerned.start() - 1:
                return phrase[: concerned.start()] + phrase[concerned.end() :], f"those {concerned[0].strip()}"
        relative = _RELATIVE.search(phrase)
        if not relative:
            return phrase, ""
        end = phrase.find(",", relative.end())
        if phrase[: relative.start()].endswith(","):
            return phrase[: relative.start()] + (phrase[end:] if end >= 0 else ""), ""
        end = len(phrase) if end < 0 else end
        words = " ".join(phrase[relative.start() : end].split())
        return phrase[: relative.start()] + phrase[end:], f"those {words}"

    def _without_partners(self, phrase: str) -> str:
        """A phrase without asides. An aside may hold a comma only where a list of actors doesn't go on after it."""
        spans = self.actors.named(phrase)
        pieces, at = [], 0
        for match in _PARTNERS.finditer(phrase):
            if match.start() < at or any(
                each.start < match.end() and match.start() + 1 < each.end and each.start <= match.start() + 1
                for each in spans
            ):
                continue
            pieces.append(phrase[at : match.start()])
            at = match.end()
        pieces.append(phrase[at:])
        return "".join(pieces)

    def _items(self, phrase: str) -> Iterator[str]:
        """The items of a list. A name that holds “and” is kept whole, and the last item after “, and” too."""
        spans = self.actors.named(phrase)
        oxford = re.search(r",\s+and\s+", phrase)
        starts = [0]
        for join in _LIST_JOIN.finditer(phrase):
            inside = any(each.start < join.start() and join.end() <= each.end for each in spans)
            after_oxford = oxford is not None and join.start() > oxford.start() and not join[0].strip().startswith(",")
            plain_known = any(each.end == join.start() for each in spans) and any(
                _starts_at(phrase, each, join.end()) for each in spans
            )
            if not inside and (not after_oxford or plain_known):
                yield phrase[starts[-1] : join.start()]
                starts.append(join.end())
        yield phrase[starts[-1] :]

    def _actor(self, item: str, line: int) -> str:
        words = _DETERMINERS.sub("", item.strip(" ,;:–-")).strip()
        if not words or _NONE.match(words) or not re.search(r"[A-Za-z]{3}|[A-Z]{2}", words):
            return ""
        named = self.actors.named(item)
        whole = [each for each in named if each.end == len(item.rstrip(" ,;:–-")) and _is_first(item, each)]
        if whole:
            return self.actors.use(whole[0].actor, item.strip(), line)
        if named and _is_first(item, named[0]) and re.match(r"\s+(?:of|in|within|at)\b", item[named[0].end :]):
            return self.actors.use(named[0].actor, item.strip(), line)
        if named and _is_person_after(item[named[0].end :]):
            return self.actors.use(named[0].actor, item.strip(), line)
        if (
            named
            and named[-1].end == len(item.rstrip())
            and re.fullmatch(r"(?:(?!of\b)[a-z]+\s+){0,3}", _DETERMINERS.sub("", item[: named[-1].start]).lstrip())
        ):
            return self.actors.use(named[-1].actor, item.strip(), line)
        if len(words.split()) > LONGEST_NAME or re.search(
            r"[.;:?!]|\b(?:is|are|was|were|has|have|will|would|do|does)\b", words
        ):
            return self.actors.use(named[0].actor, item.strip(), line) if named else ""
        if _is_name(words):
            self.actors.not_proposed.append((words, line))
            return ""
        return self.actors.propose(words, line)


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


def _is_first(phrase: str, named: Named) -> bool:
    return not re.sub(
        r"^\s*(?:(?:the|its|all|both|each|those|that|on|upon|to|,|and)\s+)*", "", phrase[: named.start]
    ).strip()


def _starts_at(phrase: str, named: Named, at: int) -> bool:
    return (
        at <= named.start
        and not phrase[at : named.start].replace("the", "").replace("its", "").replace("all", "").strip()
    )


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


def _is_person_after(rest: str) -> bool:
    """Whether what follows a body's name is only who holds the office: nobody's name goes into the register."""
    return bool(re.fullmatch(r"[\s,/]*(?:(?:Mr|Mrs|Ms|Dr)\.?\s)?(?:[A-Z][\w’'-]+\s?){1,4}", rest))


def _is_name(words: str) -> bool:
    """Whether words may be the name of a person: all begin with a capital, and none says what sort of body it is."""
    return (
        len(words.split()) > 1 and all(word[:1].isupper() for word in words.split()) and not _OFFICE_WORDS.search(words)
    )


def _without_brackets(phrase: str) -> str:
    return re.sub(r"\s*\([^()]*\)", "", phrase)
