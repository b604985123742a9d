"""Who "he", "the ministry" and "the leader" are, in invented texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.names.coreference import Cast

RELEASE = (
    "Lucia Barreto, HALO's programme manager in Angola, said teams cleared 12 hectares. She added that it needs money. "
    "The organisation employs 900 people. A HALO spokesperson said it was slow. HALO officials declined. "
    "It also hires women. The manager left."
)
REPORT = (
    "Colonel Pedro Rojas met Ana Gil, director of the Mine Action Centre. The colonel said yes. The director said no. "
    "She smiled. He frowned. The Ministry of Defence paid. The centre agreed. The ministry did not. "
    "The minister was away. “We go,” said a deminer. He was thirty."
)
TOUR = (
    "Norlandic leader Kang Jong-su praised the 7th Sapper Regiment in Tavria, the Norland News Agency (NNA) said. "
    "The leader said the regiment was brave. The agency showed photos. In Tavria they sang. The unit left Tavria."
)


def asked(text, phrase, nth=0):
    """The name and kind a phrase is resolved to, where it stands for the nth time."""
    at = -1
    for _ in range(nth + 1):
        at = text.index(phrase, at + 1)
    found = Cast.of(text).resolve(phrase.strip(), at + len(phrase) - len(phrase.lstrip()))
    return (found.name, found.kind) if found else None


@pytest.mark.parametrize(
    ("text", "phrase", "nth", "expected"),
    [
        (RELEASE, "Lucia Barreto, HALO's programme manager in Angola", 0, ("Lucia Barreto", "named")),
        (RELEASE, "She", 0, ("Lucia Barreto", "named")),
        (RELEASE, "The manager", 0, ("Lucia Barreto", "named")),
        (RELEASE, "The organisation", 0, ("HALO", "organisation")),
        (RELEASE, "A HALO spokesperson", 0, ("HALO", "organisation")),
        (RELEASE, "HALO officials", 0, ("HALO officials", "anonymous")),
        (RELEASE, "It", 0, ("HALO", "organisation")),
        (REPORT, "The colonel", 0, ("Pedro Rojas", "named")),
        (REPORT, "The director", 0, ("Ana Gil", "named")),
        (REPORT, "She", 0, ("Ana Gil", "named")),
        (REPORT, "He", 0, ("Pedro Rojas", "named")),
        (REPORT, "The centre", 0, ("Mine Action Centre", "organisation")),
        (REPORT, "The ministry", 0, ("Ministry of Defence", "organisation")),
        (REPORT, "The minister", 0, ("The minister", "anonymous")),
        (REPORT, "a deminer", 0, ("a deminer", "anonymous")),
        (REPORT, "He", 1, ("a deminer", "anonymous")),
        (TOUR, "Norlandic leader Kang Jong-su", 0, ("Kang Jong-su", "named")),
        (TOUR, "The leader", 0, ("Kang Jong-su", "named")),
        (TOUR, "the regiment", 0, ("7th Sapper Regiment", "organisation")),
        (TOUR, "The unit", 0, ("7th Sapper Regiment", "organisation")),
        (TOUR, "The agency", 0, ("Norland News Agency", "organisation")),
        (TOUR, "NNA", 0, ("Norland News Agency", "organisation")),
    ],
)
def test_a_phrase_is_taken_for_the_name_it_takes_up(text, phrase, nth, expected):
    assert asked(text, phrase, nth) == expected


@pytest.mark.parametrize(
    "phrase", ["Officials", "local residents", "Two sources in the ministry", "experts at the university", "a farmer"]
)
def test_speakers_nobody_names_are_anonymous_and_keep_their_words(phrase):
    text = f"The Ministry of Health waited for Ivan Petrov. According to him and {phrase} it rained."
    assert asked(text, phrase) == (phrase, "anonymous")


@pytest.mark.parametrize(
    ("text", "phrase", "name"),
    [
        ("A ministry spokesperson said five.", "A ministry spokesperson", "ministry"),
        (
            "The Ministry of Economy paid. The ministry's spokesman said five.",
            "The ministry's spokesman",
            "Ministry of Economy",
        ),
        (
            "A spokeswoman for the State Emergency Service said so.",
            "A spokeswoman for the State Emergency Service",
            "State Emergency Service",
        ),
    ],
)
def test_who_speaks_for_a_body_is_the_body(text, phrase, name):
    assert asked(text, phrase) == (name, "organisation")


def test_a_spokesman_for_nobody_is_anonymous_and_one_with_a_name_is_named():
    assert asked("A spokesman said five.", "A spokesman") == ("A spokesman", "anonymous")
    text = "SES spokesman Ivan Koval said so. The spokesman was tired."
    assert asked(text, "SES spokesman Ivan Koval") == asked(text, "The spokesman") == ("Ivan Koval", "named")


def test_an_office_without_a_name_is_the_office_until_somebody_is_introduced_with_it():
    assert asked("The governor of Kherson said so.", "The governor of Kherson") == ("governor of Kherson", "named")
    text = "Regional governor Oleh Bondar was there. The governor laughed. The official went home."
    assert asked(text, "The governor") == asked(text, "The official") == ("Oleh Bondar", "named")


def test_the_head_of_one_body_is_not_the_head_of_another():
    text = "Ivan Koval, head of the Border Guard Service, left. The head of the Ministry of Health said no."
    assert asked(text, "The head of the Ministry of Health")[0] != "Ivan Koval"


def test_he_is_never_a_body_and_never_a_person_known_to_be_a_woman():
    assert asked("The Ministry of Health paid. He left.", "He") is None
    text = "Ivan Petrov said yes. Mrs Anna Koval said no. He left. She stayed."
    assert asked(text, "He") == ("Ivan Petrov", "named")
    assert asked(text, "She") == ("Anna Koval", "named")


def test_they_are_the_residents_who_spoke_and_it_is_the_agency():
    text = "Residents said it was late. They said so twice. The Mine Action Agency said no. It gave no reason."
    assert asked(text, "They") == ("Residents", "anonymous")
    assert asked(text, "It ") == ("Mine Action Agency", "organisation")


def test_an_owner_is_not_who_spoke():
    text = "Vice President Kamla Devi spoke. Devi's deputy, Arun Rai, disagreed. “No,” he said."
    assert asked(text, " he ") == ("Arun Rai", "named")


def test_a_capital_that_speaks_is_its_government():
    assert asked("Kyiv says it is enough.", "Kyiv") == ("Kyiv", "organisation")


def test_a_phrase_that_nobody_can_be_meant_by_gives_nothing():
    assert asked("The fields were wet. That was bad.", "That") is None
    assert Cast.of("").resolve("", 0) is None


def test_every_answer_says_why_and_shows_the_name_it_was_taken_for():
    cast = Cast.of(TOUR)
    found = cast.resolve("The leader", TOUR.index("The leader"))
    assert "leader" in found.why
    assert TOUR[slice(*found.mention.span)] == "Kang Jong-su"
    assert cast.resolve("Kang Jong-su", TOUR.index("Kang")).why == "printed"


def test_the_text_is_about_the_place_and_the_unit_it_mentions_most():
    cast = Cast.of(f"Sappers home from Tavria\n{TOUR} In Lower Tavria and in Norwich they rested.")
    assert cast.main_place().stands_for == "Tavria"
    assert cast.main_unit().stands_for == "7th Sapper Regiment"


def test_a_country_is_the_main_place_where_no_region_is_mentioned_as_often():
    cast = Cast.of(
        "In Angola 12 ha were cleared. Across Angola people wait. A team went to Huambo. In Angola it rains."
    )
    assert cast.main_place().country == "AGO"
    assert cast.main_unit() is None


def test_names_within_a_span_stand_wholly_in_it():
    cast = Cast.of(TOUR)
    start = TOUR.index("7th")
    assert [name.text for name in cast.within(start, start + 30)] == ["7th Sapper Regiment", "Tavria"]
    assert [name.text for name in cast.within(start, start + 10)] == []


@given(st.text(max_size=120), st.integers(0, 60), st.integers(0, 60))
def test_any_phrase_of_any_text_gets_an_answer_or_none(text, start, length):
    cast = Cast.of(text)
    found = cast.resolve(text[start : start + length], start)
    assert found is None or found.kind in {"named", "organisation", "anonymous"}


@given(st.sampled_from([RELEASE, REPORT, TOUR]), st.data())
def test_what_is_named_stands_in_the_text(text, data):
    at = data.draw(st.integers(0, len(text)))
    found = Cast.of(text).resolve(
        data.draw(st.sampled_from(["he", "she", "it", "they", "the agency", "the leader"])), at
    )
    if found and found.mention:
        assert text[slice(*found.mention.span)] == found.mention.text
        assert found.name == found.mention.stands_for
