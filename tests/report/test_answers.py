from __future__ import annotations

import datetime as dt

from followup.report.answers import answers_to, follow_ups_to, paragraph_key, points_of, sections_of

from .conftest import BASE, DOSSIER, FOLLOW_UP, RESOLUTION, TODAY, answer, asks, reply, request, sections

ASK = f"{DOSSIER}/requests/05"
WITHDRAWN = {"on": TODAY, "reason": "Wrong"}


def test_an_answer_has_its_words(build):
    said = answer("05", "declined", quote="We will not.", note="Clear.")
    (found,) = answers_to(build(asks(r05=request("5")) | sections(s05=reply("5", answers=(said,)))), ASK)
    assert (found.disposition, found.quote, found.note) == ("declined", "We will not.", "Clear.")
    assert (found.reply.id, found.path, found.follow_up.id) == (f"{DOSSIER}/replies/05", ("answers", 0), FOLLOW_UP)


def test_answers_come_by_follow_up_and_then_as_the_sections_stand(build):
    later = {**BASE[FOLLOW_UP], "adopted": dt.date(2016, 1, 1)}
    register = build(
        asks(r05=request("5"))
        | sections(
            s01=reply("5", document=f"{DOSSIER}/documents/later", answers=(answer("05"),)),
            s10=reply("5", answers=(answer("05"),)),
            s9=reply("5", answers=(answer("06"), answer("05"))),
        )
        | {f"{DOSSIER}/documents/later": later}
    )
    assert [(each.reply.parts.name, each.number) for each in answers_to(register, ASK)] == [
        ("9", 1),
        ("10", 0),
        ("01", 0),
    ]
    assert [each.parts.name for each in follow_ups_to(register, RESOLUTION)] == ["follow-up", "later"]
    assert [each.parts.name for each in sections_of(register, FOLLOW_UP)] == ["9", "10"]


def test_withdrawn_sections_and_follow_ups_answer_nothing(build):
    section = reply("5", answers=(answer("05"),))
    records = asks(r05=request("5")) | sections(s05=section)
    assert answers_to(build(records), ASK)
    assert not answers_to(build(records | sections(s05=section | {"withdrawn": WITHDRAWN})), ASK)
    withdrawn = build(records | {FOLLOW_UP: BASE[FOLLOW_UP] | {"withdrawn": WITHDRAWN}})
    assert not answers_to(withdrawn, ASK)
    assert not follow_ups_to(withdrawn, RESOLUTION)


def test_an_answer_of_the_wrong_shape_is_no_answer(build):
    register = build(asks(r05=request("5")) | sections(s05=reply("5") | {"answers": [ASK]}))
    assert not answers_to(register, ASK)


def test_paragraph_numbers_are_compared_without_padding(build):
    assert paragraph_key("09") == paragraph_key(" 9") == "9"
    register = build(sections(s09=reply("9", "010", "12A")))
    assert points_of(register.get(f"{DOSSIER}/replies/09")) == {"9", "10", "12a"}
