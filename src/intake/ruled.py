"""When the Commission's reply is due, by the rule that holds for a resolution."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from ..register import Register
from ..register.dates import add_months
from .drafts import Drafts


def draft_reply_due(
    drafts: Drafts, register: Register, adopted: dt.date | None, follow_up: str, answered: dt.date | None
) -> None:
    """Draft the deadline for the reply to a resolution; with a follow-up, that it was met."""
    found = _rule_for(register, adopted)
    if adopted is None or found is None:
        if adopted is not None:
            drafts.doubt(
                0,
                f"no rule in the register says by when a resolution of {adopted.isoformat()} is answered",
                "",
                drafts.document,
            )
        return
    rule, data = found
    if rule not in register:
        drafts.add(rule, data)
    drafts.actors.use(str(data["replier"]), "the Commission")
    deadline: dict[str, Any] = {
        "title": "Written reply of the Commission to the resolution",
        "type": "reply-due",
        "due": add_months(adopted, int(data["months"])),
        "rule": rule,
        "applies_to": [drafts.document],
        "responsible": [data["replier"]],
    }
    if follow_up and answered:
        deadline["met"] = {"on": answered, "by": follow_up}
    drafts.add(f"{drafts.dossier}/deadlines/reply-to-the-resolution", deadline)


def _rule_for(register: Register, adopted: dt.date | None) -> tuple[str, dict[str, Any]] | None:
    """The rule that held on the day: one of the register's, or one that all know."""
    rules = [(each.id, each.data) for each in register if each.kind == "rules" and "withdrawn" not in each.data]
    for name, data in (*rules, *_known_rules()):
        if adopted and _holds(data, adopted):
            return name, data
    return None


def _holds(data: dict[str, Any], adopted: dt.date) -> bool:
    first, last = data.get("valid_from"), data.get("valid_until")
    types = data.get("applies_to_types")
    return (
        isinstance(types, list)
        and "resolution" in types
        and data.get("counted_from") == "adopted"
        and isinstance(data.get("months"), int)
        and isinstance(first, dt.date)
        and first <= adopted
        and not (isinstance(last, dt.date) and last < adopted)
    )


@cache
def _known_rules() -> tuple[tuple[str, dict[str, Any]], ...]:
    text = files(__package__).joinpath("known_rules.toml").read_text("utf-8")
    return tuple((f"rules/{each.pop('id')}", each) for each in tomllib.loads(text)["rule"])
