import errno
import hashlib
import json
import multiprocessing
import os
import resource
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest
from followup.register import files, locking
from followup.register.files import (
    CannotWrite,
    IsALink,
    NotAFile,
    NotReadable,
    OutsideRegister,
    ReadOnly,
    StaleFile,
    TooLarge,
    Vanished,
    digest,
    read,
    remove,
    replace,
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "09b.toml"
    path.write_bytes(b"old\n")
    return path


def change(path, data=b"new\n", before=b"old\n", root=None):
    replace(path, data, expected=None if before is None else digest(before), root=root or path.parent)


def assert_untouched(path, data=b"old\n"):
    """The file is whole, and nothing lies beside it."""
    assert path.read_bytes() == data
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def in_a_child(work):
    """Run in a process of its own what would change this one for good; gives what it raised."""

    def child(sender):
        try:
            work()
            sender.send("nothing")
        except BaseException as error:  # noqa: BLE001 - told to the parent
            sender.send(f"{type(error).__name__}: {error}")

    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=child, args=(sender,))
    process.start()
    told = receiver.recv()
    process.join()
    return told


def test_digest():
    assert digest(b"abc") == hashlib.sha256(b"abc").hexdigest()


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 100_000, files.RECORD_LIMIT])
def test_read(tmp_path, size):
    path = tmp_path / "a"
    data = (b"0123456789" * 110_000)[:size]
    path.write_bytes(data)
    assert read(path) == data


@pytest.mark.parametrize("name", ["with space", "[brackets]", "quo'te\"s", "größe", "new\nline", "-dash", "%s {}"])
def test_names_of_every_kind(tmp_path, name):
    path = tmp_path / name / f"{name}.toml"
    change(path, b"1", None, tmp_path)
    change(path, b"2", b"1", tmp_path)
    assert read(path) == b"2"
    remove(path, expected=digest(b"2"), root=tmp_path)
    with pytest.raises(Vanished):
        read(path)


def test_a_name_of_the_greatest_length(tmp_path):
    path = tmp_path / f"{'x' * 250}.toml"
    change(path, b"1", None)
    change(path, b"2", b"1")
    assert_untouched(path, b"2")


def test_a_name_that_is_too_long_is_refused(tmp_path):
    path = tmp_path / f"{'x' * 300}.toml"
    with pytest.raises(NotReadable, match="too long"):
        read(path)
    with pytest.raises(CannotWrite, match="too long"):
        change(path, b"1", None)
    assert list(tmp_path.iterdir()) == []


def test_a_name_with_a_nul_is_refused(tmp_path):
    with pytest.raises(Vanished):
        read(tmp_path / "a\0b")
    with pytest.raises(CannotWrite, match="NUL"):
        change(tmp_path / "a\0b", before=None)


def test_a_file_that_is_gone(tmp_path, file):
    with pytest.raises(Vanished, match=r"missing\.toml: the file is gone"):
        read(tmp_path / "missing.toml")
    with pytest.raises(Vanished):
        read(file / "below-a-file.toml")


def test_of_a_large_file_only_the_beginning_is_read(tmp_path, monkeypatch):
    path = tmp_path / "large.toml"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    begun, sizes = os.read, []
    monkeypatch.setattr(files.os, "read", lambda at, size: sizes.append(size) or begun(at, size))
    with pytest.raises(TooLarge, match="larger than 1 MiB"):
        read(path)
    assert sum(sizes) <= 64 * 1024


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "growing.toml"
    path.write_bytes(b"x" * 10)
    sizes = []
    monkeypatch.setattr(files.os, "read", lambda _, size: sizes.append(size) or b"x" * size)
    with pytest.raises(TooLarge):
        read(path, limit=1000)
    assert sum(sizes) < 3000


