"""A programme written by the first release is read by this one: same head, same figures."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from tilth.desk.accounting import Question, answer
from tilth.desk.checking import rebuild, verify
from tilth.desk.programme import Programme
from tilth.journal.entry import FORMAT
from tilth.store.geopackage import open_file

SAMPLES = Path(__file__).parents[1] / "journals"


@pytest.fixture(params=range(1, FORMAT + 1), ids=lambda number: f"format {number}")
def sample(request, tmp_path):
    """A copy of the stored sample, and what its version answered."""
    path = tmp_path / "sample.gpkg"
    shutil.copy(SAMPLES / f"format{request.param}.gpkg", path)
    answers = json.loads((SAMPLES / f"format{request.param}.json").read_text(encoding="utf-8"))
    with open_file(path) as store:
        yield Programme(store), answers


def test_it_answers_what_it_answered_then(sample):
    programme, answers = sample
    for one in answers:
        found = answer(programme, Question(**one["asked"]), today=date(2026, 12, 31))
        assert {key: found[key] for key in one["answer"]} == one["answer"]


def test_its_chain_holds_and_its_books_balance(sample):
    programme, answers = sample
    head = f"{answers[0]['answer']['entries']}:{answers[0]['answer']['head']}"
    found = verify(programme, head=head, geometry=True)
    assert found["ok"], found["problems"]
    assert all(abs(one["posted_m2"] - one["measured_m2"]) <= 2 for one in found["geometry"].values())


def test_it_is_rebuilt_without_measuring(sample):
    programme, answers = sample
    rebuild(programme)
    assert (
        answer(programme, Question(as_at="2026-12-31"), today=date(2026, 12, 31))["accounts"]
        == answers[0]["answer"]["accounts"]
    )
