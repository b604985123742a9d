"""Writing a document about a task or a hazard, as HTML or PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tilth.cli.pages import refuse_what_is_not, write_file
from tilth.cli.rules_file import text_in
from tilth.cli.shared import now
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal

if TYPE_CHECKING:
    from tilth.reports.paper import Kind

SUFFIXES = (".html", ".pdf")


def written_paper(
    programme: Programme,
    kind: Kind,
    page: Path,
    *,
    task: str | None = None,
    hazard: str | None = None,
    templates: Path | None = None,
) -> dict[str, Any]:
    """Write the document; returns what it says.

    Raises Refusal 415.13 for another suffix than .html and .pdf, 415.22 for a template that cannot be used, and 409.1
    where another file is in the way.
    """
    from tilth.desk.papers import hazard_paper, task_paper
    from tilth.reports.paper import as_html, as_pdf, paper
    from tilth.reports.paper_map import map_of
    from tilth.reports.sandbox import TemplateFault

    if page.suffix.lower() not in SUFFIXES:
        raise Refusal("415.13", path=page, suffix=page.suffix or "of no suffix", known=", ".join(SUFFIXES))
    refuse_what_is_not(page, generator=kind.generator)
    today = now().date()
    if kind.name == "area-sheet":
        view, ground = hazard_paper(programme, hazard or hazard_of(programme, task), today=today)
    else:
        view, ground = task_paper(programme, task or "", today=today)
    own = templates / kind.template if templates else None
    template = text_in(own) if own is not None and own.exists() else None
    picture = map_of(ground, view, public=not kind.shows_unreleased, today=today)
    try:
        made = paper(kind, view, {"map": picture} if picture else {}, template=template)
    except TemplateFault as fault:
        raise Refusal("415.22", path=own or kind.template, line=fault.line, fault=fault.fault) from None
    write_file(page, as_pdf(made) if page.suffix.lower() == ".pdf" else as_html(made).encode())
    return view


def hazard_of(programme: Programme, task: str | None) -> str:
    """The hazard that a task is for. Raises Refusal 404.4 where there is no such task."""
    from tilth.desk.tasks import task_of

    return task_of(programme.store, task or "").hazard
