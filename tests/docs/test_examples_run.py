"""Commands shown in ```console blocks and code in ```python blocks are run, page by page.

Each page has a folder of its own, with the examples in it.

Lines below a command are looked for in what it prints, in that order; `...` stands for anything. Blocks fenced
as `sh` are not run: they name files the reader has.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from tilth.cli.app import run

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
_BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)


def _steps(page: str) -> list[tuple[str, list[str]]]:
    """What a page runs, in order, each with the lines expected below it; a python block is one step."""
    steps: list[tuple[str, list[str]]] = []
    for language, body in _BLOCK.findall(page):
        if language == "python":
            steps.append((f"python - <<'END'\n{body}END", []))
            continue
        for line in filter(str.strip, body.splitlines()):
            if line.startswith("$ "):
                steps.append((line[2:], []))
            else:
                steps[-1][1].append(line)
    return steps


def _as_pattern(expected: list[str]) -> str:
    """Lines to be found in this order, with others between them; `...` matches anything, spaces match spaces."""
    lines = [
        r"\s+".join(re.escape(word).replace(re.escape("..."), ".*?") for word in line.split()) for line in expected
    ]
    return ".*?".join(lines)


_ENVIRONMENT = {"NO_COLOR": "1", "COLUMNS": "200", "TERM": "dumb"}
_SHELL = re.compile(r"[|<>&;$*`\n]")  # what only a shell understands


def _run(command: str, folder: Path) -> tuple[int, str]:
    """The exit code and all that is printed; findings are told on stderr, and a page shows both, as a terminal does."""
    words = [] if _SHELL.search(command) else shlex.split(command)
    return _run_here(words, folder) if words[:1] == ["tilth"] else _run_in_a_shell(command, folder)


def _run_here(words: list[str], folder: Path) -> tuple[int, str]:
    """A plain call of the program, in this process: to start a new one for each costs a second."""
    printed = io.StringIO()
    code = 0
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(printed), redirect_stderr(printed):
        patch.chdir(folder)
        patch.setattr(sys, "argv", words)
        patch.delenv("TILTH_AUTHOR", raising=False)
        for name, value in _ENVIRONMENT.items():
            patch.setenv(name, value)
        try:
            run()
        except SystemExit as end:
            code = int(end.code or 0)
    return code, printed.getvalue()


def _run_in_a_shell(command: str, folder: Path) -> tuple[int, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=os.environ | _ENVIRONMENT | {"PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    return ran.returncode, ran.stdout


def _with_steps() -> list[Path]:
    return [page for page in PAGES if "_build" not in page.parts and _steps(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("page", _with_steps(), ids=lambda page: str(page.relative_to(ROOT)))
def test_the_examples_of_a_page_print_what_it_shows(page, tmp_path):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    for command, expected in _steps(page.read_text(encoding="utf-8")):
        code, printed = _run(command, tmp_path)
        assert code == 0, f"$ {command}\n{printed[-3000:]}"
        assert re.search(_as_pattern(expected), printed, flags=re.DOTALL), f"$ {command}\n{printed[-3000:]}"


def test_the_tutorial_is_among_the_pages_that_are_run():
    assert ROOT / "docs" / "tutorial.md" in _with_steps()


def test_the_runner_notices_another_output(tmp_path):
    _, printed = _run("printf 'one  two\\nthree\\n'", tmp_path)
    assert re.search(_as_pattern(["one two", "three"]), printed, flags=re.DOTALL)
    assert re.search(_as_pattern(["one ...", "three"]), printed, flags=re.DOTALL)
    assert not re.search(_as_pattern(["one four"]), printed, flags=re.DOTALL)
    assert not re.search(_as_pattern(["three", "one two"]), printed, flags=re.DOTALL)
