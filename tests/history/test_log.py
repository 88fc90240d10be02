from __future__ import annotations

import subprocess

import pytest
from followup.history import Event, Repository, Signature, blame, errors, history, signatures
from followup.history.changes import Item

ONE = "requests/01"
LONG = "title = 'A title that is long enough for git to know the record again'\n" + "# a comment\n" * 5


def _events(entries) -> list[tuple[str, str]]:
    return [(entry.commit.subject, entry.event.value) for entry in entries]


def _labels(entry) -> list[tuple[str, object, object]]:
    return [(change.label, change.old, change.new) for change in entry.changes]


def test_who_changed_which_field_when_and_why(clone):
    clone.record(ONE, 'strength = "urges"\n')
    clone.save("Raise it\n\nAs the text says.\n\nRecord: requests/01", day="2015-06-03", author="Bo É <bo@example.org>")
    clone.record("requests/02", "a = 1\n")
    clone.save("Another")
    latest, first = history(clone.repo, ONE)
    commit = latest.commit
    assert (commit.author, commit.email, commit.subject) == ("Bo É", "bo@example.org", "Raise it")
    assert commit.body == "As the text says.\n\nRecord: requests/01"
    assert commit.date.isoformat() == "2015-06-03T12:00:00+02:00"
    assert commit.sha == clone.sha("HEAD~1")
    assert commit.sha.startswith(commit.short)
    assert latest.event is Event.CHANGED
    assert _labels(latest) == [("strength", "asks", "urges")]
    assert latest.after.raw == b'strength = "urges"\n'
    assert first.event is Event.CREATED
    assert _labels(first) == [("strength", None, "asks")]


def test_a_record_without_history(clone, make):
    assert history(clone.repo, "requests/none") == []
    assert blame(clone.repo, "requests/none") == []
    assert history(make("unborn").repo, ONE) == []


def test_through_renames_in_a_register_in_a_subfolder(make):
    clone = make("clone", "the [register]")
    clone.record("requests/*", LONG + "level = 1\n")
    clone.save("Begin")
    clone.record("requests/b", LONG + "level = 2\n")
    (clone.root / "records/requests/*.toml").unlink()
    clone.save("Rename once")
    (clone.root / "records/requests/b.toml").rename(clone.root / "records/requests/c.toml")
    clone.save("Rename twice")
    clone.record("requests/c", LONG + "level = 3\n")
    clone.save("Change")
    clone.record("requests/d", LONG + "level = 3\n")
    clone.save("Copy")
    entries = history(clone.repo, "requests/c")
    assert _events(entries) == [
        ("Change", "changed"),
        ("Rename twice", "renamed"),
        ("Rename once", "renamed"),
        ("Begin", "created"),
    ]
    assert [(entry.record, entry.was) for entry in entries[1:3]] == [
        ("requests/c", "requests/b"),
        ("requests/b", "requests/*"),
    ]
    assert _labels(entries[1]) == []
    assert _labels(entries[2]) == [("level", 1, 2)]
    assert [line.entry.commit.subject for line in blame(clone.repo, "requests/c")] == ["Begin", "Change"]
    assert _events(history(clone.repo, "requests/d")) == [("Copy", "created")]


def test_a_record_removed_and_made_again(clone):
    (clone.root / f"records/{ONE}.toml").unlink()
    clone.save("Remove")
    removed = history(clone.repo, ONE)[0]
    assert removed.event is Event.REMOVED
    assert _labels(removed) == [("strength", "asks", None)]
    assert blame(clone.repo, ONE) == []
    clone.record(ONE, "a = 1\n")
    clone.save("Again")
    assert _events(history(clone.repo, ONE)) == [("Again", "created"), ("Remove", "removed"), ("Begin", "created")]


def _merge(clone, resolved: str) -> None:
    clone.git("switch", "--quiet", "-c", "side")
    clone.record(ONE, 'strength = "asks"\nside = 1\n')
    clone.save("Side", day="2015-01-01")
    clone.git("switch", "--quiet", "main")
    clone.record(ONE, 'main = 1\nstrength = "asks"\n')
    clone.save("Main", day="2015-01-02")
    clone.git("merge", "--no-commit", "side")
    clone.record(ONE, resolved)
    clone.save("Merge", day="2015-01-03")


