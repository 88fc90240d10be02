"""Why a document could not be taken in: one small class for each reason."""

from __future__ import annotations

from pathlib import Path

from ..errors import FollowupError, Place


class IntakeError(FollowupError):
    """A document that can't be taken in. The others of one run are not touched by it."""

    def __init__(self, path: Path, message: str, hint: str = "") -> None:
        super().__init__(message, place=Place(path), hint=hint)
        self.path = path


class MissingExtra(IntakeError):
    """The library that reads this format is not installed."""

    def __init__(self, path: Path, form: str, library: str) -> None:
        super().__init__(
            path,
            f"to read {form}, the library {library} is needed, which is not installed",
            "Install what import needs: pip install 'followup[import]'",
        )


class UnknownFormat(IntakeError):
    """A file whose content is of no format that can be read."""

    def __init__(self, path: Path, looks_like: str) -> None:
        super().__init__(
            path,
            f"this looks like {looks_like}, which can't be read",
            "What can be read: plain text, HTML, XML, DOCX, and PDF with a text layer.",
        )


class NothingToRead(IntakeError):
    """An empty file, or one without a word."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "there is no text in this file", "Is it the right file, and was it saved in full?")


class NoTextLayer(IntakeError):
    """A PDF that holds pictures of pages."""

    def __init__(self, path: Path, pages: int) -> None:
        many = "page has" if pages == 1 else f"{pages} pages have"
        super().__init__(
            path,
            f"this PDF was scanned: its {many} no text, only pictures",
            "Fetch the document in another format, or have the text recognised (OCR) first.",
        )


class Encrypted(IntakeError):
    """A document that only a password opens."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "this document is protected by a password", "Save a copy without the password.")


class Damaged(IntakeError):
    """A document that its own format's library can't open."""

    def __init__(self, path: Path, form: str, why: str) -> None:
        super().__init__(path, f"this {form} file can't be opened: {why}", "Fetch it anew; the copy may be damaged.")


class TooMuch(IntakeError):
    """A file that unpacks to more than any document of this sort holds."""

    def __init__(self, path: Path, what: str, limit: int) -> None:
        super().__init__(
            path,
            f"{what} more than {limit // 1024 // 1024} MiB; nothing more of it was read",
            "No official document is so large. Is it the right file?",
        )


class NotOfThisSort(IntakeError):
    """A readable document that is neither a resolution nor a follow-up."""

    def __init__(self, path: Path, looks_like: str) -> None:
        super().__init__(
            path,
            f"this is neither a resolution nor a follow-up: {looks_like}",
            "What can be imported: adopted resolutions of the European Parliament, and the Commission's follow-ups.",
        )


class NothingRecognised(IntakeError):
    """A document of the right sort in which no numbered part was found."""

    def __init__(self, path: Path, sort: str, missing: str) -> None:
        super().__init__(
            path,
            f"this looks like {sort}, but {missing}; nothing was recorded",
            "Was the text saved in full? If it was, its form is one that isn't known yet.",
        )


class NoProcedure(IntakeError):
    """A resolution that doesn't say under which procedure it was adopted."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            "the text doesn't say its procedure, such as 2015/2564(RSP), after which the dossier is named",
            "Look it up in Parliament's Legislative Observatory, and add: --procedure 2015/2564(RSP)",
        )


class NoResolution(IntakeError):
    """A follow-up to a resolution that isn't known."""

    def __init__(self, path: Path, said: str) -> None:
        super().__init__(
            path,
            f"the resolution that this follow-up answers is not in the register{f': {said}' if said else ''}",
            "Import it first, or together with this one: followup import RESOLUTION FOLLOW-UP",
        )
