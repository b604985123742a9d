"""What the examples ship: facts and our own words, never somebody else's sentences."""

from __future__ import annotations

import csv
import hashlib
import re
from pathlib import Path

import pytest

from tilth.evidence.statement import MODALITIES, read_statement

EXAMPLES = Path(__file__).parents[2] / "examples"
LONGEST_QUOTE = 6  # words in a row that may also stand in the article
NOT_A_SENTENCE = re.compile(r"[\s\u200b]*")


@pytest.fixture(scope="module")
def article(shared_data) -> bytes:
    return (shared_data / "kursk" / "articles" / "return_of_the_528th.txt").read_bytes()


@pytest.fixture(scope="module")
def rows():
    with (EXAMPLES / "mission_528" / "statements.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def statements(rows):
    return [read_statement(row)[0] for row in rows]


def words_of(text):
    return re.findall(r"\w+", text.replace("’", "'").casefold())


def runs(text, length):
    words = words_of(text)
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def test_every_span_lies_in_its_sentence_of_the_very_text(article, statements):
    text = article.decode()
    sentences = text.split("\n")
    for one in statements:
        assert one.document_sha256 == hashlib.sha256(article).hexdigest()
        before = sum(len(line) + 1 for line in sentences[: one.sentence - 1])
        start, end = one.span
        assert before <= start < end <= before + len(sentences[one.sentence - 1]), one.claim_id
        assert not text[start].isspace(), one.claim_id
        assert not text[end - 1].isspace(), one.claim_id
        assert start == before or not text[start - 1].isalnum(), one.claim_id
        assert end == len(text) or not text[end].isalnum(), one.claim_id


@pytest.mark.parametrize(
    ("metric", "word"),
    [
        ("unit_welcomed", "December 12th"),
        ("unit_formed", "established in May"),
        ("unit_deployed", "early August"),
        ("mission_duration_months", "three months"),
        ("unit_started_work", "since November"),
        ("unit_trained", "additional training"),
        ("years_to_clear", "decades"),
    ],
)
def test_the_span_holds_the_words_the_statement_rests_on(article, statements, metric, word):
    (one,) = [one for one in statements if one.metric == metric]
    assert word in article.decode()[slice(*one.span)]


def test_every_sentence_of_the_article_is_accounted_for(article, statements):
    told = {number for number, line in enumerate(article.decode().split("\n"), 1) if not NOT_A_SENTENCE.fullmatch(line)}
    assert {one.sentence for one in statements} == told


def test_no_longer_run_of_the_articles_words_is_in_any_file_of_the_examples(article):
    taken = runs(article.decode(), LONGEST_QUOTE + 1)
    files = [path for path in EXAMPLES.rglob("*") if path.is_file() and path.suffix in (".csv", ".md", ".txt", ".json")]
    assert len(files) >= 5
    for path in files:
        assert not runs(path.read_text(encoding="utf-8"), LONGEST_QUOTE + 1) & taken, path.name


def test_that_check_would_see_a_copied_sentence(article):
    sentence = article.decode().split("\n")[4]
    assert runs(f"prefix {sentence} suffix", LONGEST_QUOTE + 1) & runs(article.decode(), LONGEST_QUOTE + 1)


def test_statements_are_complete_but_for_days_nobody_gives(rows):
    found = {one.kind for row in rows for one in read_statement(row)[1]}
    assert found <= {"undated_statement"}
    assert {row["modality"] for row in rows} <= set(MODALITIES)
    assert all((row["kind"] == "opinion") == (row["modality"] == "opinion") for row in rows)
    assert len({row["claim_id"] for row in rows}) == len(rows) >= 20


def test_asides_of_the_writer_are_opinions_and_no_opinion_is_a_fact(statements):
    opinions = [one for one in statements if one.modality == "opinion"]
    assert opinions
    assert not any(one.is_fact for one in opinions)
    assert {one.sentence for one in statements if one.sentence >= 14} == {
        one.sentence for one in opinions if one.sentence >= 14
    }


def test_decades_are_said_of_luhansk_and_not_of_kursk(statements):
    (one,) = [one for one in statements if one.metric == "years_to_clear"]
    assert (one.value, one.group, one.place) == ("decades", "Luhansk Oblast", "UA-09")


def test_who_said_it_and_through_whom_is_kept_as_printed(statements):
    told = {one.metric: one for one in statements if one.is_fact}
    assert told["unit_welcomed"].speaker == "Central News Agency of Korea (CPTAK)"
    assert told["unit_formed"].via == ("the article", "Central News Agency of Korea (CPTAK)")
    assert told["unit_trained"].speaker == "Russian Ministry of Defense"
    assert told["unit_started_work"].speaker_kind == "anonymous"
    assert told["unit_started_work"].subject == "North Korean personnel"


def test_the_facts_that_ship_are_the_facts_as_coded(shared_data):
    pairs = [
        ("mission_528/facts.csv", "kursk/mission_528.csv"),
        ("national_books/timeseries.csv", "programmes/timeseries.csv"),
        ("kursk_claims/claims.csv", "kursk/claims.csv"),
    ]
    for ours, theirs in pairs:
        assert (EXAMPLES / ours).read_bytes() == (shared_data / theirs).read_bytes()