def test_a_merge_is_credited_only_with_what_neither_side_had(clone):
    _merge(clone, 'main = 1\nstrength = "urges"\nside = 1\n')
    merge = history(clone.repo, ONE)[0]
    assert merge.event is Event.MERGED
    assert _labels(merge) == [("strength", "asks", "urges")]
    made_by = {line.path: line.entry.commit.subject for line in blame(clone.repo, ONE)}
    assert made_by == {("main",): "Main", ("strength",): "Merge", ("side",): "Side"}


def test_a_merge_that_changed_nothing_itself_is_not_shown(clone):
    clone.git("switch", "--quiet", "-c", "side")
    clone.record(ONE, "side = 1\n")
    clone.save("Side")
    clone.git("switch", "--quiet", "main")
    clone.record("requests/02", "main = 1\n")
    clone.save("Main")
    clone.git("merge", "--quiet", "side", "-m", "Merge")
    assert _events(history(clone.repo, ONE)) == [("Side", "changed"), ("Begin", "created")]


def test_since_and_field(clone):
    for number, day in enumerate(["2015-01-01", "2015-02-01", "2030-03-01"]):
        clone.record(ONE, f"n = {number}\n[t]\nx = {number // 2}\n")
        clone.save(f"Change {number}", day=day)
    assert [entry.commit.subject for entry in history(clone.repo, ONE, since="2030-01-01")] == ["Change 2"]
    assert [entry.commit.subject for entry in history(clone.repo, ONE, field="t")] == ["Change 2", "Change 0"]
    assert [entry.commit.subject for entry in history(clone.repo, ONE, field="strength")] == ["Change 0", "Begin"]
    assert history(clone.repo, ONE, field="tea") == []


def test_items_of_a_list_by_what_identifies_them(clone):
    clone.record(ONE, '[[answers]]\nrequest = "a"\nnote = 1\n')
    clone.save("One answer")
    clone.record(ONE, '[[answers]]\nrequest = "0"\n[[answers]]\nrequest = "a"\nnote = 1\n')
    clone.save("One before it")
    lines = blame(clone.repo, ONE, {"answers": ["request"]})
    assert {line.path: line.entry.commit.subject for line in lines} == {
        ("answers", Item("0"), "request"): "One before it",
        ("answers", Item("a"), "request"): "One answer",
        ("answers", Item("a"), "note"): "One answer",
    }


@pytest.mark.parametrize(
    ("broken", "reason"),
    [(b"a = = 1\n", "not valid TOML"), (b"\xff\xfe", "not UTF-8"), (b"<<<<<<< HEAD\n", "not valid TOML")],
)
def test_a_version_that_is_no_toml_is_told_and_skipped(clone, broken, reason):
    clone.record(ONE, broken)
    clone.save("Break")
    assert blame(clone.repo, ONE) == []
    clone.record(ONE, 'strength = "urges"\n')
    clone.save("Repair")
    repaired, broke, _ = history(clone.repo, ONE)
    assert reason in broke.problem
    assert broke.after.raw == broken
    assert broke.changes == ()
    assert (repaired.problem, _labels(repaired)) == ("", [("strength", "asks", "urges")])
    assert blame(clone.repo, ONE)[0].entry.commit.subject == "Repair"


def test_a_record_that_was_broken_from_the_start(clone):
    clone.record("requests/03", "broken\n")
    clone.save("Broken")
    clone.record("requests/03", "a = 1\n")
    clone.save("Repaired")
    assert [bool(entry.problem) for entry in history(clone.repo, "requests/03")] == [True, True]
    (line,) = blame(clone.repo, "requests/03")
    assert line.entry.commit.subject in {"Repaired", "Broken"}


ODD = b"""tree %b
parent %b
author A\xe9 \x1b[31m Odd <a@b> 99999999999999 +9999
committer C <c@d> 1 +0000

Latin-1 \xe9\x07
\x01 :100644 and more
"""


def test_odd_bytes_in_names_messages_and_dates(clone):
    clone.record(ONE, "a = 1\n")
    clone.git("add", ".")
    commit = ODD % (clone.git("write-tree").strip().encode(), clone.sha().encode())
    sha = clone.git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", stdin=commit).strip()
    clone.git("update-ref", "HEAD", sha)
    latest, first = history(clone.repo, ONE)
    assert latest.commit.sha == sha
    assert latest.commit.author == "A\ufffd \x1b[31m Odd"
    assert latest.commit.subject.startswith("Latin-1 \ufffd")
    assert latest.commit.date.tzinfo is not None
    assert first.commit.subject == "Begin"


