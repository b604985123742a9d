"""The worked example of docs/methods/quality.md prints what its comments say, and the page names what there is."""

from __future__ import annotations

import ast
import contextlib
import io
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "methods" / "quality.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
MODULES = ("sampling", "plans", "sampled", "density", "residual", "chart", "effort")


def _words(text: str) -> list[str]:
    return text.split()


@pytest.mark.parametrize("block", BLOCKS)
def test_the_worked_example_prints_what_its_comments_say(block):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(block, "quality.md", "exec"), {})
    comments = [line.removeprefix("# ") for line in block.splitlines() if line.startswith("# ")]
    assert comments
    assert _words(printed.getvalue()) == _words(" ".join(comments))


def test_the_page_has_its_examples():
    assert len(BLOCKS) == 3


@pytest.mark.parametrize("module", MODULES)
def test_every_public_name_stands_on_the_page(module):
    tree = ast.parse((ROOT / "src" / "tilth" / "work" / f"{module}.py").read_text(encoding="utf-8"))
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    public = [name for name in names if not name.startswith("_")]
    assert public
    assert not [name for name in public if not re.search(rf"`[^`]*\b{name}\b[^`]*`", PAGE)]
