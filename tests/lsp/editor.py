"""A small editor: it starts the real server, speaks JSON-RPC with it through pipes, and counts in UTF-16."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Self

PROGRAM = [sys.executable, "-c", "import sys; from followup.cli import main; sys.exit(main())"]
ABILITIES = {
    "general": {"positionEncodings": ["utf-16"]},
    "workspace": {"workspaceEdit": {"documentChanges": True, "resourceOperations": ["create", "rename"]}},
    "textDocument": {
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "completion": {"completionItem": {"snippetSupport": False}},
        "publishDiagnostics": {"versionSupport": True},
        "rename": {"prepareSupport": True},
    },
}


class Refused(Exception):
    """The server answered with an error."""


class Editor:
    """An editor with a server; ``with`` ends both."""

    def __init__(self, root: Path, abilities: dict | None = None, units: int = 2) -> None:
        self.root = root
        self.texts: dict[Path, str] = {}
        self.versions: dict[Path, int] = {}
        self.problems: dict[str, dict] = {}
        self.messages: list[str] = []
        self._units = units
        self._answers: dict[int, queue.Queue] = {}
        self._process = subprocess.Popen(
            [*PROGRAM, "--today", "2026-11-22", "lsp", "--stdio"],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        folders = [{"uri": root.as_uri(), "name": "register"}]
        options = {"processId": None, "rootUri": root.as_uri(), "workspaceFolders": folders}
        self.server = self.request("initialize", {**options, "capabilities": abilities or ABILITIES})
        self.notify("initialized", {})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.request("shutdown", None)
        self.notify("exit", None)
        try:
            assert self._process.wait(10) == 0
        finally:
            self._process.kill()
            said = self._process.stderr.read().decode()
            for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
                stream.close()
        assert "Traceback" not in said, said

    def request(self, method: str, params: object) -> object:
        number = len(self._answers) + 1
        self._answers[number] = queue.Queue()
        self._send({"id": number, "method": method, "params": params})
        answer = self._answers[number].get(timeout=20)
        if "error" in answer:
            raise Refused(answer["error"]["message"])
        return answer["result"]

    def notify(self, method: str, params: object) -> None:
        self._send({"method": method, "params": params})

    def open(self, path: str, text: str | None = None) -> Path:
        file = self.root / path
        self.texts[file] = file.read_bytes().decode() if text is None else text
        self.versions[file] = 1
        self.problems.pop(file.as_uri(), None)
        item = {"uri": file.as_uri(), "languageId": "toml", "version": 1, "text": self.texts[file]}
        self.notify("textDocument/didOpen", {"textDocument": item})
        return file

    def write(self, file: Path, text: str) -> None:
        """Type, and let nothing be saved."""
        self.texts[file] = text
        self.versions[file] += 1
        named = {"uri": file.as_uri(), "version": self.versions[file]}
        self.notify("textDocument/didChange", {"textDocument": named, "contentChanges": [{"text": text}]})

    def close(self, file: Path) -> None:
        self.notify("textDocument/didClose", {"textDocument": {"uri": file.as_uri()}})

    def ask(self, method: str, file: Path, place: str, **more: object) -> object:
        """Ask about the place that “|” marks in a piece of the text."""
        params = {"textDocument": {"uri": file.as_uri()}, "position": self.position(file, place), **more}
        return self.request(f"textDocument/{method}", params)

    def position(self, file: Path, place: str) -> dict[str, int]:
        before, _, after = place.partition("|")
        text = self.texts[file]
        assert text.count(before + after) == 1, (place, text)
        return self._position(text, text.index(before + after) + len(before))

    def span(self, file: Path, range_: dict) -> str:
        """The text in a range."""
        text = self.texts[file]
        start, end = (self._offset(text, range_[each]) for each in ("start", "end"))
        return text[start:end]

    def apply(self, file: Path, edits: list[dict]) -> str:
        """A file's text with edits made."""
        text = self.texts.get(file) or file.read_bytes().decode()
        for edit in sorted(edits, key=lambda each: self._offset(text, each["range"]["start"]), reverse=True):
            start, end = (self._offset(text, edit["range"][each]) for each in ("start", "end"))
            text = text[:start] + edit["newText"] + text[end:]
        return text

    def found(self, file: Path, until: object = None) -> list[dict]:
        """The problems of the version that is open, once they are there (and ``until`` holds of them)."""
        limit = time.monotonic() + 20
        while time.monotonic() < limit:
            shown = self.problems.get(file.as_uri())
            current = shown and (file not in self.versions or shown.get("version") == self.versions[file])
            if current and (until is None or until(shown["diagnostics"])):
                return shown["diagnostics"]
            time.sleep(0.01)
        raise AssertionError((file, self.problems.get(file.as_uri())))

    def _position(self, text: str, offset: int) -> dict[str, int]:
        start = text.rfind("\n", 0, offset) + 1
        line = text.count("\n", 0, offset)
        return {"line": line, "character": self._count(text[start:offset])}

    def _offset(self, text: str, position: dict[str, int]) -> int:
        at = 0
        for _ in range(position["line"]):
            at = text.index("\n", at) + 1
        while self._count(text[at : at + 1]) <= position["character"] and position["character"]:
            position = {**position, "character": position["character"] - self._count(text[at : at + 1])}
            at += 1
        return at

    def _count(self, text: str) -> int:
        return len(text.encode("utf-16-le")) // 2 if self._units == 2 else len(text.encode())

    def _send(self, message: dict) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self._process.stdin.flush()

    def _read(self) -> None:
        stream = self._process.stdout
        while header := stream.readline():
            length = 0
            while header.strip():
                name, _, value = header.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
                header = stream.readline()
            self._take(json.loads(stream.read(length)))

    def _take(self, message: dict) -> None:
        match message.get("method"):
            case None:
                self._answers[message["id"]].put(message)
            case "textDocument/publishDiagnostics":
                self.problems[message["params"]["uri"]] = message["params"]
            case "window/showMessage":
                self.messages.append(message["params"]["message"])