def test_the_users_settings_for_git_log_change_nothing(clone):
    (clone.root / f"records/{ONE}.toml").rename(clone.root / "records/requests/09.toml")
    clone.save("Rename", day="2015-01-01")
    plain = history(clone.repo, "requests/09")
    for name, value in [
        ("log.follow", "true"),
        ("log.showRoot", "false"),
        ("log.showSignature", "true"),
        ("log.date", "relative"),
        ("log.decorate", "full"),
        ("log.diffMerges", "first-parent"),
        ("diff.renames", "copies"),
        ("diff.relative", "true"),
        ("diff.noprefix", "true"),
        ("diff.external", "false"),
        ("color.ui", "always"),
        ("format.pretty", "oneline"),
        ("core.pager", "false"),
        ("core.abbrev", "4"),
        ("i18n.logOutputEncoding", "ISO-8859-1"),
    ]:
        clone.git("config", name, value)
    assert _events(plain) == [("Rename", "renamed"), ("Begin", "created")]
    assert [(entry.commit, entry.changes) for entry in history(clone.repo, "requests/09")] == [
        (entry.commit, entry.changes) for entry in plain
    ]


def test_a_shallow_clone_says_where_it_ends(clone, tmp_path):
    clone.record(ONE, 'strength = "urges"\n')
    clone.save("Raise it")
    shallow = tmp_path / "shallow"
    subprocess.run(["git", "clone", "--quiet", "--depth=1", f"file://{clone.tree}", str(shallow)], check=True)
    (entry,) = history(Repository.open(shallow), ONE)
    assert entry.cut
    assert not any(entry.cut for entry in history(clone.repo, ONE))


def test_a_partial_clone_offline(clone, tmp_path):
    clone.git("config", "uploadpack.allowFilter", "true")
    for number in range(3):
        clone.record(ONE, f"n = {number}\n")
        clone.save(f"Change {number}")
    partial = tmp_path / "partial"
    subprocess.run(["git", "clone", "--quiet", "--filter=blob:none", f"file://{clone.tree}", str(partial)], check=True)
    clone.tree.rename(tmp_path / "offline")
    entries = history(Repository.open(partial), ONE)
    assert [entry.commit.subject for entry in entries] == ["Change 2", "Change 1", "Change 0", "Begin"]
    assert entries[0].after.data == {"n": 2}
    assert all("could not be fetched" in entry.problem for entry in entries)
    (tmp_path / "offline").rename(clone.tree)
    assert [entry.problem for entry in history(Repository.open(partial), ONE)] == [""] * 4


def test_a_record_that_was_a_link_or_a_folder_once(clone):
    place = clone.root / f"records/{ONE}.toml"
    place.unlink()
    place.symlink_to("elsewhere")
    clone.save("Link")
    assert history(clone.repo, ONE)[0].problem


def test_signatures(clone, tmp_path):
    key = tmp_path / "key"
    made = subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=False)
    if made.returncode:
        pytest.skip("ssh-keygen is not there")
    (tmp_path / "signers").write_text(f"ana@example.org {key.with_suffix('.pub').read_text()}")
    clone.git("config", "gpg.format", "ssh")
    clone.git("config", "user.signingkey", str(key))
    clone.git("config", "gpg.ssh.allowedSignersFile", str(tmp_path / "signers"))
    clone.git("commit", "--quiet", "--allow-empty", "-S", "-m", "Signed")
    signed, plain = clone.sha(), clone.sha("HEAD~1")
    forged = clone.git("cat-file", "commit", signed).replace("Signed", "Forged")
    forged = clone.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=forged.encode()).strip()
    found = signatures(clone.repo, [signed, plain, forged])
    assert found[signed] == (Signature.GOOD, "ana@example.org")
    assert found[plain][0] is Signature.NONE
    assert found[forged][0] is Signature.BAD
    (tmp_path / "signers").unlink()
    assert signatures(clone.repo, [signed])[signed][0] is Signature.UNKNOWN
    assert signatures(clone.repo, []) == {}


def test_an_id_that_leads_out_of_the_register(clone):
    with pytest.raises(errors.PathOutside):
        history(clone.repo, "../../x")
