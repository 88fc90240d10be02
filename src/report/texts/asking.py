"""Questions about words and values, as the index understands them.

A word is found by its beginning, a phrase by its words one after another. Where nothing is found so, words of
three letters or more are also looked for inside of others; and where nothing is found so either, names that are
like them.
"""

from __future__ import annotations

import heapq
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from ..folding import Term
from .columns import DOSSIER, KIND
from .rows import OF_DOSSIER, OF_KIND, name_token
from .store import MARKED, OF_NAMES, OF_TEXTS, Store

WHOLE_NAME, NAMES, NAMED, WORDS, INSIDE, ALIKE = 6, 5, 4, 3, 2, 1
"""How good an answer is: the words are its name; all stand in its names; one does; they stand in it; inside of
words; its name is like them."""

_MOST_ALTERNATIVES = 4000
"""Beyond so many words with one beginning, SQLite looks them up by itself."""
_SHORTEST_INSIDE = 3
_MOST_ALIKE = 6
_LIKE = 84
"""From how many of 100 a word counts as a slip of the pen (rapidfuzz's ratio)."""

NOTHING = '"\ue00f"'
"""An expression that finds no record."""


class Asking:
    """Answers one question from one state of the index."""

    def __init__(self, store: Store, terms: Sequence[Term]) -> None:
        self._store = store
        self._terms = [term for term in terms if term.words]
        self._free = [term for term in self._terms if not term.field]

    def best(self, limit: int) -> tuple[bool, list[tuple[int, int]]]:
        """The best answers: each a record's number and how good it is. Also, whether they stand inside of words."""
        if not self._terms:
            return False, []
        found = self._first(self._by_beginnings(), limit)
        if found:
            return False, found
        found = self._first([(INSIDE, self._all(self._inside))], limit)
        return (True, found) if found else (False, self._first(self._alike(), limit))

    def _first(self, graded: Iterable[tuple[int, str]], limit: int) -> list[tuple[int, int]]:
        found: dict[int, int] = {}
        for grade, expression in graded:
            for n in self._store.match(expression):
                if len(found) >= limit:
                    break
                found.setdefault(n, grade)
            if len(found) >= limit:
                break
        return list(found.items())

    def _by_beginnings(self) -> Iterator[tuple[int, str]]:
        everything = self._all(self._begins)
        if self._free:
            said = [word for term in self._free for word in term.words]
            fields = [self._begins(term) for term in self._terms if term.field]
            yield WHOLE_NAME, _and([_quoted([name_token(said)]), *fields])
            named = [self._in_names(self._begins(term)) for term in self._free]
            yield NAMES, _and([*named, *fields])
            yield NAMED, _and([everything, _or(named)])
        yield WORDS, everything

    def _all(self, find: Callable[[Term], str]) -> str:
        return _and([find(term) for term in self._terms])

    def _begins(self, term: Term) -> str:
        return self._where(term, lambda mark: self._phrases(term, mark, inside=False))

    def _inside(self, term: Term) -> str:
        return self._where(term, lambda mark: self._phrases(term, mark, inside=may_be_inside(term)))

    def _where(self, term: Term, expression: Callable[[str], str]) -> str:
        """What is looked for, in the places that the term means."""
        if not term.field:
            return expression("")
        found = [f"{_columns(self._store.columns.called(term.field))} : ({expression('')})"]
        marks = {KIND: OF_KIND, DOSSIER: OF_DOSSIER}
        if term.field in marks:
            found.append(expression(marks[term.field]))
        return _or(found)

    def _phrases(self, term: Term, mark: str, *, inside: bool) -> str:
        """The words of a term one after another; for the last, all words that SQLite may find in its place."""
        *before, last = (mark + word for word in term.words)
        ends = self._alternatives(term, mark, inside=inside)
        if len(ends) > _MOST_ALTERNATIVES and not inside and not is_number(term):
            return _quoted([*before, last]) + " *"
        return _or([_quoted([*before, end]) for end in ends])

    def _alternatives(self, term: Term, mark: str, *, inside: bool) -> list[str]:
        last = term.words[-1]
        known = [word for word in self._marked if word[0] == mark] if mark else self._words
        if inside:
            found = [word for word in known if last in word]
        else:
            found = [word for word in known if word.startswith(mark + last)]
        if is_number(term):
            whole = re.compile(rf"(?<!\d){last}(?!\d)")
            return [word for word in found if whole.search(word)]
        return found

    def _in_names(self, expression: str) -> str:
        return f"{_columns(self._store.columns.of_names)} : ({expression})"

    @cached_property
    def _words(self) -> list[str]:
        return self._store.words(OF_TEXTS)

    @cached_property
    def _marked(self) -> list[str]:
        return self._store.words(MARKED)

    def _alike(self) -> Iterator[tuple[int, str]]:
        """Records whose names are like all the words, the most alike first."""
        from rapidfuzz import fuzz, process

        wanted = [term.text for term in self._free if len(term.text) >= _SHORTEST_INSIDE + 1]
        if not wanted or len(wanted) < len(self._terms):
            return
        names = [word for word in self._store.words(OF_NAMES) if len(word) >= _SHORTEST_INSIDE]
        like = [
            self._occurring(process.extract(word, names, scorer=fuzz.ratio, score_cutoff=_LIKE, limit=None))
            for word in wanted
        ]
        by_score: dict[int, list[str]] = {}
        for chosen in itertools.product(*like):
            score = int(sum(ratio for _, ratio in chosen) / len(chosen))
            by_score.setdefault(score, []).append(_and([_quoted([word]) for word, _ in chosen]))
        for score in heapq.nlargest(len(by_score), by_score):
            yield ALIKE, self._in_names(_or(by_score[score]))

    def _occurring(self, like: list[tuple[str, float, int]]) -> list[tuple[str, float]]:
        """The words most like one, of those that do occur in a name."""
        ordered = sorted((-ratio, word) for word, ratio, _ in like)
        found = ((word, -ratio) for ratio, word in ordered if any(self._store.match(self._in_names(_quoted([word])))))
        return list(itertools.islice(found, _MOST_ALIKE))


def pattern(term: Term, *, inside: bool) -> re.Pattern[str]:
    """Where a term stands in a folded text."""
    number = is_number(term)
    begins = not (inside and may_be_inside(term))
    before = r"(?<!\w)" if begins else r"(?<!\d)" if number else ""
    return re.compile(before + r"\W+".join(map(re.escape, term.words)) + (r"(?!\d)" if number else ""))


def is_number(term: Term) -> bool:
    """Whether it is a number in a field, which is meant whole: paragraph:9 is not 95."""
    return bool(term.field) and len(term.words) == 1 and term.words[0].isdecimal()


def may_be_inside(term: Term) -> bool:
    """Whether it may also stand in the middle of a word."""
    first, *more = term.words
    return not more and (len(first) >= _SHORTEST_INSIDE or not first.isascii())


def _columns(numbers: Iterable[int]) -> str:
    return "{" + " ".join(f"c{number}" for number in numbers) + "}"


def _quoted(said: list[str]) -> str:
    """Words one after another as FTS5 reads them; they hold no quotation mark."""
    return '"' + " ".join(said) + '"'


def _and(expressions: list[str]) -> str:
    return " AND ".join(f"({each})" for each in expressions)


def _or(expressions: list[str]) -> str:
    return " OR ".join(each if each.startswith('"') else f"({each})" for each in expressions) or NOTHING
