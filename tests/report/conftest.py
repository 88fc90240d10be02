"""A dossier in miniature: one resolution, one follow-up, one rule; each test changes what it is about."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from followup.register import Register, Schemas

Records = Mapping[str, Mapping[str, Any] | None]
Build = Callable[..., Register]

TODAY = dt.date(2015, 9, 15)
COMMISSION = "actors/european-commission"
STATES = "actors/member-states"
DOSSIER = "2015/0001-RSP"
RESOLUTION = f"{DOSSIER}/documents/resolution"
FOLLOW_UP = f"{DOSSIER}/documents/follow-up"
RULE = "rules/three-months"


def request(paragraph: str, part: str = "", /, **fields: Any) -> dict[str, Any]:
    """A request to the Commission."""
    said = {
        "document": RESOLUTION,
        "paragraph": paragraph,
        **({"part": part} if part else {}),
        "title": f"Ask {paragraph}{part}",
        "text": f"calls on the Commission to do {paragraph}{part};",
        "strength": "calls-on",
        "addressees": [COMMISSION],
    }
    return {name: value for name, value in {**said, **fields}.items() if value is not None}


def reply(*points: str, answers: tuple[dict[str, Any], ...] = (), **fields: Any) -> dict[str, Any]:
    """A section of the follow-up."""
    said: dict[str, Any] = {"document": FOLLOW_UP, "text": "What the Commission says."}
    if points:
        said |= {"heading": f"Points {', '.join(points)}", "points": list(points)}
    return {**said, **({"answers": list(answers)} if answers else {}), **fields}


def answer(number: str, disposition: str = "action-taken", **fields: Any) -> dict[str, Any]:
    return {"request": f"{DOSSIER}/requests/{number}", "disposition": disposition, **fields}


def deadline(**fields: Any) -> dict[str, Any]:
    return {"title": "Report", "type": "commitment", **fields}


BASE: dict[str, dict[str, Any]] = {
    COMMISSION: {"name": "European Commission", "abbreviation": "EC", "type": "institution"},
    STATES: {"name": "Member States", "type": "group-of-states"},
    RULE: {
        "provision": "Agreement, point 16",
        "months": 3,
        "extension_months": 4,
        "counted_from": "adopted",
        "replier": COMMISSION,
        "applies_to_types": ["resolution"],
        "valid_from": dt.date(2010, 10, 20),
    },
    RESOLUTION: {"type": "resolution", "title": "Resolution on toys", "adopted": dt.date(2015, 3, 11)},
    FOLLOW_UP: {
        "type": "follow-up",
        "title": "Follow-up on toys",
        "author": COMMISSION,
        "adopted": dt.date(2015, 6, 3),
        "follows_up": RESOLUTION,
    },
}


@pytest.fixture(scope="session")
def schemas() -> Schemas:
    return Schemas.load(Path(__file__).parents[2] / "schema")


@pytest.fixture
def build(schemas: Schemas) -> Build:
    """Makes a register of the miniature dossier and what is given; None takes a record out, a text is TOML as it is."""

    def made(records: Records | None = None, *, base: Records = BASE) -> Register:
        entries = {**copy.deepcopy(dict(base)), **(records or {})}
        blobs = {
            f"records/{record_id}.toml": (each if isinstance(each, str) else tomli_w.dumps(each)).encode()
            for record_id, each in entries.items()
            if each is not None
        }
        return Register.of_blobs(Path("/register"), schemas, blobs)

    return made


def asks(**records: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Requests by the end of their id: r05a=…"""
    return {f"{DOSSIER}/requests/{name.removeprefix('r')}": each for name, each in records.items()}


def sections(**records: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Replies by the end of their id: s05=…"""
    return {f"{DOSSIER}/replies/{name.removeprefix('s')}": each for name, each in records.items()}