def test_a_pipe_is_refused_though_something_is_in_it(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    both = os.open(tmp_path / "pipe", os.O_RDWR | os.O_NONBLOCK)
    try:
        os.write(both, b'name = "A"\n')
        with pytest.raises(NotAFile, match="a pipe"):
            read(tmp_path / "pipe")
        assert os.read(both, 100) == b'name = "A"\n'
    finally:
        os.close(both)


def test_what_is_no_file_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path, what in [(tmp_path, "a folder"), (tmp_path / "pipe", "a pipe"), (Path("/dev/null"), "device")]:
        with pytest.raises(NotAFile, match=what):
            read(path)
    for path in [tmp_path / "folder.toml", tmp_path / "pipe"]:
        if path.name == "folder.toml":
            path.mkdir()
        with pytest.raises(NotAFile):
            change(path)
        with pytest.raises(NotAFile):
            change(path, before=None)


def test_replace(file):
    change(file)
    assert_untouched(file, b"new\n")


def test_a_new_file_in_new_folders(tmp_path):
    path = tmp_path / "2015" / "2564-RSP" / "requests" / "09b.toml"
    change(path, b"new\n", None, tmp_path)
    assert_untouched(path, b"new\n")


def test_a_new_file_has_the_permissions_that_the_user_wants(tmp_path):
    before = os.umask(0o027)
    try:
        change(tmp_path / "a.toml", before=None)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.toml").stat().st_mode) == 0o640


@pytest.mark.parametrize("mode", [0o600, 0o664, 0o755])
def test_permissions_are_kept(file, mode):
    file.chmod(mode)
    change(file)
    assert stat.S_IMODE(file.stat().st_mode) == mode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_the_owner_is_kept(file):
    os.chown(file, 1234, 2345)
    change(file)
    assert (file.stat().st_uid, file.stat().st_gid) == (1234, 2345)


def test_a_path_relative_to_the_working_folder(file, monkeypatch):
    monkeypatch.chdir(file.parent)
    replace(Path(file.name), b"new\n", expected=digest(b"old\n"), root=Path())
    assert_untouched(file, b"new\n")


def test_a_file_that_changed_is_not_replaced(file):
    for act in [lambda: change(file, before=b"other"), lambda: remove(file, expected="0" * 64, root=file.parent)]:
        with pytest.raises(StaleFile, match="somebody changed the file meanwhile"):
            act()
        assert_untouched(file)


def test_a_file_that_is_there_is_not_made_anew(file):
    with pytest.raises(StaleFile, match="there is a file of this name already"):
        change(file, before=None)
    assert_untouched(file)


def test_a_file_that_vanished_is_not_written(file):
    file.unlink()
    for act in [lambda: change(file), lambda: remove(file, expected=digest(b"old\n"), root=file.parent)]:
        with pytest.raises(StaleFile, match="gone"):
            act()
    assert list(file.parent.iterdir()) == []


def test_remove(file):
    remove(file, expected=digest(b"old\n"), root=file.parent)
    assert list(file.parent.iterdir()) == []


def test_a_link_is_not_followed(tmp_path):
    root, outside = tmp_path / "register", tmp_path / "outside.toml"
    root.mkdir()
    outside.write_bytes(b"old\n")
    (root / "out.toml").symlink_to(outside)
    (root / "in.toml").symlink_to(root / "file.toml")
    (root / "file.toml").write_bytes(b"old\n")
    (root / "nowhere.toml").symlink_to(root / "none.toml")
    for name in ["out.toml", "in.toml", "nowhere.toml"]:
        with pytest.raises(IsALink):
            change(root / name)
        with pytest.raises(IsALink):
            change(root / name, before=None)
        with pytest.raises(IsALink):
            remove(root / name, expected=digest(b"old\n"), root=root)
    assert outside.read_bytes() == (root / "file.toml").read_bytes() == b"old\n"


def test_a_folder_that_leads_out_is_refused(tmp_path):
    root, outside = tmp_path / "register", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (outside / "a.toml").write_bytes(b"old\n")
    (root / "folder").symlink_to(outside)
    (root / "loop").symlink_to(root / "loop")
    for path in ["folder/a.toml", "../outside/a.toml", "folder/../outside/a.toml", "loop/a.toml", ".."]:
        with pytest.raises(OutsideRegister):
            change(root / path, root=root)
        with pytest.raises(OutsideRegister):
            change(root / path, before=None, root=root)
    assert_untouched(outside / "a.toml")


def test_a_register_that_is_reached_through_a_link(tmp_path, file):
    (tmp_path / "link").symlink_to(tmp_path)
    change(tmp_path / "link" / file.name, root=tmp_path / "link")
    assert file.read_bytes() == b"new\n"


def test_a_read_only_file_is_refused_even_for_root(file):
    file.chmod(0o444)
    with pytest.raises(ReadOnly, match=r"read-only.*\n.*chmod u\+w"):
        change(file)
    with pytest.raises(ReadOnly):
        remove(file, expected=digest(b"old\n"), root=file.parent)
    assert_untouched(file)


def test_a_read_only_folder_is_refused_even_for_root(file):
    file.parent.chmod(0o555)
    try:
        with pytest.raises(ReadOnly):
            change(file)
        with pytest.raises(ReadOnly):
            change(file.with_name("b.toml"), before=None)
    finally:
        file.parent.chmod(0o755)
    assert_untouched(file)


@pytest.mark.skipif(os.geteuid() != 0, reason="without root, one is somebody else already")
def test_somebody_without_permission_is_refused():
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        path = Path(folder) / "a.toml"
        path.write_bytes(b"old\n")
        path.chmod(0o600)
        Path(folder).chmod(0o755)

        def somebody(work):
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            work()

        assert "NotReadable" in in_a_child(lambda: somebody(lambda: read(path)))
        assert "ReadOnly" in in_a_child(lambda: somebody(lambda: change(path)))
        assert "ReadOnly" in in_a_child(lambda: somebody(lambda: change(path.with_name("b.toml"), before=None)))
        assert_untouched(path)


def test_a_full_disk_leaves_the_old_file(file, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(CannotWrite, match="the disk is full"):
        change(file)
    assert_untouched(file)


def test_a_write_that_stops_half_way_leaves_the_old_file(file):
    def work():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        change(file, b"x" * 5000)

    assert "CannotWrite" in in_a_child(work)
    assert_untouched(file)


@pytest.mark.parametrize("step", ["fsync", "fchmod", "replace"])
def test_ctrl_c_leaves_the_old_file(file, monkeypatch, step):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(files.Path if step == "replace" else files.os, step, interrupted)
    with pytest.raises(KeyboardInterrupt):
        change(file)
    monkeypatch.undo()
    assert_untouched(file)


def test_ctrl_c_at_any_time_leaves_one_of_the_two(tmp_path):
    """A process writes one version after the other; whenever it is stopped, one of them is there, whole."""
    script = f"""
from pathlib import Path
from followup.register.files import digest, replace
path, versions = Path({str(tmp_path / "a.toml")!r}), [b"a" * 100_000, b"b" * 100_000]
replace(path, versions[1], expected=None, root=path.parent)
print("ready", flush=True)
while True:
    for before, after in [(1, 0), (0, 1)]:
        replace(path, versions[after], expected=digest(versions[before]), root=path.parent)
"""
    for attempt in range(4):
        for each in tmp_path.iterdir():
            each.unlink()
        with subprocess.Popen(
            [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout.readline() == "ready\n"
            time.sleep(0.01 + attempt * 0.0173)
            process.send_signal(signal.SIGINT)
            assert "KeyboardInterrupt" in process.communicate()[1]
        assert_untouched(tmp_path / "a.toml", (tmp_path / "a.toml").read_bytes()[:1] * 100_000)


def test_the_temporary_file_is_none_of_the_register(file, monkeypatch):
    seen = []
    original = Path.replace
    monkeypatch.setattr(files.Path, "replace", lambda self, target: seen.append(self) or original(self, target))
    change(file)
    [temporary] = seen
    assert temporary.parent == file.parent
    assert temporary.name.startswith(".")
    assert temporary.suffix != ".toml"


def add_one(path, times):
    """Count up in a file, and tell how often that was acknowledged."""
    acknowledged = 0
    while acknowledged < times:
        raw = read(path)
        try:
            replace(path, json.dumps(json.loads(raw) + 1).encode(), expected=digest(raw), root=path.parent)
        except StaleFile:
            continue
        acknowledged += 1


def test_eight_processes_lose_no_write(tmp_path):
    path = tmp_path / "counter.toml"
    path.write_bytes(b"0")
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=add_one, args=(path, 25)) for _ in range(8)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 8
    assert_untouched(path, b"200")


@pytest.mark.parametrize("by_system", [True, False])
def test_four_threads_lose_no_write(tmp_path, monkeypatch, by_system):
    if not by_system:
        monkeypatch.setattr(locking, "fcntl", None)
    path = tmp_path / "counter.toml"
    path.write_bytes(b"0")
    threads = [threading.Thread(target=add_one, args=(path, 10)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert_untouched(path, b"40")


def test_of_eight_who_make_one_file_one_succeeds(tmp_path):
    path = tmp_path / "new" / "a.toml"
    context = multiprocessing.get_context("fork")
    results = context.Queue()

    def make(number):
        try:
            change(path, str(number).encode(), None, tmp_path)
            results.put(number)
        except StaleFile:
            results.put(None)

    processes = [context.Process(target=make, args=(number,)) for number in range(8)]
    for process in processes:
        process.start()
    made = [results.get() for _ in processes]
    for process in processes:
        process.join()
    [winner] = [number for number in made if number is not None]
    assert_untouched(path, str(winner).encode())


def test_a_lock_file_whose_process_died_is_taken_over(file, monkeypatch):
    monkeypatch.setattr(locking, "fcntl", None)
    lock = file.parent / locking._LOCK_FILE
    lock.touch()
    os.utime(lock, (0, 0))
    change(file)
    assert_untouched(file, b"new\n")


def test_a_file_system_without_locks_is_no_obstacle(file, monkeypatch):
    def no_locks(*_):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(locking.fcntl, "flock", no_locks)
    change(file)
    assert_untouched(file, b"new\n")


def test_a_file_system_that_syncs_no_folders_is_no_obstacle(file, monkeypatch):
    original = os.fsync

    def only_files(descriptor):
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        original(descriptor)

    monkeypatch.setattr(files.os, "fsync", only_files)
    change(file)
    assert_untouched(file, b"new\n")
