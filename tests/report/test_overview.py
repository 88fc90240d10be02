from __future__ import annotations

import datetime as dt

from followup.report.overview import overview
from followup.report.plain import width

from .conftest import BASE, DOSSIER, TODAY, answer, asks, deadline, reply, request, sections


def test_an_overview_says_what_there_is_and_what_matters(build):
    register = build(
        asks(r5=request("5"), r6=request("6"))
        | sections(s5=reply("5", answers=(answer("5"),)))
        | {f"{DOSSIER}/deadlines/a": deadline(due="2014"), f"{DOSSIER}/deadlines/b": deadline(due=dt.date(2015, 9, 20))}
    )
    assert overview(register, TODAY) == (
        "2 actors, 2 deadlines, 2 documents, 1 reply, 2 requests and 1 rule\n"
        "\n"
        "2015/0001(RSP) Resolution on toys\n"
        "  2 deadlines, 2 documents, 1 reply and 2 requests\n"
        "  2 paragraphs ask the European Commission for something; 1 has a section. Of\n"
        "  their 2 asks, 1 is answered and 1 is not addressed.\n"
        "\n"
        "Overdue on 15 September 2015\n"
        "  Report: due in 2014; overdue by 8 months\n"
        "\n"
        "Due next\n"
        "  Report: due on 20 September 2015; 5 days left\n"
        "\n"
        "followup                  open the register in a terminal\n"
        "followup list requests    list the records of a kind\n"
        "followup show ID          read one record\n"
        "followup report coverage  what was answered how"
    )


def test_an_empty_register_has_an_overview(build):
    assert overview(build(base={}), TODAY).startswith("The register holds no record yet.\n\nfollowup ")


def test_broken_files_are_counted(build):
    assert "1 file can’t be read; see which and why: followup validate" in overview(build({"topics/x": "="}), TODAY)


def test_a_large_register_still_fits_a_screen(build):
    records = {}
    for number in range(1000, 1040):
        dossier = f"2015/{number}-RSP"
        records |= {each.replace(DOSSIER, dossier): said for each, said in BASE.items() if DOSSIER in each}
        records[f"{dossier}/deadlines/a"] = deadline(title="日本 " * 20, due=dt.date(2015, 1, 1))
    lines = overview(build(records), TODAY).split("\n")
    assert len(lines) < 60
    assert "and 36 older dossiers" in lines
    assert "  and 35 more" in lines
    assert all(width(line) <= 80 for line in lines)
    assert lines[2].startswith("2015/1039(RSP)")
