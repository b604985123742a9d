"""A full disk, a locked file, a newer journal: one line that says what to do, and nothing is lost."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from endure_help import book, command_line, drafts, fork, new_programme, problems

from tilth.desk.booking import write
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.store import geopackage
from tilth.store.geopackage import open_file


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk to fill")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def _fill(path: Path, tell: Callable[[str], None]) -> None:
    """Book until the store refuses; tell every acknowledged head, then the refusal."""
    rng = random.Random(4)
    with open_file(path) as store:
        programme = Programme(store)
        try:
            while True:
                write(programme, drafts(rng, 20), author="test", now=datetime.now(UTC))
                tell(f"{store.head()}")
        except Refusal as refusal:
            tell(f"refused {refusal.number} {refusal}")
        tell(f"then {store.head()}")


def test_a_full_disk_is_refused_and_the_file_stays_sound(small_disk: Path) -> None:
    path = new_programme(small_disk / "p.gpkg")
    told: list[str] = []
    _fill(path, told.append)
    *acknowledged, refusal, after = told
    assert refusal.startswith("refused 507.1"), refusal
    assert acknowledged, "nothing fitted on the disk"
    assert after == f"then {acknowledged[-1]}"
    assert problems(path, head=acknowledged[-1]) == []
    assert command_line("account", path)[0] == 0


def test_work_goes_on_once_there_is_space_again(small_disk: Path, tmp_path: Path) -> None:
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * 700_000)
    path = new_programme(small_disk / "p.gpkg")
    told: list[str] = []
    _fill(path, told.append)
    assert any(line.startswith("refused 507.1") for line in told), told
    filler.unlink()
    head = told[-1].removeprefix("then ")
    book(path, drafts(random.Random(5), 20))
    assert problems(path, head=head) == []
    shutil.copy(path, tmp_path / "kept.gpkg")
    assert problems(tmp_path / "kept.gpkg", head=head) == []


def test_an_import_that_fills_the_disk_is_refused_in_one_line(small_disk: Path, tmp_path: Path) -> None:
    path = new_programme(small_disk / "p.gpkg")
    province, rows = tmp_path / "province.gpkg", tmp_path / "rows.geojson"
    assert command_line("synth", "province", province, "--hazards", 1_000, "--seed", 3)[0] == 0
    assert command_line("export", province, rows)[0] == 0
    code, out, err = command_line("import", path, rows, "--said-by", "X")
    assert (code, out) == (1, ""), err[-2000:]
    assert "[507.1]" in err
    assert len(err.strip().splitlines()) == 1
    assert problems(path) == []


def test_a_limit_on_the_size_of_files_is_refused_like_a_full_disk(programme: Path) -> None:
    def work(tell: Callable[[str], None]) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
        _fill(programme, tell)

    *acknowledged, refusal, after = fork(work).lines()
    assert refusal.startswith("refused 507.1"), refusal
    assert after == f"then {acknowledged[-1]}"
    assert problems(programme, head=acknowledged[-1]) == []
    book(programme, drafts(random.Random(6), 5))
    assert problems(programme, head=acknowledged[-1]) == []


def test_a_copy_to_a_full_disk_leaves_no_half_copy(small_disk: Path, programme: Path) -> None:
    book(programme, drafts(random.Random(7), 900))
    (small_disk / "filler").write_bytes(b"x" * 1_500_000)
    code, _, err = command_line("copy", programme, small_disk / "copy.gpkg")
    assert code == 1, err
    assert "[507.1]" in err
    assert not (small_disk / "copy.gpkg").exists()


@pytest.mark.parametrize("mode", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_file_that_another_program_writes_to_is_refused(
    programme: Path, monkeypatch: pytest.MonkeyPatch, mode: str, tmp_path: Path
) -> None:
    monkeypatch.setattr(geopackage, "LOCK_WAIT_S", 0.05)
    rows = tmp_path / "rows.csv"
    rows.write_text("id,date,wkt\n1,2020-01-01,POINT(1 1)\n", encoding="utf-8")
    with closing(sqlite3.connect(programme, isolation_level=None)) as other:
        other.execute(f"BEGIN {mode}")
        other.execute("UPDATE tilth_state SET value = value")
        code, out, err = command_line("import", programme, rows, "--as", "finds", "--said-by", "X")
        assert (code, out) == (1, ""), err
        assert "[423.1]" in err
        assert command_line("account", programme)[0] == 0, "reading goes on while another program writes"
        other.execute("ROLLBACK")
    assert command_line("import", programme, rows, "--as", "finds", "--said-by", "X")[0] == 0
    assert problems(programme) == []


def test_a_file_held_in_the_old_way_of_locking_is_refused(programme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geopackage, "LOCK_WAIT_S", 0.05)
    with closing(sqlite3.connect(programme, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        code, out, err = command_line("account", programme)
        assert (code, out) == (1, ""), err
        assert "[423.1]" in err
    assert command_line("verify", programme)[0] == 0


def test_a_newer_journal_is_refused_by_every_command(programme: Path) -> None:
    book(programme, drafts(random.Random(8), 3))
    with closing(sqlite3.connect(programme)) as connection:
        row = connection.execute("SELECT * FROM tilth_journal ORDER BY number DESC LIMIT 1").fetchone()
        newer = (row[0] + 1, 2, *row[2:])
        connection.execute(f"INSERT INTO tilth_journal VALUES ({', '.join('?' * len(newer))})", newer)
        connection.commit()
    for verb in ("account", "log", "rebuild"):
        code, out, err = command_line(verb, programme)
        assert (code, out) == (1, ""), verb
        assert "[426.1]" in err
        assert len(err.strip().splitlines()) == 1
    assert command_line("verify", programme)[0] == 3  # it still says whether what was sealed is there


def test_a_file_that_may_not_be_written_can_still_be_read(programme: Path, tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write to everything")
    programme.chmod(0o400)
    rows = tmp_path / "rows.csv"
    rows.write_text("id,date,wkt\n1,2020-01-01,POINT(1 1)\n", encoding="utf-8")
    assert command_line("account", programme)[0] == 0
    code, _, err = command_line("import", programme, rows, "--as", "finds", "--said-by", "X")
    assert code == 1
    assert "[403.1]" in err
