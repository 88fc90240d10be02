"""Makes a register of many records, like a real one and valid under all checks.

``python -m benchmarks.register_of FOLDER 10000`` writes one; the same number gives the same bytes.
Each dossier has a resolution and the follow-up to it, with their source texts, the requests, the
replies and deadlines; dossiers lie under their years, and share actors, topics and the rule.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from followup.register import Schemas
from followup.register.dates import add_months
from followup.register.writing import render

ROOT = Path(__file__).parents[1]
COMMISSION, PARLIAMENT, STATES = "actors/european-commission", "actors/european-parliament", "actors/member-states"
RULE = "rules/framework-agreement-2010-point-16"

_WORDS = (
    *("children", "rights", "protection", "Member", "States", "measures", "cooperation", "Union", "law", "online"),
    *("authorities", "victims", "internet", "support", "national", "strategy", "funding", "data", "exchange"),
    *("awareness", "industry", "prevention", "investigation", "services", "implementation", "directive", "policy"),
)

Data = dict[str, Any]

MOST_IN_DOSSIER = 21 * 3 + 18


class Writer:
    """Writes one register."""

    def __init__(self, folder: Path, seed: int = 2564) -> None:
        self._folder = folder
        self._random = random.Random(seed)  # noqa: S311 - the same register every time
        self._kinds = Schemas.load(ROOT / "schema")
        self.written = 0
        shutil.copytree(ROOT / "schema", folder / "schema", ignore=shutil.ignore_patterns("*.py", "__pycache__"))

    def write(self, records: int) -> None:
        """Shared records first, then dossiers until there are so many."""
        for record_id, data in self._shared(records):
            self._record(record_id, data)
        number = 0
        while records - self.written > MOST_IN_DOSSIER:
            self._dossier(2010 + number % 15, 2000 + number // 15)
            number += 1
        for number in range(records - self.written):
            self._record(f"actors/body-{number}", {"name": f"Body {number}", "type": "body"})

    def _record(self, record_id: str, data: Data) -> None:
        kind = self._kinds[record_id.split("/")[-2]]
        path = self._folder / "records" / f"{record_id}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render(data, kind.layout), encoding="utf-8")
        self.written += 1

    def _shared(self, records: int) -> Iterator[tuple[str, Data]]:
        yield COMMISSION, {"name": "European Commission", "aliases": ["the Commission"], "type": "institution"}
        yield PARLIAMENT, {"name": "European Parliament", "abbreviation": "EP", "type": "institution"}
        yield STATES, {"name": "Member States", "type": "group-of-states"}
        yield (
            RULE,
            {
                "provision": "Framework Agreement of 20 October 2010, point 16",
                "months": 3,
                "extension_months": 4,
                "counted_from": "adopted",
                "replier": COMMISSION,
                "applies_to_types": ["resolution"],
                "valid_from": dt.date(2010, 1, 1),
            },
        )
        for number in range(max(3, records // 60)):
            yield f"actors/network-{number}", {"name": f"Network {number}", "type": "network", "part_of": STATES}
        for number in range(max(3, records // 200)):
            yield f"topics/topic-{number}", {"name": f"Topic {number}", "description": self._sentence(20)}

    def _sentence(self, words: int) -> str:
        found = " ".join(self._random.choice(_WORDS) for _ in range(words))
        return f"{found[0].upper()}{found[1:]}."

    def _sentences(self, number: int) -> str:
        return "\n".join(self._sentence(self._random.randint(12, 30)) for _ in range(number))

    def _dossier(self, year: int, number: int) -> None:
        folder = f"{year}/{number}-RSP"
        adopted = dt.date(year, self._random.randint(1, 9), self._random.randint(1, 28))
        asks = [self._asks(each) for each in range(1, 22)]
        self._resolution(folder, adopted, asks)
        self._follow_up(folder, adopted, asks)

    def _asks(self, number: int) -> list[str]:
        """The texts of a paragraph's parts."""
        parts = self._random.choice((1, 1, 1, 2, 3))
        verbs = ["Calls on the Commission to", "calls on the Member States to", "stresses the need to"]
        ends = [";"] * parts
        first = number % 3
        texts = []
        for part, end in enumerate(ends):
            verb = verbs[(first + part) % 3]
            verb = verb[0].upper() + verb[1:] if part == 0 else verb[0].lower() + verb[1:]
            texts.append(f"{verb} {self._sentence(self._random.randint(25, 60))[:-1].lower()}{end}")
        return texts

    def _resolution(self, folder: str, adopted: dt.date, asks: list[list[str]]) -> None:
        recitals = "\n\n".join(f"{chr(65 + each)}.  whereas {self._sentence(40)}" for each in range(12))
        paragraphs = "\n\n".join(f"{at}.  {' '.join(parts)}" for at, parts in enumerate(asks, 1))
        source = f"The European Parliament ,\n\n{recitals}\n\n{paragraphs}\n"
        self._document(
            folder,
            "resolution",
            source,
            {
                "type": "resolution",
                "title": f"Resolution of {adopted.isoformat()}",
                "author": PARLIAMENT,
                "adopted": adopted,
                "identifiers": {"procedure": f"{folder.replace('-RSP', '')}(RSP)"},
            },
        )
        for at, parts in enumerate(asks, 1):
            for index, text in enumerate(parts):
                self._request(folder, at, chr(97 + index) if len(parts) > 1 else "", text)

    def _document(self, folder: str, name: str, source: str, data: Data) -> None:
        path = self._folder / "records" / folder / "sources" / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
        data["language"] = "en"
        data["source"] = {
            "file": f"sources/{name}.txt",
            "retrieved": dt.date(2026, 11, 22),
            "sha256": hashlib.sha256(source.encode()).hexdigest(),
        }
        self._record(f"{folder}/documents/{name}", data)

    def _request(self, folder: str, at: int, part: str, text: str) -> None:
        data: Data = {
            "document": f"{folder}/documents/resolution",
            "paragraph": str(at),
            **({"part": part} if part else {}),
            "title": self._sentence(6)[:-1],
            "text": f"{text}\n",
            "strength": "calls-on" if text.lower().startswith("calls on") else "position",
            **({"verbs": ["calls on"]} if text.lower().startswith("calls on") else {}),
            "addressees": [COMMISSION, STATES],
            "actors": [f"actors/network-{self._random.randint(0, 2)}"],
            "topics": [f"topics/topic-{self._random.randint(0, 2)}"],
            "notes": f"{self._sentences(2)}\n",
        }
        self._record(f"{folder}/requests/{at:02}{part}", data)

    def _follow_up(self, folder: str, adopted: dt.date, asks: list[list[str]]) -> None:
        introduction = self._sentences(3)
        answered = [at for at in range(1, len(asks) + 1) if at % 3 == 0]
        sections = {at: (f"Point {at}: {self._sentence(6)[:-1]}", self._sentences(14)) for at in answered}
        text = "\n\n".join(f"{heading}\n\n{body}" for heading, body in sections.values())
        source = f"Follow up to a resolution\n1.\nReply to these requests:\n\n{introduction}\n\n{text}\n"
        replied = add_months(adopted, 2)
        self._document(
            folder,
            "follow-up",
            source,
            {
                "type": "follow-up",
                "title": f"Follow-up of {replied.isoformat()}",
                "author": COMMISSION,
                "adopted": replied,
                "follows_up": f"{folder}/documents/resolution",
            },
        )
        document = f"{folder}/documents/follow-up"
        records: list[tuple[str, Data]] = [
            (f"{folder}/replies/introduction", {"document": document, "text": f"{introduction}\n"})
        ]
        for at, (heading, body) in sections.items():
            records.append((f"{folder}/replies/{at:02}", self._reply(folder, document, at, heading, body, asks)))
            records.append((f"{folder}/deadlines/promise-{at:02}", self._promise(folder, at, body, replied)))
        records.append((f"{folder}/deadlines/reply", self._reply_due(folder, adopted, replied)))
        for record_id, data in records:
            self._record(record_id, data)

    def _reply(self, folder: str, document: str, at: int, heading: str, body: str, asks: list[list[str]]) -> Data:
        part = "a" if len(asks[at - 1]) > 1 else ""
        return {
            "document": document,
            "heading": heading,
            "points": [str(at)],
            "text": f"{body}\n",
            "answers": [
                {
                    "request": f"{folder}/requests/{at:02}{part}",
                    "disposition": "action-ongoing",
                    "quote": f"{body.splitlines()[3]}\n",
                }
            ],
            "actors": [COMMISSION, f"actors/network-{self._random.randint(0, 2)}"],
        }

    def _promise(self, folder: str, at: int, body: str, replied: dt.date) -> Data:
        return {
            "title": self._sentence(6)[:-1],
            "type": "commitment",
            "due": f"../{replied.year}-12-31",
            "words": f"{body.splitlines()[5]}\n",
            "basis": f"{folder}/replies/{at:02}",
            "responsible": [COMMISSION],
            "met": {"on": dt.date(replied.year, 12, 31)},
        }

    def _reply_due(self, folder: str, adopted: dt.date, replied: dt.date) -> Data:
        return {
            "title": "Reply to the resolution",
            "type": "reply-due",
            "due": add_months(adopted, 3),
            "rule": RULE,
            "applies_to": [f"{folder}/documents/resolution"],
            "responsible": [COMMISSION],
            "met": {"on": replied, "by": f"{folder}/documents/follow-up"},
        }


def write_register(folder: Path, records: int) -> None:
    """Write a register of so many records into an empty or new folder."""
    Writer(folder).write(records)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("records", type=int)
    given = arguments.parse_args()
    write_register(given.folder, given.records)
