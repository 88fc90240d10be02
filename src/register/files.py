"""Files read and replaced safely: whole or not at all, and never over what somebody else wrote meanwhile."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import FollowupError, Place
from .digests import digest as digest  # noqa: PLC0414 - most know it from here
from .locking import locked

RECORD_LIMIT = 1024 * 1024
SOURCE_LIMIT = 64 * 1024 * 1024

_ANY_WRITE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


class FileError(FollowupError):
    """A file that can't be read, replaced or removed."""

    def __init__(self, path: Path, message: str, hint: str = "") -> None:
        super().__init__(message, place=Place(path), hint=hint)
        self.path = path


class Vanished(FileError):
    """The file is not there, or no longer."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "the file is gone", "Was it renamed, or removed by another program?")


class NotReadable(FileError):
    """The system does not let the file be read."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, f"the file can't be read: {reason}", "Look at its permissions.")


class TooLarge(FileError):
    """The file is larger than anything of its sort."""

    def __init__(self, path: Path, limit: int) -> None:
        super().__init__(path, f"the file is larger than {limit // 1024 // 1024} MiB", "Does it belong here?")


class NotAFile(FileError):
    """A folder, device or pipe stands where a file should be."""

    def __init__(self, path: Path, mode: int) -> None:
        what = "a folder" if stat.S_ISDIR(mode) else "a pipe, socket or device"
        super().__init__(path, f"this is {what}, not a file", "Move it elsewhere.")


class StaleFile(FileError):
    """The file is not what it was when it was read; what is in it now would be lost."""

    def __init__(self, path: Path, happened: str) -> None:
        super().__init__(path, f"{happened}; nothing was written", "Read it again, and make your change anew.")


class IsALink(FileError):
    """The file is a symbolic link; what it points to is not touched."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "this is a symbolic link, and links are not written through", "Change its target.")


class OutsideRegister(FileError):
    """The path leads out of the register."""

    def __init__(self, path: Path, root: Path) -> None:
        super().__init__(path, f"this lies outside the register {root}; nothing was written")


class ReadOnly(FileError):
    """The file or its folder is marked as not to be written."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "this is read-only; nothing was written", f"To allow changes: chmod u+w '{path}'")


class CannotWrite(FileError):
    """The system does not let the file be written: no permission, no space."""

    def __init__(self, path: Path, error: OSError) -> None:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        reason = "the disk is full" if full else error.strerror or str(error)
        super().__init__(path, f"the file can't be written: {reason}", "It is as it was.")


def read(path: Path | str, *, limit: int = RECORD_LIMIT) -> bytes:
    """The bytes of a file. Among many files, their paths as text are read in less time.

    Raises Vanished, NotReadable, NotAFile, and TooLarge beyond ``limit`` bytes, without reading more than that.
    """
    try:
        return _read(path, limit)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Vanished(Path(path)) from error
    except OSError as error:
        raise NotReadable(Path(path), error.strerror or str(error)) from error
    except ValueError as error:  # a NUL in the name
        raise Vanished(Path(path)) from error


def replace(path: Path, data: bytes, *, expected: str | None, root: Path) -> None:
    """Put other bytes into a file: all of them or none, whatever happens on the way.

    ``expected``: the digest of the bytes that were read; None means that there is no such file yet. Permissions and
    owner are kept. The folders of a new file are made.

    Raises StaleFile, IsALink, OutsideRegister (``root`` is the register's folder), NotAFile, ReadOnly, CannotWrite.
    """
    path = _inside(path, root)
    with _writing(path):
        if expected is None:
            path.parent.mkdir(parents=True, exist_ok=True)
        with locked(path.parent):
            before = _checked(path, expected)
            _swap(path, data, before)


def remove(path: Path, *, expected: str, root: Path) -> None:
    """Take a file away. ``expected``: the digest of the bytes that were read.

    Raises as ``replace`` does.
    """
    path = _inside(path, root)
    with _writing(path), locked(path.parent):
        _checked(path, expected)
        path.unlink()
        _sync_folder(path.parent)


BEGINNING = 65536


