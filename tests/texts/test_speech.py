"""Who says what: direct and reported speech, sources named before, behind and not at all."""

from __future__ import annotations

import pytest

pytest.importorskip("sentencex")

from tilth.names.coreference import Cast
from tilth.texts.document import read_document
from tilth.texts.speech import Speech
from tilth.texts.voices import Voices

ABOUT = "Forty hectares cleared\n\nThe National Mine Agency and director Ada Quill met reporters. "


def segments(text):
    """The segments of a text behind two sentences that name an agency and a person: (speaker, words, verb)."""
    whole = ABOUT + "\n\n" + text
    document = read_document(whole)
    voices = Voices(document.seen, Cast.of(document.seen))
    return [
        (one.voice, document.words(one.content), one)
        for one in Speech(document, voices).segments()
        if one.span[0] >= len(ABOUT)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Quill said that 40 ha were cleared.",
        "Ada Quill said 40 ha were cleared.",
        "On Monday Ada Quill said in a statement that 40 ha were cleared.",
        "40 ha were cleared, Ada Quill said.",
        "40 ha were cleared, Ada Quill told reporters in Example on Monday.",
        "40 ha were cleared, said Ada Quill.",
        "40 ha were cleared, said Ada Quill, the director of the agency, at a meeting with farmers.",
        "40 ha, Ada Quill said, were cleared in the north.",
        "According to Ada Quill, 40 ha were cleared.",
        "40 ha were cleared, according to Ada Quill.",
        "“40 ha were cleared last year,” Ada Quill said.",
        "“40 ha were cleared last year,” said Ada Quill.",
        "Ada Quill: “40 ha were cleared last year.”",
        "Ada Quill added: “40 ha were cleared last year.”",
        "Ada Quill was quoted as saying that 40 ha were cleared.",
        "It was confirmed by Ada Quill that 40 ha were cleared.",
        "Ada Quill, 51, who has led the agency for years, confirmed that 40 ha were cleared.",
        "The director, Ada Quill, warned that 40 ha were not cleared.",
        "Ada Quill confirmed, however, that 40 ha were cleared.",
        "Ada Quill opened the road and told a crowd of 600: “40 ha were cleared.”",
        "Ada Quill put the area that was cleared at 40 ha.",
    ],
)
def test_the_speaker_is_found_wherever_the_sentence_names_one(text):
    saying = [voice for voice, words, _ in segments(text) if "40 ha" in words]
    assert [(voice.name, voice.kind) for voice in saying] == [("Ada Quill", "named")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Officials have warned that 40 ha were mined.", "anonymous"),
        ("According to reports, 40 ha were mined.", "anonymous"),
        ("Experts say 40 ha were mined.", "anonymous"),
        ("40 ha were mined, residents said.", "anonymous"),
        ("It was reported that 40 ha were mined.", "anonymous"),
        ("The road is said to have been cleared of 40 mines.", "anonymous"),
        ("The agency said that 40 ha were mined.", "organisation"),
        ("Police said 40 ha were mined.", "organisation"),
        ("The ministry's press office told reporters that 40 ha were mined.", "organisation"),
        ("Figures of the agency show that 40 ha were mined.", "organisation"),
        ("40 ha were mined.", "narrator"),
        ("The road was reported closed, and the team left behind 40 mines.", "narrator"),
    ],
)
def test_a_speaker_has_a_kind(text, kind):
    assert [voice.kind for voice, words, _ in segments(text) if "40" in words or "road" in words][-1] == kind


@pytest.mark.parametrize(
    "text",
    [
        "The agency did not say how many mines were found.",
        "The agency will announce its figures of 40 ha tomorrow.",
        "The report on 40 ha came late.",
        "The mayor declared the 40 ha safe.",
        "In the United States 40 ha were cleared.",
        "The declared 40 ha lie in the north.",
    ],
)
def test_a_word_of_saying_is_not_always_speech(text):
    assert {voice.kind for voice, _, _ in segments(text)} == {"narrator"}


def test_one_who_carries_anothers_words_is_the_chain():
    for text in (
        "Example News Agency reported that Ada Quill said 40 ha were cleared.",
        "Ada Quill told Example News Agency that 40 ha were cleared.",
        "Ada Quill said 40 ha were cleared, Example News Agency reported.",
        "Ada Quill was quoted by Example News Agency as saying that 40 ha were cleared.",
        "“40 ha were cleared in May,” Example News Agency quoted Ada Quill as saying.",
    ):
        voice = next(voice for voice, words, _ in segments(text) if "40 ha" in words)
        assert (voice.name, voice.via) == ("Ada Quill", ("Example News Agency",)), text


def test_told_reporters_is_no_chain():
    assert segments("Ada Quill told reporters that 40 ha were cleared.")[0][0].via == ()


def test_a_quotation_without_a_speaker_goes_on_with_the_last_one():
    found = segments("“We cleared 40 ha in May,” said Ada Quill. “We lost two men.”")
    assert [(voice.name, one.is_implied) for voice, _, one in found] == [("Ada Quill", False), ("Ada Quill", True)]


def test_a_quotation_can_be_named_by_the_sentence_behind_it():
    found = segments("“We cleared 40 ha in May. It was hard.” Ada Quill said on Monday.")
    assert found[0][0].name == "Ada Quill"


def test_the_words_of_a_pronoun_are_those_of_who_spoke_before():
    found = segments("Ada Quill said 40 ha were cleared. She added that two men were hurt.")
    assert [voice.name for voice, _, _ in found] == ["Ada Quill", "Ada Quill"]


def test_two_speakers_of_one_sentence_are_kept_apart():
    found = segments("Ada Quill said that 40 ha were cleared, while residents said that 12 mines were left.")
    assert [(voice.name, "40 ha" in words, "12 mines" in words) for voice, words, _ in found] == [
        ("Ada Quill", True, False),
        ("residents", False, True),
    ]


def test_an_interview_is_read_by_its_turns():
    found = segments(
        "REPORTER: How much was cleared?\n\nQUILL: We cleared 40 ha.\n\nREPORTER: And since?\n\nThe wind rose."
    )
    assert [voice.name for voice, _, _ in found] == ["REPORTER", "Ada Quill", "REPORTER", "the writer"]


def test_a_list_belongs_to_who_introduced_it():
    found = segments("The National Mine Agency reported the following results:\n- 40 ha cleared\n- 12 mines destroyed")
    assert {voice.name for voice, _, _ in found} == {"National Mine Agency"}
    assert [one.is_implied for _, _, one in found] == [False, True, True]


def test_an_agency_that_told_of_somebody_is_the_implied_chain_of_what_they_say_next():
    from tilth.texts.chains import with_implied_chains

    text = (
        "According to Example News Agency, Colonel Bo Reed met the regiment.\n\nBo Reed said that 40 ha were cleared."
    )
    document = read_document(text)
    cast = Cast.of(document.seen)
    found = list(with_implied_chains(Speech(document, Voices(document.seen, cast)).segments(), cast))
    assert found[-1].voice.via == ("Example News Agency",)
    assert found[-1].voice.via_implied


def test_an_authority_that_told_of_somebody_is_no_chain():
    from tilth.texts.chains import with_implied_chains

    text = "According to the Ministry of Defence, Colonel Bo Reed met the men.\n\nBo Reed said that 40 ha were cleared."
    document = read_document(text)
    cast = Cast.of(document.seen)
    found = list(with_implied_chains(Speech(document, Voices(document.seen, cast)).segments(), cast))
    assert found[-1].voice.via == ()
