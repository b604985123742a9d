"""Papers of a task or a hazard, from a template that an authority can change, as HTML or PDF.

What must not be changed stands around the template: the marks, the notice that this is no permission to enter, and the
head of the journal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tilth.reports.markdown import Picture, html_of, tokens_of
from tilth.reports.page import render_page, text_of
from tilth.reports.sandbox import TemplateFault, filled, plain_text_of
from tilth.reports.typeset import pdf_of

NOTICE = "This is not permission to enter any land. Ask the mine action authority."
_RESTRICTED = "It shows land that is not released: keep it from the public."
_NEVER_SAID = re.compile(r"\bsafe\b", flags=re.IGNORECASE)  # of land; a paper says what was done instead


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: its name, what it is called, and whether its map shows land that is not released."""

    name: str
    called: str
    shows_unreleased: bool = True

    @property
    def generator(self) -> str:
        """How a document of ours is known, before it is written over."""
        return f"tilth {self.name}"

    @property
    def template(self) -> str:
        """The file name of its template."""
        return f"{self.name}.md"


KINDS = {
    one.name: one
    for one in (
        Kind("task-dossier", "Task dossier"),
        Kind("completion", "Completion report"),
        Kind("handover", "Handover certificate", shows_unreleased=False),
        Kind("area-sheet", "Area sheet"),
    )
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A document ready to be written: what stands around it and its text, in Markdown."""

    kind: Kind
    head: Mapping[str, Any]
    text: str
    pictures: Mapping[str, Picture]


def paper(
    kind: Kind, view: Mapping[str, Any], pictures: Mapping[str, Picture], *, template: str | None = None
) -> Paper:
    """The document of a kind from its view (`tilth.desk.papers`), by a template or by that of the package.

    Raises TemplateFault for a template that cannot be used.
    """
    text = own_template(kind) if template is None else template
    done = filled(text, view, what=f"The {kind.called.lower()}")
    for line, piece in plain_text_of(text):
        if found := _NEVER_SAID.search(piece):
            line += piece[: found.start()].count("\n")
            raise TemplateFault(line, f"it says “{found[0]}”; say what was done, how deep, and what remains")
    return Paper(kind, head_of(kind, view), done, pictures)


def own_template(kind: Kind) -> str:
    """The template of the package."""
    return text_of(f"templates/{kind.template}")


def head_of(kind: Kind, view: Mapping[str, Any]) -> dict[str, Any]:
    """What stands around the text: title, marks, notice and journal."""
    programme, task = view["programme"], view.get("task")
    hazard = view["hazard"]["id"]
    name = f"Task {task['id']}" if task else f"Hazard {hazard}"
    return {
        "kicker": f"{kind.called} · {programme['name'] or 'a programme without a name'}",
        "title": name,
        "labels": _labels(kind, view),
        "warning": f"{NOTICE} {_RESTRICTED}" if kind.shows_unreleased else NOTICE,
        "foot": f"{NOTICE} As at {view['as_at']}.",
        "mark": kind.generator,
        "journal": f"Journal: {view['entries']} entries, head {view['entries']}:{view['head']}",
    }


def _labels(kind: Kind, view: Mapping[str, Any]) -> list[str]:
    """The marks: restricted, invented, draft, re-opened."""
    task = view.get("task")
    labels = ["RESTRICTED"] if kind.shows_unreleased else []
    labels += ["INVENTED"] if view["programme"]["invented"] else []
    if task and kind.name == "completion" and not view["completion"]:
        labels.append("DRAFT: not completed")
    if task and kind.name == "handover" and not task["is_handed_over"]:
        labels.append("RE-OPENED" if view["reopenings"] else "DRAFT: not handed over")
    return labels


def as_html(one: Paper) -> str:
    """The document as one page that needs no network, no script and no other file."""
    from markupsafe import Markup

    what = f"The {one.kind.called.lower()}"
    body = html_of(tokens_of(one.text, what=what), one.pictures, what=what)
    values = dict(one.head) | {"generator": one.kind.generator, "anchors": {}}
    # made from escaped text by our own renderer
    values |= {"body": Markup(body), "paper_style": Markup(text_of("paper.css"))}
    return render_page("paper.html", values, what=what)


def as_pdf(one: Paper) -> bytes:
    """The document as PDF on A4."""
    what = f"The {one.kind.called.lower()} as PDF"
    return pdf_of(one.head, tokens_of(one.text, what=what), one.pictures, what=what)
