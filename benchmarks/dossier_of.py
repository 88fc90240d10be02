"""One generated dossier: a resolution and the follow-up to it, with their source texts, and all records of both."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from followup.register.dates import add_months

from .sentences import Sentences

COMMISSION, PARLIAMENT, STATES = "actors/european-commission", "actors/european-parliament", "actors/member-states"
RULE = "rules/framework-agreement-2010-point-16"
PARAGRAPHS = 21

# How an ask begins, its verb, its strength, whom it addresses.
_ASKS = (
    ("Calls on the Commission to", "calls on", "calls-on", (COMMISSION,)),
    ("Stresses that", "stresses", "position", ()),
    ("Strongly urges the Member States to", "strongly urges", "urges", (STATES,)),
    ("Calls on the Commission and the Member States to", "calls on", "calls-on", (COMMISSION, STATES)),
    ("Welcomes the fact that", "welcomes", "position", ()),
    ("Encourages the Member States to", "encourages", "encourages", (STATES,)),
    ("Asks the Commission to", "asks", "asks", (COMMISSION,)),
)
_DISPOSITIONS = ("action-ongoing", "action-taken", "information-only")

Data = dict[str, Any]


@dataclass(frozen=True)
class Shape:
    """What is settled before a dossier is written, so that each can be written by itself."""

    number: int
    asks: tuple[int, ...]
    """How many each paragraph holds."""
    networks: int
    topics: int
    """How many of these the whole register has."""

    @property
    def folder(self) -> str:
        """Where it lies under records/."""
        return f"{2010 + self.number % 15}/{2000 + self.number // 15}-RSP"

    @property
    def answered(self) -> range:
        """The paragraphs that the follow-up answers."""
        return range(3, len(self.asks) + 1, 3)

    @property
    def records(self) -> int:
        """How many records it has: requests, a reply and a promise for each answer, and four of its own."""
        return sum(self.asks) + 2 * len(self.answered) + 4


@dataclass(frozen=True)
class Ask:
    """One ask of a paragraph."""

    paragraph: int
    part: str
    verb: str
    strength: str
    addressees: tuple[str, ...]
    text: str

    @property
    def name(self) -> str:
        return f"{self.paragraph:02}{self.part}"


@dataclass(frozen=True)
class Section:
    """What the follow-up says to one paragraph."""

    paragraph: int
    heading: str
    text: str

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()


class Dossier:
    """Everything that one dossier holds."""

    def __init__(self, shape: Shape, seed: int) -> None:
        self._shape = shape
        self._sentences = Sentences(f"{seed} {shape.number}")
        self._random = self._sentences.random
        self._folder = shape.folder
        year = int(shape.folder[:4])
        self._adopted = dt.date(year, self._random.randint(1, 9), self._random.randint(1, 28))
        self._replied = add_months(self._adopted, 2)
        self._asks = [ask for at, number in enumerate(shape.asks, 1) for ask in self._paragraph(at, number)]
        self._introduction = self._sentences.text(3, 5)
        self._sections = [
            Section(at, f"Point {at}: {self._sentences.title()}", self._sentences.text(12, 22)) for at in shape.answered
        ]
        self.sources = {"resolution": self._resolution(), "follow-up": self._follow_up()}
        """The source texts, by name."""

    def records(self) -> Iterator[tuple[str, Data]]:
        """The id and data of each record."""
        yield from self._documents()
        for ask in self._asks:
            yield f"{self._folder}/requests/{ask.name}", self._request(ask)
        document = f"{self._folder}/documents/follow-up"
        yield f"{self._folder}/replies/introduction", {"document": document, "text": f"{self._introduction}\n"}
        for section in self._sections:
            yield f"{self._folder}/replies/{section.paragraph:02}", self._reply(section)
            yield f"{self._folder}/deadlines/promise-{section.paragraph:02}", self._promise(section)
        yield f"{self._folder}/deadlines/reply", self._reply_due()

    def _paragraph(self, at: int, number: int) -> Iterator[Ask]:
        for index in range(number):
            start, verb, strength, addressees = self._random.choice(_ASKS)
            start = start if index == 0 else start[0].lower() + start[1:]
            clauses = [self._sentences.phrase(20, 40) for _ in range(self._random.randint(2, 5))]
            text = ";\n".join([f"{start} {clauses[0]}", *(f"notes that {each}" for each in clauses[1:])])
            part = chr(97 + index) if number > 1 else ""
            yield Ask(at, part, verb, strength, addressees, f"{text};")

    def _resolution(self) -> str:
        recitals = [f"{chr(65 + each)}.  whereas {self._sentences.phrase(25, 60)};" for each in range(12)]
        paragraphs: dict[int, list[str]] = {}
        for ask in self._asks:
            paragraphs.setdefault(ask.paragraph, []).append(" ".join(ask.text.split()))
        numbered = [f"{at}.  {' '.join(texts)}" for at, texts in paragraphs.items()]
        return "\n\n".join(["The European Parliament ,", *recitals, *numbered]) + "\n"

    def _follow_up(self) -> str:
        sections = [f"{section.heading}\n\n{section.text}" for section in self._sections]
        head = f"Follow up to a resolution\n1.\nReply to these requests:\n\n{self._introduction}"
        return "\n\n".join([head, *sections]) + "\n"

    def _documents(self) -> Iterator[tuple[str, Data]]:
        own: dict[str, Data] = {
            "resolution": {
                "type": "resolution",
                "title": f"Resolution of {self._adopted.isoformat()}",
                "author": PARLIAMENT,
                "adopted": self._adopted,
                "identifiers": {"procedure": f"{self._folder.removesuffix('-RSP')}(RSP)"},
            },
            "follow-up": {
                "type": "follow-up",
                "title": f"Follow-up of {self._replied.isoformat()}",
                "author": COMMISSION,
                "adopted": self._replied,
                "follows_up": f"{self._folder}/documents/resolution",
            },
        }
        for name, text in self.sources.items():
            source = {
                "file": f"sources/{name}.txt",
                "retrieved": dt.date(2026, 11, 22),
                "sha256": hashlib.sha256(text.encode()).hexdigest(),
            }
            yield f"{self._folder}/documents/{name}", {**own[name], "language": "en", "source": source}

    def _request(self, ask: Ask) -> Data:
        data: Data = {
            "document": f"{self._folder}/documents/resolution",
            "paragraph": str(ask.paragraph),
            **({"part": ask.part} if ask.part else {}),
            "title": self._sentences.title(),
            "text": f"{ask.text}\n",
            "verbs": [ask.verb],
            "strength": ask.strength,
            **({"addressees": list(ask.addressees)} if ask.addressees else {}),
            "actors": self._some("actors/network", self._shape.networks, 6),
            "topics": self._some("topics/topic", self._shape.topics, 3),
            "notes": f"{self._sentences.text(3, 7)}\n",
            "implementation": {"level": "not-applicable" if ask.strength == "position" else "not-assessed"},
        }
        if self._random.random() < 0.3:
            data["implementation"]["note"] = f"{self._sentences.text(1, 2)}\n"
        return data

    def _reply(self, section: Section) -> Data:
        return {
            "document": f"{self._folder}/documents/follow-up",
            "heading": section.heading,
            "points": [str(section.paragraph)],
            "text": f"{section.text}\n",
            "answers": [self._answer(ask, section) for ask in self._asks if ask.paragraph == section.paragraph],
            "actors": [COMMISSION, *self._some("actors/network", self._shape.networks, 8)],
            "notes": f"{self._sentences.text(1, 2)}\n",
        }

    def _answer(self, ask: Ask, section: Section) -> Data:
        start = self._random.randrange(8)
        return {
            "request": f"{self._folder}/requests/{ask.name}",
            "disposition": self._random.choice(_DISPOSITIONS),
            "quote": "\n".join(section.lines[start : start + 2]) + "\n",
            "note": f"{self._sentences.text(1, 3)}\n",
        }

    def _promise(self, section: Section) -> Data:
        asks = [f"{self._folder}/requests/{ask.name}" for ask in self._asks if ask.paragraph == section.paragraph]
        return {
            "title": self._sentences.title(),
            "type": "commitment",
            "due": f"../{self._replied.year}-12-31",
            "words": f"{section.lines[5]}\n",
            "basis": f"{self._folder}/replies/{section.paragraph:02}",
            "applies_to": asks,
            "responsible": [COMMISSION],
            "met": {"on": dt.date(self._replied.year, 12, 31)},
            "notes": f"{self._sentences.text(1, 2)}\n",
        }

    def _reply_due(self) -> Data:
        return {
            "title": "Reply to the resolution",
            "type": "reply-due",
            "due": add_months(self._adopted, 3),
            "rule": RULE,
            "applies_to": [f"{self._folder}/documents/resolution"],
            "responsible": [COMMISSION],
            "met": {"on": self._replied, "by": f"{self._folder}/documents/follow-up"},
        }

    def _some(self, name: str, of: int, most: int) -> list[str]:
        """A few of the shared records; the first ones are the most frequent."""
        numbers = (int(of * self._random.random() ** 3) for _ in range(self._random.randint(1, most)))
        return list(dict.fromkeys(f"{name}-{number}" for number in numbers))
