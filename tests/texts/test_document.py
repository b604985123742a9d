"""Where headline, paragraphs and sentences stand, and what is never read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("sentencex")

from tilth.texts.document import cut_sentences, read_document
from tilth.texts.markup import has_markup, visible


def sentences(text):
    document = read_document(text)
    return [document.words(one.span) for one in document.sentences]


@pytest.mark.parametrize(
    "text",
    [
        "Approx. 40 ha were cleared in all.",
        "Unit No. 5 went home on Friday.",
        "It cost 3.5 mln. in all, and more.",
        "Gen. Ivan P. Petrov of the St. Anne centre spoke of it.",
        "About 5 sq. km. of land were cleared there.",
        "“We did it. All of it. It took a year,” said Mr. Sok.",
    ],
)
def test_an_abbreviation_or_a_quotation_ends_no_sentence(text):
    assert sentences(f"{text} Then he left.") == [text, "Then he left."]


def test_a_number_before_an_item_belongs_to_it():
    assert sentences("Opening words stand here.\n3. The company returned.\n") == [
        "Opening words stand here.",
        "3. The company returned.",
    ]


def test_the_first_line_without_a_full_stop_is_the_headline():
    document = read_document("Forty hectares cleared\n\nThe ministry said so. It was glad.")
    assert document.headline == (0, 22)
    assert [one.is_headline for one in document.sentences] == [True, False, False]
    assert read_document("All is one sentence here.\nAnother line.").headline is None


def test_lines_broken_to_fit_a_page_are_one_paragraph():
    wrapped = (
        "The agency for clearance said in its yearly report that forty hectares\n"
        "were cleared in the northern district, and that another fifty hectares\n"
        "remain to be surveyed before the rains set in. The work will go on\n"
        "in May.\n"
    )
    assert len(read_document(wrapped).paragraphs) == 1
    assert len(sentences(wrapped)) == 2


def test_a_headline_is_not_joined_with_the_paragraph_under_it():
    text = "Government says yes to mines, the farmers in the valley say no to them\n" + "The minister said so. " * 20
    assert len(read_document(text).paragraphs) == 2


def test_items_of_a_list_are_sentences_of_their_own():
    assert sentences("The ministry reported:\n- 40 ha cleared\n- 3 roads opened\n")[1:] == [
        "- 40 ha cleared",
        "- 3 roads opened",
    ]


def test_a_quotation_can_be_cut_into_its_sentences():
    text = "“We cleared 12 ha. Then we left,” he said."
    assert [text[start:end] for start, end in cut_sentences(text, 0, len(text))] == [
        "“We cleared 12 ha.",
        "Then we left,” he said.",
    ]


def test_script_style_and_comments_are_not_read_and_nothing_moves():
    text = "<p>Cleared <b>40</b> ha.</p><script>var ha = 99;</script><!-- 7 ha --><style>p{}</style> End."
    seen = visible(text)
    assert len(seen) == len(text)
    assert "99" not in seen
    assert "7 ha" not in seen
    assert seen.split() == ["Cleared", "40", "ha.", "End."]
    assert seen.index("40") == text.index("40")
    assert has_markup(text)
    assert not has_markup("40 < 50 and 50 > 40")


def test_a_script_that_is_never_closed_hides_nothing_behind_it():
    assert "40 ha" in visible("<script>alert(1) The agency cleared 40 ha.")


def test_signs_nobody_sees_and_addresses_are_blank():
    text = "\ufeffCleared\u200f 40\u00a0ha, see https://example.org/1234-ha-cleared now."
    seen = visible(text)
    assert len(seen) == len(text)
    assert "1234" not in seen
    assert seen.split() == ["Cleared", "40", "ha,", "see", "now."]


@pytest.mark.parametrize("sign", ["&amp;", "&#8220;", "&nbsp;", "&unknown;", "&#0;"])
def test_a_character_reference_keeps_its_place(sign):
    text = f"a {sign} 40 ha"
    assert len(visible(text)) == len(text)
    assert visible(text).endswith(" 40 ha")


_WORDS = ["The agency", " said", ". ", "\n", "\n\n", "“", "”", '"', "40 ha", "<b>", "</b>", "<script>", "&amp;"]
_SIGNS = ["No. 5", "- ", ", ", " and ", "\u200f", "\x00", "é", "ћ", "。", "a" * 50]
_PIECES = st.lists(st.sampled_from([*_WORDS, *_SIGNS]), max_size=40).map("".join)


@given(_PIECES)
def test_sentences_stand_in_order_inside_the_text_and_lose_no_word(text):
    document = read_document(text)
    at = 0
    for one in document.sentences:
        assert at <= one.span[0] < one.span[1] <= len(text)
        at = one.span[1]
    inside = "".join(document.words(one.span) for one in document.sentences)
    assert sorted(filter(str.isalnum, inside)) == sorted(filter(str.isalnum, document.seen))


def test_a_sentence_without_end_is_cut_into_bearable_pieces():
    document = read_document("word " * 20_000)
    assert max(end - start for start, end in (one.span for one in document.sentences)) <= 2_000
