"""How the site is built: Markdown pages by MyST, the reference and the scores written first from the program itself."""

from __future__ import annotations

import runpy
from importlib.metadata import version as version_of
from pathlib import Path

HERE = Path(__file__).parent

runpy.run_path(str(HERE.parent / "tools" / "build_reference.py"))["write"](HERE / "reference" / "generated")
runpy.run_path(str(HERE.parent / "tools" / "write_scores.py"))["write"]()

project = "tilth"
author = "the tilth authors"
copyright = author
version = release = version_of("tilth")

extensions = ["myst_parser"]
myst_enable_extensions = ["deflist", "colon_fence"]  # formulas are plain text: the site asks nothing from the network
myst_heading_anchors = 3
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = "tilth"
html_copy_source = False
html_show_sphinx = False
