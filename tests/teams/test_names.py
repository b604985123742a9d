"""Somebody asks for a unit by whatever name is at hand."""

from __future__ import annotations

from makers import said

from tilth.teams.mission import mission
from tilth.teams.names import meant, units


def about(claim_id, subject, **more):
    return said(claim_id, "unit_formed", "2025", "year", subject=subject, **more)


REGISTER = [
    about("1", "12th Sapper Battalion"),
    about("2", "112th Sapper Battalion"),
    about("3", "the northern team", taken_as="12th Sapper Battalion", taken_because="the text goes on about it"),
    about("4", "Team Lumen"),
    said("5", "assessment", "good", "text", subject="Team Opinion", modality="opinion"),
    said("6", "area_cleared", "10", "ha", subject="A province"),
]


def test_only_units_with_something_stated_about_a_mission_are_units():
    assert units(REGISTER) == ("12th Sapper Battalion", "112th Sapper Battalion", "Team Lumen")


def test_a_whole_word_goes_before_a_part_of_one():
    assert meant(REGISTER, "12th") == ("12th Sapper Battalion",)
    assert meant(REGISTER, " 112TH  sapper ") == ("112th Sapper Battalion",)


def test_a_name_taken_as_the_units_finds_the_unit():
    assert meant(REGISTER, "northern team") == ("12th Sapper Battalion",)


def test_what_several_units_are_called_is_left_to_the_reader():
    assert meant(REGISTER, "battalion") == ("112th Sapper Battalion", "12th Sapper Battalion")[::-1]
    assert mission(REGISTER, unit="battalion").statements == ()


def test_nobody_is_found_by_an_empty_name_or_by_a_name_nobody_has():
    assert meant(REGISTER, "  ") == meant(REGISTER, "brass band") == ()


def test_other_units_on_record_are_named():
    assert mission(REGISTER, unit="Lumen").other_units == ("12th Sapper Battalion", "112th Sapper Battalion")