def beginning(path: str) -> bytes:
    """The first ``BEGINNING`` bytes of a file, as quickly as the system gives them. Raises OSError, ValueError."""
    descriptor = os.open(path, _FLAGS)
    try:
        return os.read(descriptor, BEGINNING)
    finally:
        os.close(descriptor)


# Without waiting: opening a pipe to which nobody writes would take for ever.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


def _read(path: Path | str, limit: int) -> bytes:
    descriptor = os.open(path, _FLAGS)
    try:
        if limit > _SHORT and (short := _read_short(descriptor)):
            return short
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise NotAFile(Path(path), status.st_mode)
        data, size = b"", status.st_size
        wanted = size + 1
        while size <= limit >= len(data) and (piece := os.read(descriptor, wanted)):
            data += piece
            if len(data) == size:
                break  # as long as was said, though more was asked for
            wanted = min(limit - len(data), 1 << 20) + 1
    finally:
        os.close(descriptor)
    if max(size, len(data)) > limit:
        raise TooLarge(Path(path), limit)
    return data


_SHORT = 64 * 1024


def _read_short(descriptor: int) -> bytes:
    """The whole of a file, in two thirds of the time; empty where it is none, longer than most, or empty."""
    try:
        os.lseek(descriptor, 0, os.SEEK_CUR)  # what has no places isn't a file: a pipe, a terminal
        data = os.read(descriptor, _SHORT)
        if len(data) == _SHORT:
            os.lseek(descriptor, 0, os.SEEK_SET)
            return b""
    except OSError:
        return b""
    return data


def _check_regular(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise NotAFile(path, mode)


def _inside(path: Path, root: Path) -> Path:
    """The path with the links in its folders resolved, which must not lead out of the register."""
    path = Path(path)
    try:
        resolved = path.parent.resolve() / path.name
        if resolved.parent.is_relative_to(root.resolve()) and path.name not in {"", ".."}:
            return resolved
    except (OSError, RuntimeError, ValueError):  # a loop of links, a NUL in the name
        pass
    raise OutsideRegister(path, root)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise StaleFile(path, "the file is gone") from error
    except OSError as error:
        raise CannotWrite(path, error) from error
    except ValueError as error:
        raise CannotWrite(path, OSError(errno.EINVAL, "its name holds a NUL")) from error


def _checked(path: Path, expected: str | None) -> os.stat_result | None:
    """The status of the file that is there, if it is the one expected and may be written."""
    _check_writable(path.parent, path.parent.stat())
    try:
        status = path.lstat()
    except FileNotFoundError:
        if expected is None:
            return None
        raise
    if stat.S_ISLNK(status.st_mode):
        raise IsALink(path)
    _check_regular(path, status.st_mode)
    if expected is None:
        raise StaleFile(path, "there is a file of this name already")
    _check_writable(path, status)
    with path.open("rb") as file:
        import hashlib

        if hashlib.file_digest(file, "sha256").hexdigest() != expected:
            raise StaleFile(path, "somebody changed the file meanwhile")
    return status


def _check_writable(path: Path, status: os.stat_result) -> None:
    """Root could write anyway; but a file that says read-only means it."""
    if not status.st_mode & _ANY_WRITE or not os.access(path, os.W_OK):
        raise ReadOnly(path)


def _swap(path: Path, data: bytes, before: os.stat_result | None) -> None:
    import secrets

    temporary = path.parent / f".followup-{secrets.token_hex(8)}.tmp"
    try:
        _write(temporary, data, before)
        temporary.replace(path)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()
    _sync_folder(path.parent)


def _write(path: Path, data: bytes, before: os.stat_result | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o666), "wb") as file:
        if before:
            _keep_owner_and_mode(file.fileno(), before)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _keep_owner_and_mode(descriptor: int, before: os.stat_result) -> None:
    if hasattr(os, "fchown"):
        with suppress(PermissionError):
            os.fchown(descriptor, before.st_uid, before.st_gid)
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, stat.S_IMODE(before.st_mode))


def _sync_folder(folder: Path) -> None:
    """Make the new name last; the file has its content already, so a file system that can't is no failure."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
