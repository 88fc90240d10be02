"""When what is checked: an open file soon after each change, the whole register when its files change."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from lsprotocol import types

from ..errors import FollowupError
from ..register.register import RECORDS, SCHEMA
from .diagnosing import diagnostics
from .positions import Text
from .session import Document, Session, Shelf, why

PAUSE = 0.15
"""Seconds without another change after which a text is checked."""

GATHERED = 300
"""Milliseconds in which changes on disk are taken for one."""


class Checking:
    """Checks in the background, and shows what is found. To be called from the event loop."""

    def __init__(
        self,
        session: Session,
        publish: Callable[[types.PublishDiagnosticsParams], None],
        say: Callable[[str], None],
    ) -> None:
        self._session = session
        self._publish = publish
        self._say = say
        self._watched: set[Path] = set()
        self._shown: dict[Path, set[str]] = {}
        """For each register the files that have problems on the screen."""
        self._waiting: dict[str, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def attend(self, shelf: Shelf) -> None:
        """Check a register as a whole, now and whenever files of it change; the second time nothing happens."""
        if shelf.root not in self._watched:
            self._watched.add(shelf.root)
            self._start(self._whole(shelf))
            self._start(self._watch(shelf))

    def soon(self, document: Document) -> None:
        """Check an open file, once nobody has typed for a moment."""
        waiting = self._waiting.pop(document.uri, None)
        if waiting:
            waiting.cancel()
        self._waiting[document.uri] = self._start(self._one(document))

    def stop(self) -> None:
        """Give up what is under way."""
        for each in self._tasks:
            each.cancel()

    def show(self, shelf: Shelf) -> None:
        """Show the problems of all files that aren't open; those that are have their own."""
        texts: dict[str, list[types.Diagnostic]] = {}
        opened = {each.uri for each in shelf.open.values()}
        for path in {each.path for each in shelf.problems}:
            problems = [each for each in shelf.problems if each.path == path]
            uri = (shelf.root / path).as_uri()
            if uri not in opened:
                texts[uri] = diagnostics(problems, Text(_text(shelf.root / path), self._session.encoding))
        for uri in self._shown.get(shelf.root, set()) - texts.keys() - opened:
            self._publish(types.PublishDiagnosticsParams(uri, []))
        for uri, found in texts.items():
            self._publish(types.PublishDiagnosticsParams(uri, found))
        self._shown[shelf.root] = texts.keys() | opened

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _one(self, document: Document) -> None:
        await asyncio.sleep(PAUSE)
        try:
            document.problems = await asyncio.to_thread(document.check, self._session.day())
        except FollowupError as error:
            self._say(why(error))
            return
        if self._session.documents.get(document.uri) is document:
            found = diagnostics(document.problems, document.text)
            self._publish(types.PublishDiagnosticsParams(document.uri, found, document.version))
            self._shown.setdefault(document.shelf.root, set()).add(document.uri)

    async def _whole(self, shelf: Shelf) -> None:
        try:
            shelf.problems = await asyncio.to_thread(shelf.check, self._session.day())
        except FollowupError as error:
            self._say(why(error))
            return
        self.show(shelf)

    async def _watch(self, shelf: Shelf) -> None:
        from watchfiles import awatch

        folders = [shelf.root / name for name in (RECORDS, SCHEMA) if (shelf.root / name).is_dir()]
        async for changes in awatch(*folders, debounce=GATHERED):
            await self._changed(shelf, {Path(path) for _, path in changes if not Path(path).name.startswith(".")})

    async def _changed(self, shelf: Shelf, paths: set[Path]) -> None:
        try:
            await asyncio.to_thread(shelf.reload, paths)
        except FollowupError as error:
            self._say(why(error))
            return
        for each in list(shelf.open.values()):
            self.soon(each)
        await self._whole(shelf)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode(errors="replace")
    except OSError:
        return ""
