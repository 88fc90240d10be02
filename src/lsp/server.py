"""The language server: what an editor asks, and who answers it."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from lsprotocol import types
from pygls import uris
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer

from .. import __version__
from ..errors import FollowupError
from ..register import NotARegister
from ..register.register import RECORDS
from . import cards, changing, completing, navigating
from .checking import Checking
from .diagnosing import SOURCE, actions
from .session import Document, Session, why


class Server(LanguageServer):
    """A language server with the registers that it knows."""

    def __init__(self, day: Callable[[], dt.date]) -> None:
        # All of a text with each change: those of parts count lines in another way than the protocol does.
        super().__init__(SOURCE, __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.session = Session(day)
        self.checking = Checking(self.session, self.text_document_publish_diagnostics, self.say)

    def say(self, text: str) -> None:
        """Show a message on the editor's screen."""
        self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, text))

    @property
    def markdown(self) -> bool:
        """Whether the editor shows Markdown beside the text."""
        text = self.client_capabilities.text_document
        formats = text.hover.content_format if text and text.hover else None
        return not formats or types.MarkupKind.Markdown in formats

    @property
    def snippets(self) -> bool:
        """Whether the editor puts the cursor where a text that it takes in says."""
        text = self.client_capabilities.text_document
        item = text.completion.completion_item if text and text.completion else None
        return bool(item and item.snippet_support)

    @property
    def renames_files(self) -> bool:
        """Whether the editor can rename files."""
        space = self.client_capabilities.workspace
        can = space.workspace_edit.resource_operations if space and space.workspace_edit else None
        return types.ResourceOperationKind.Rename in (can or ())


def serve(day: Callable[[], dt.date], stdin: BinaryIO, stdout: BinaryIO) -> None:
    """Answer an editor on two streams until it says goodbye; both are closed then. ``day`` says what day it is."""
    make(day).start_io(stdin, stdout)


def make(day: Callable[[], dt.date]) -> Server:
    """The server with all that it can do."""
    server = Server(day)
    logging.getLogger("pygls.protocol.json_rpc").addFilter(_is_news)
    _follow_files(server)
    _help_writing(server)
    _lead_elsewhere(server)
    _change(server)
    return server


def _is_news(record: logging.LogRecord) -> bool:
    """Whether a line in the log tells more than the editor is told: not where the user is refused something."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, JsonRpcInvalidParams)


def _follow_files(server: Server) -> None:
    @server.feature(types.INITIALIZED)
    def begin(_: types.InitializedParams) -> None:
        encoding = server.workspace.position_encoding
        server.session.encoding = encoding.value if isinstance(encoding, types.PositionEncodingKind) else str(encoding)
        for folder in server.workspace.folders.values():
            path = uris.to_fs_path(folder.uri)
            if path and (Path(path) / RECORDS).is_dir():
                _begin(server, Path(path))

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        _put(server, params.text_document)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        named = params.text_document
        text = server.workspace.get_text_document(named.uri).source
        _put(server, types.TextDocumentItem(named.uri, "toml", named.version, text))

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        document = server.session.drop(params.text_document.uri)
        if document:
            server.checking.show(document.shelf)

    @server.feature(types.SHUTDOWN)
    def end(_: None) -> None:
        server.checking.stop()


def _begin(server: Server, folder: Path) -> None:
    """Look after the register in a folder; what is wrong with it is shown, and the editor goes on without us."""
    try:
        server.checking.attend(server.session.shelf(folder))
    except FollowupError as error:
        server.say(why(error))


def _put(server: Server, item: types.TextDocumentItem) -> None:
    try:
        document = server.session.put(item)
    except NotARegister:
        return  # a file of some other project
    except FollowupError as error:
        server.say(why(error))
        return
    if document:
        server.checking.attend(document.shelf)
        server.checking.soon(document)


def _ask(server: Server, feature: str, answer: Callable[[Document, Any], Any], options: Any = None) -> None:
    """Have something answered about the open file that it is about; what the user can mend is the answer's error."""

    @server.feature(feature, options)
    def asked(params: Any) -> Any:
        document = server.session.documents.get(params.text_document.uri)
        try:
            return answer(document, params) if document else None
        except FollowupError as error:
            raise JsonRpcInvalidParams(why(error)) from error


def _help_writing(server: Server) -> None:
    def complete(document: Document, params: types.CompletionParams) -> types.CompletionList:
        able = completing.Abilities(server.markdown, server.snippets)
        return completing.complete(server.session, document, params.position, able)

    def hover(document: Document, params: types.HoverParams) -> types.Hover | None:
        return cards.hover(document, params.position, server.session.day(), server.markdown)

    def mend(document: Document, params: types.CodeActionParams) -> list[types.CodeAction]:
        only = params.context.only
        return [] if only and types.CodeActionKind.QuickFix not in only else actions(document, params.range)

    triggers = types.CompletionOptions(trigger_characters=completing.TRIGGERS)
    kinds = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
    _ask(server, types.TEXT_DOCUMENT_COMPLETION, complete, triggers)
    _ask(server, types.TEXT_DOCUMENT_HOVER, hover)
    _ask(server, types.TEXT_DOCUMENT_CODE_ACTION, mend, kinds)


def _lead_elsewhere(server: Server) -> None:
    def definition(document: Document, params: types.DefinitionParams) -> types.Location | None:
        return navigating.definition(document, params.position, server.session.encoding)

    def references(document: Document, params: types.ReferenceParams) -> list[types.Location]:
        itself = params.context.include_declaration
        return navigating.references(document, params.position, server.session.encoding, itself)

    _ask(server, types.TEXT_DOCUMENT_DEFINITION, definition)
    _ask(server, types.TEXT_DOCUMENT_REFERENCES, references)


def _change(server: Server) -> None:
    def form(document: Document, _: types.DocumentFormattingParams) -> list[types.TextEdit]:
        return changing.formatting(document)

    def may_rename(document: Document, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder:
        return changing.renaming_at(document, params.position)

    def rename(document: Document, params: types.RenameParams) -> types.WorkspaceEdit:
        if not server.renames_files:
            old = changing.renaming_at(document, params.position).placeholder
            raise changing.CannotRenameFiles(old, params.new_name)
        return changing.renaming(document, params.position, params.new_name, server.session.encoding)

    _ask(server, types.TEXT_DOCUMENT_FORMATTING, form)
    _ask(server, types.TEXT_DOCUMENT_PREPARE_RENAME, may_rename)
    _ask(server, types.TEXT_DOCUMENT_RENAME, rename, types.RenameOptions(prepare_provider=True))
