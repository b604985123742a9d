"""Whatever the program can say or be asked stands in the documentation, by the word a reader would search for."""

from __future__ import annotations

import csv
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TERMS = ROOT / "src" / "tilth" / "terms"
GENERATED = ROOT / "docs" / "reference" / "generated"


def _written() -> str:
    """README and the pages somebody wrote, as one text."""
    paths = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return "\n".join(
        path.read_text(encoding="utf-8")
        for path in paths
        if GENERATED not in path.parents and "_build" not in path.parts
    )


def _column(path: Path, column: str) -> list[str]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [row[column] for row in csv.DictReader(lines)]


def test_every_command_is_explained_by_somebody_and_listed(builder, reference):
    names = [name for name, _ in builder["commands"]()]
    assert "tilth account" in names
    written = _written()
    assert not [name for name in names if name not in written]
    assert not [name for name in names if f"`{name}`" not in reference["commands"]]


def test_every_command_says_what_it_does(builder):
    assert not [name for name, command in builder["commands"]() if not (command.help or "").strip()]


def test_every_option_says_what_it_means(builder):
    silent = [f"{name} {one.name}" for name, command in builder["commands"]() for one in command.params if not one.help]
    assert not silent


def test_no_page_shows_a_command_that_does_not_exist(builder):
    names = {name for name, _ in builder["commands"]()}
    groups = {name.rpartition(" ")[0] for name in names} - {"tilth"}
    blocks = "\n".join(re.findall(r"^```(?:sh|console)\n(.*?)^```$", _written(), flags=re.MULTILINE | re.DOTALL))
    shown = re.findall(r"^(?:\$ )?(tilth [a-z]+(?: [a-z]+)?)", blocks, flags=re.MULTILINE)
    shown += re.findall(r"`(tilth [a-z]+(?: [a-z]+)?)", _written())
    assert shown
    unknown = {
        command for command in shown if command not in names | groups and " ".join(command.split()[:2]) not in names
    }
    assert not unknown


def test_every_finding_is_listed_with_its_code(reference):
    tables = sorted(TERMS.glob("findings_*.csv"))
    codes = [code for path in tables for code in _column(path, "code")]
    kinds = [kind for path in tables for kind in _column(path, "kind")]
    assert len(codes) >= 15
    assert len(set(codes)) == len(codes)
    assert len(set(kinds)) == len(kinds)
    assert not [word for word in [*codes, *kinds] if f"| {word} |" not in reference["findings"]]


def test_every_refusal_is_listed_with_its_number(reference):
    from tilth.desk.refusal import REFUSALS

    assert not [number for number in REFUSALS if f"`{number}`" not in reference["refusals"]]


def test_every_transition_and_every_flow_is_explained(reference):
    from tilth.land.transitions import rows

    for row in rows():
        assert f"| {row['entry']} | {row['on']} | {row['flow']} | {row['becomes']} |" in reference["transitions"]
    method = (ROOT / "docs" / "how-to" / "account.md").read_text(encoding="utf-8")
    assert not {row["flow"] for row in rows() if row["flow"] and f"`{row['flow']}`" not in method}


def test_every_field_of_every_record_is_in_the_vocabulary(reference):
    for record in ("hazard", "release", "accident", "find", "task"):
        assert f"## {record}" in reference["vocabulary"]
        for field in _column(TERMS / f"{record}.csv", "field"):
            assert f"| {field} |" in reference["vocabulary"]


def test_every_standard_term_is_in_the_glossary():
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    terms = (
        "SHA CHA NTS TS EO AP AV ERW UXO AXO IED MDD BAC EOD QA QC NMAA Operator accreditation Mission "
        "Handover Re-opened Cancelled Reduced Cleared Unrecorded"
    )
    assert not [term for term in terms.split() if not re.search(rf"\b{term}\b", glossary)]
    assert "All reasonable effort" in glossary
    assert "Residual risk" in glossary


def test_every_public_name_is_listed(builder, reference):
    names = builder["public_names"]()
    assert {"tilth.open", "Opened.account"} <= set(names)
    assert not [name for name in names if f"`{name}`" not in reference["python"]]
    explained = (ROOT / "docs" / "how-to" / "python.md").read_text(encoding="utf-8")
    assert not [name for name in names if f"{name.partition('.')[2]}(" not in explained]
