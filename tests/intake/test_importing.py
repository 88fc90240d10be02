"""What an import writes, what it leaves alone, and how it goes on when something is wrong."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from followup.commands.group import followup
from followup.intake import Intake
from followup.intake.errors import NoProcedure, NoResolution
from followup.register import Register
from followup.validate import check

from .conftest import FOLLOW_UP, RESOLUTION, SAMPLES, TODAY

DOSSIER = "2015/2001-INI"


@pytest.fixture
def files(tmp_path):
    paths = tmp_path / "resolution.txt", tmp_path / "follow-up.txt"
    paths[0].write_text(RESOLUTION, "utf-8")
    paths[1].write_text(FOLLOW_UP, "utf-8")
    return paths


def bytes_of(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def edit(folder, record, old, new):
    path = folder / "records" / f"{record}.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_what_is_written_has_no_problem(files, take_in, register_folder):
    take_in(*files)
    register = Register.open(register_folder)
    assert [each for each in check(register, today=TODAY) if each.severity == "error"] == []


def test_nothing_is_written_before_it_is_asked_for(files, take_in, register_folder):
    before = bytes_of(register_folder)
    _, (one,) = take_in(*files, write=False)
    assert one.writing.new
    assert bytes_of(register_folder) == before


def test_a_second_run_changes_nothing(files, take_in, register_folder):
    take_in(*files)
    before = bytes_of(register_folder)
    _, (one,) = take_in(*files)
    assert one.writing.paths == []
    assert one.writing.differences == []
    assert bytes_of(register_folder) == before


def test_what_people_edited_stays_and_the_difference_is_told(files, take_in, register_folder):
    take_in(*files)
    edit(register_folder, f"{DOSSIER}/requests/3", 'strength = "urges"', 'strength = "calls-on"')
    edit(register_folder, f"{DOSSIER}/requests/3", "title = ", 'topics = []\ntitle = "Mine"\n# ')
    before = bytes_of(register_folder)
    _, (one,) = take_in(*files)
    assert [(each.record, each.field, each.here, each.there) for each in one.writing.differences] == [
        (f"{DOSSIER}/requests/3", "strength", "calls-on", "urges")
    ]
    assert bytes_of(register_folder) == before


def test_a_paragraph_that_people_split_in_another_way_is_not_added_again(files, take_in, register_folder):
    take_in(*files)
    folder = register_folder / "records" / DOSSIER / "requests"
    (folder / "2b.toml").unlink()
    (folder / "2a.toml").rename(folder / "2.toml")
    edit(register_folder, f"{DOSSIER}/requests/2", 'part = "a"\n', "")
    edit(register_folder, f"{DOSSIER}/requests/2", "2016,\n", "2016, and to consult the Member States;\n")
    _, (one,) = take_in(*files, write=False)
    assert not [each for each in one.writing.new if "/requests/" in each]


def test_a_deadline_that_people_named_anew_is_not_added_again(files, take_in, register_folder):
    take_in(*files)
    folder = register_folder / "records" / DOSSIER / "deadlines"
    (named,) = [path for path in folder.glob("*.toml") if 'due = "../2016-12-31"' in path.read_text("utf-8")]
    named.rename(folder / "report-on-rivers.toml")
    _, (one,) = take_in(*files, write=False)
    assert one.writing.new == []


def test_new_parts_of_a_corrected_document_are_added(files, take_in, register_folder):
    take_in(*files)
    corrected = RESOLUTION.replace("4.  Instructs", "3a.  Calls on the Council to act;\n\n4.  Instructs")
    files[0].write_text(corrected, "utf-8")
    intake, (one,) = take_in(*files)
    assert f"{DOSSIER}/requests/3a" in one.writing.new
    assert not one.errors
    assert intake.register.source_of(intake.register.get(f"{DOSSIER}/documents/resolution")).text == corrected
    register = Register.open(register_folder)
    assert [each for each in check(register, today=TODAY) if each.severity == "error"] == []


def test_a_corrected_document_never_takes_away_what_a_record_quotes(files, take_in, register_folder):
    take_in(*files)
    before = bytes_of(register_folder)
    files[0].write_text(RESOLUTION.replace("to fine polluters", "to punish polluters"), "utf-8")
    _, (one,) = take_in(files[0])
    assert "1 record quote" in one.writing.refused[0]
    assert bytes_of(register_folder) == before


def test_one_broken_file_stops_no_other(files, take_in, tmp_path):
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing")
    intake, imports = take_in(files[0], broken, tmp_path / "missing.txt", files[1])
    assert [each.dossier for each in imports] == [DOSSIER]
    assert [each.path.name for each in intake.failures] == ["broken.pdf", "missing.txt"]


def test_many_files_go_to_their_dossiers_and_can_be_resumed(take_in, tmp_path, register_folder):
    paths = []
    for number in range(1, 13):
        path = tmp_path / f"{number}.txt"
        path.write_text(RESOLUTION.replace("2015/2001(INI)", f"2015/{2000 + number}(INI)"), "utf-8")
        paths.append(path)
    take_in(*paths[:5])
    before = bytes_of(register_folder)
    _, imports = take_in(*paths)
    assert len([each for each in imports if each.writing.paths]) == 7
    after = bytes_of(register_folder)
    assert before.items() <= after.items()
    assert len(Register.open(register_folder).dossiers) == 12


def test_a_follow_up_finds_a_resolution_that_is_in_the_register(files, take_in):
    take_in(files[0])
    intake, (one,) = take_in(files[1])
    assert not intake.failures
    assert one.match.document == f"{DOSSIER}/documents/resolution"
    reply = intake.register.get(f"{DOSSIER}/replies/2").data
    assert {each["request"] for each in reply["answers"]} == {f"{DOSSIER}/requests/2a", f"{DOSSIER}/requests/2b"}


def test_two_documents_without_a_common_number_are_paired_with_reasons(files, take_in):
    _, (one,) = take_in(*files)
    assert one.match.reasons == ("both give the same day of adoption", "their titles share most words")
    assert not one.match.certain
    assert any("taken to answer" in doubt.message for _, doubt in one.doubts)


def test_of_two_resolutions_of_one_day_that_fit_as_well_none_is_taken(files, take_in, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text(RESOLUTION.replace("2015/2001(INI)", "2015/2002(INI)"), "utf-8")
    intake, _ = take_in(files[0], other, files[1])
    (failure,) = intake.failures
    assert isinstance(failure.error, NoResolution)
    assert "may be one of" in str(failure.error)


def test_a_follow_up_without_its_resolution_is_not_recorded(files, take_in):
    intake, imports = take_in(files[1])
    assert imports == []
    assert isinstance(intake.failures[0].error, NoResolution)


def test_a_resolution_without_a_procedure_asks_for_it(files, take_in):
    files[0].write_text(RESOLUTION.replace(" (2015/2001(INI))", ""), "utf-8")
    intake, _ = take_in(files[0])
    assert isinstance(intake.failures[0].error, NoProcedure)
    intake, (one,) = take_in(files[0], procedure="2015/2001(INI)")
    assert one.dossier == DOSSIER


def test_the_procedure_may_stand_in_the_follow_up_alone(files, take_in):
    files[0].write_text(RESOLUTION.replace(" (2015/2001(INI))", ""), "utf-8")
    files[1].write_text(FOLLOW_UP.replace("A8-0258/2015", "2015/2001(INI)"), "utf-8")
    _, (one,) = take_in(*files)
    assert one.dossier == DOSSIER


def test_the_reply_is_due_by_the_rule_of_its_time(files, take_in):
    intake, _ = take_in(*files)
    due = intake.register.get(f"{DOSSIER}/deadlines/reply-to-the-resolution").data
    assert str(due["due"]) == "2016-01-08"
    assert str(due["met"]["on"]) == "2016-01-20"


def test_no_rule_is_applied_to_a_time_before_it(take_in):
    _, (one,) = take_in(SAMPLES / "inserted-numbers.txt")
    assert [each for each in one.writing.new if "/deadlines/reply" in each] != []
    _, (older,) = take_in(SAMPLES / "older.txt", procedure="2001/2001(INI)")
    assert [each for each in older.writing.new if "/deadlines/reply" in each] == []


def test_nobody_is_invented(files, take_in):
    _, (one,) = take_in(*files)
    kept = " ".join(drafts.text.raw.decode() for drafts in one.drafted)
    for drafts in one.drafted:
        for draft in drafts.of_kind("actors"):
            words = draft.data["notes"].partition("“")[2].partition("”")[0]
            assert words in kept


def test_a_holder_of_an_office_is_never_an_actor(files, take_in):
    files[0].write_text(
        RESOLUTION.replace("Urges the Member States", "Urges the President of the Commission, Jane Doe,"), "utf-8"
    )
    intake, (one,) = take_in(files[0])
    request = intake.register.get(f"{DOSSIER}/requests/3").data
    assert request["addressees"] == ["actors/president-of-the-commission"]
    assert not [each for each in one.writing.new if "doe" in each]


def test_nobody_is_named_in_a_record(files, take_in, register_folder):
    files[1].write_text(FOLLOW_UP.replace("a Member", "Jane Doe"), "utf-8")
    take_in(*files)
    records = [path.read_text("utf-8") for path in (register_folder / "records").rglob("*.toml")]
    assert not [text for text in records if "Jane Doe" in text]


def run(folder, *arguments):
    return CliRunner().invoke(
        followup, ["--root", str(folder), "--today", "2026-11-22", "import", *map(str, arguments)]
    )


def test_the_command_shows_first_and_writes_when_told(files, register_folder):
    shown = run(register_folder, *files)
    assert shown.exception is None or isinstance(shown.exception, SystemExit)
    assert "a resolution (plain text), 4 paragraphs, 2 recitals, 3 citations" in shown.output
    assert "both give the same day of adoption" in shown.output
    assert "To be added:" in shown.output
    assert f"{DOSSIER}/sources/resolution.txt:" in shown.output
    assert not (register_folder / "records/2015").exists()
    dry = run(register_folder, *files, "--dry-run", "--write")
    assert '+strength = "urges"' in dry.output
    assert not (register_folder / "records/2015").exists()
    written = run(register_folder, *files, "--write")
    assert f"for {DOSSIER}" in written.output
    assert (register_folder / "records" / DOSSIER / "requests/3.toml").exists()


def test_the_command_says_what_could_not_be_read(files, register_folder, tmp_path):
    (tmp_path / "scan.pdf").write_bytes(b"\x89PNG\r\n\x1a\n....")
    result = CliRunner().invoke(
        followup,
        ["--root", str(register_folder), "import", str(files[0]), str(tmp_path / "scan.pdf")],
        standalone_mode=False,
    )
    assert result.return_value == 1
    assert "scan.pdf: this looks like a picture" in result.output
    result = CliRunner().invoke(
        followup, ["--root", str(register_folder), "import", str(tmp_path / "scan.pdf")], standalone_mode=False
    )
    assert result.return_value == 2


def test_an_import_is_known_to_the_next_of_the_same_run(files, register_folder):
    intake = Intake(Register.open(register_folder), TODAY)
    (one,) = list(intake.run([files[0]]))
    one.writing.write()
    intake.done(one)
    (two,) = list(intake.run([files[1]]))
    assert two.writing.new
    assert not two.errors
