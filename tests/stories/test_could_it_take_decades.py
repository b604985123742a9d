"""A reporter asks in the middle of August 2025: can it take decades? The register answers with what was known then."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tilth.cli.app import app

EXAMPLES = Path(__file__).parents[2] / "examples"
ASKED = ("--origin", "2025-08-15")


def tilth(*words):
    ran = CliRunner().invoke(app, [str(word) for word in words])
    assert ran.exit_code == 0, ran.output
    return " ".join(ran.stdout.split())


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    file = tmp_path_factory.mktemp("decades") / "r.gpkg"
    tilth("new", file, "--name", "A register of claims")
    claims = (EXAMPLES / "kursk_claims" / "claims.csv", EXAMPLES / "mission_528" / "facts.csv")
    tilth("import", file, *claims, "--as", "statements", "--said-by", "us")
    return file


def test_two_speakers_had_stated_20_and_at_least_10_years_of_another_territory(register):
    told = tilth("forecast", register, *ASKED)
    assert "V. Marochko stated 20 years, 2022-08-11" in told
    assert "S. Haidai stated “at least” 10 years, 2022-11-05" in told


def test_the_50_years_of_the_same_speaker_were_not_yet_said(register):
    assert "50 years" not in tilth("forecast", register, *ASKED)
    later = tilth("forecast", register, "--origin", "2025-12-31")
    assert "V. Marochko stated “up to” 50 years, 2025-12-03" in later
    assert "the same speaker stated 20 years on 2022-08-11" in later


def test_declarations_are_forecast_as_declarations(register):
    told = tilth("forecast", register, *ASKED, "--by", "2025-12-31")
    assert "a forecast of declarations, unverified, not of cleared or released land" in told
    assert "4 930 km² planned" in told
    assert "What is planned is declared by: P10 2026" in told or "What is planned is declared by: P10 2027" in told


def test_what_cannot_be_forecast_is_said_in_a_sentence(register):
    told = tilth("forecast", register, *ASKED)
    assert "What cannot be forecast from declarations is land cleared to a stated depth" in told
    assert "never counted as released land" in told


def test_the_division_of_the_press_stands_beside_it_with_its_reason(register):
    told = tilth("forecast", register, *ASKED)
    assert "3.21 years 29.4 km² declared in the week to 2025-07-14" in told
    assert "12.8 years 7.4 km² declared in the week to 2025-08-11" in told
    assert "repeated without winter, pause or surge" in told
