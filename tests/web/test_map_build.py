"""The build hook: islands where npm is there, a sentence where it is not, and nothing twice."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with the sources of the islands, nothing built."""
    (tmp_path / "web" / "src").mkdir(parents=True)
    (tmp_path / "web" / "node_modules" / "young").mkdir(parents=True)
    (tmp_path / "web" / "package-lock.json").write_text("{}", encoding="utf-8")
    (tmp_path / "web" / "src" / "map.ts").write_text("", encoding="utf-8")
    return tmp_path


def npm_that(folder: Path, does: str) -> Path:
    """An npm of our own that is first on the path."""
    folder.mkdir()
    (folder / "npm").write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    (folder / "npm").chmod(0o755)
    return folder


def test_without_npm_the_build_says_so_and_goes_on(
    hook: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(checkout))
    assert hook.build(checkout) == "npm is not here"


def test_a_failing_npm_is_told_by_its_last_words(
    hook: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bin_ = npm_that(checkout / "bin", "echo no network >&2; exit 1")
    monkeypatch.setenv("PATH", f"{bin_}{os.pathsep}{os.environ['PATH']}")
    assert hook.build(checkout) == "npm ci failed (no network)"


def test_islands_are_built_once_and_again_when_a_source_changes(
    hook: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = checkout / hook.BUILT
    bin_ = npm_that(checkout / "bin", f'echo "$1" >> {checkout}/calls; mkdir -p {made.parent}; touch {made}')
    monkeypatch.setenv("PATH", f"{bin_}{os.pathsep}{os.environ['PATH']}")
    calls = checkout / "calls"
    assert hook.build(checkout) == ""
    assert calls.read_text(encoding="utf-8").split() == ["ci", "run"]
    assert hook.build(checkout) == ""
    assert len(calls.read_text(encoding="utf-8").split()) == 2
    os.utime(checkout / "web" / "node_modules" / "young", (2e9, 2e9))
    assert hook.is_newer(made, checkout / "web")
    os.utime(checkout / "web" / "src" / "map.ts", (2e9, 2e9))
    assert not hook.is_newer(made, checkout / "web")


def test_a_checkout_without_sources_of_islands_is_left_alone(hook: ModuleType, tmp_path: Path) -> None:
    assert hook.build(tmp_path) == ""


def test_the_lock_names_no_index_host() -> None:
    lock = (ROOT / "web" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert "registry" not in lock
