"""Who is named in a text, and as what."""

from __future__ import annotations

import pytest
from followup.intake.actors import Actors, known_actors, type_of
from followup.register import Register, parse_id


@pytest.fixture
def actors(register_folder):
    return Actors(Register.open(register_folder))


NAMED = {
    "the Commission and the Council": ["european-commission", "council"],
    "the Council of Europe and the European Council": ["council-of-europe", "european-council"],
    "Member States’ authorities": ["member-states"],
    "ISPs, parents and NGOs": ["internet-service-providers", "parents", "ngos"],
    "the European Public Prosecutor's Office (EPPO)": ["european-public-prosecutors-office"] * 2,
    "Turkey, the Republic of Moldova and the US": ["turkey", "moldova", "united-states"],
    "a commission and some council": [],
    "the Greens/EFA and S&D Groups": ["greens-efa-group", "s-and-d-group"],
}


@pytest.mark.parametrize("text", NAMED)
def test_the_longest_name_at_each_place_is_found(actors, text):
    assert [each.actor.removeprefix("actors/") for each in actors.named(text)] == NAMED[text]


def test_the_names_of_the_register_come_first(register_folder):
    (register_folder / "records/actors/rivers.toml").write_text(
        'name = "River Council"\naliases = ["the Council"]\ntype = "body"\n', "utf-8"
    )
    actors = Actors(Register.open(register_folder))
    assert [each.actor for each in actors.named("the Council met")] == ["actors/rivers"]


def test_what_is_known_can_be_recorded(actors):
    ids = [each.id for each in known_actors()]
    assert len(ids) == len(set(ids))
    types = actors.register.schemas["actors"].by_path[("type",)].values
    for each in known_actors():
        assert parse_id(each.id)
        assert each.type in types
        assert (each.type == "state") == bool(each.country)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("airline operators", "sector"),
        ("Fishing Agency", "agency"),
        ("tourists", "public"),
        ("river network", "network"),
    ],
)
def test_the_last_noun_gives_the_type_of_a_new_actor(words, kind):
    assert type_of(words) == kind


def test_a_new_actor_keeps_its_words(actors):
    assert actors.propose("the river wardens", 12) == "actors/river-wardens"
    assert actors.first_words["actors/river-wardens"] == ("the river wardens", 12)
    assert actors.propose("river wardens", 30) == "actors/river-wardens"
    assert actors.first_words["actors/river-wardens"] == ("the river wardens", 12)
