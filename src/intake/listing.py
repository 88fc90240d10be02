"""Lists of actors: “the Commission, in cooperation with Europol, and those Member States that …”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .actors import Actors, Named

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


_OFFICE_WORDS = re.compile(
    r"\b(?:Agency|Authority|Bank|Board|Body|Bureau|Centre|Center|Coalition|Commission|Committee|Conference|"
    r"Convention|Coordinator|Corps"
    r"|Council|Court|Delegation|Directorate|Forum|Foundation|Fund|Group|Institute|Institutions?|League|Mission|"
    r"Movement|Network|Office|Organi[sz]ation"
    r"|Parliament|Partnership|Party|Platform|Presidency|Programme|Republic|Secretariat|Service|States?|Summit|Union|"
    r"Nations|Government|Ministry|Kingdom)\b"
)


_LIST_JOIN = re.compile(r"\s*(?:,\s*(?:and|or)\s+|,\s*|;\s*|\s+(?:and/or|and|or|&)\s+)")


LONGEST_NAME = 9
"""In words: a longer run is no name but a description."""


@dataclass
class Lister:
    """Takes a phrase that names nothing but actors apart."""

    actors: Actors

    def listed(self, phrase: str, line: int) -> tuple[list[str], str]:
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
        whole = [each for each in named if each.end == len(item.rstrip(" ,;:–-")) and is_first(item, each)]
        if whole:
            return self.actors.use(whole[0].actor, item.strip(), line)
        if named and is_first(item, named[0]) and re.match(r"\s+(?:of|in|within|at)\b", item[named[0].end :]):
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


def is_first(phrase: str, named: Named) -> bool:
    return not re.sub(
        r"^\s*(?:(?:the|its|all|both|each|those|that|on|upon|to|,|and)\s+)*", "", phrase[: named.start]
    ).strip()


def _starts_at(phrase: str, named: Named, at: int) -> bool:
    return (
        at <= named.start
        and not phrase[at : named.start].replace("the", "").replace("its", "").replace("all", "").strip()
    )


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
