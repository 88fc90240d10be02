"""How slow work tells what it found."""

from __future__ import annotations

from textual.message import Message
from textual.message_pump import MessagePump
from textual.worker import get_current_worker


def report(to: MessagePump, message: Message) -> None:
    """Post what a worker found, unless nobody waits for it any more."""
    if not get_current_worker().is_cancelled:
        to.post_message(message)
