"""What is wrong with a page, by the parser of the standard library alone: ids, labels, headings, landmarks, tables."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "img", "hr", "rect", "path", "circle"}
OPTIONAL = {"li", "p", "dt", "dd", "option", "tr", "td", "th", "thead", "tbody"}


class Page(HTMLParser):
    """Collects what the rules below ask about."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.fields: list[tuple[str, dict[str, str]]] = []
        self.levels: list[int] = []
        self.open: list[str] = []
        self.landmarks: list[str] = []
        self.references: list[str] = []
        self.tables: list[dict[str, int]] = []
        self.links: list[str] = []
        self.posts: list[set[str]] = []
        self.scripts: list[dict[str, str]] = []
        self.root: dict[str, str] = {}

    def handle_starttag(self, tag, attrs):
        told = {name: value or "" for name, value in attrs}
        if len(told) != len(attrs):
            self.faults.append(f"<{tag}> states an attribute twice")
        if "id" in told:
            self.ids.append(told["id"])
        for name in ("aria-labelledby", "aria-describedby", "for", "list"):
            if name in told:
                self.references += told[name].split()
        if "style" in told or any(name.startswith("on") for name in told):
            self.faults.append(f"<{tag}> has a style or a script in it")
        self._look(tag, told)
        if tag not in VOID:
            self.open.append(tag)

    def _look(self, tag, told):
        if tag == "html":
            self.root = told
        elif tag == "label":
            self.labels.add(told.get("for", ""))
        elif tag in ("input", "select", "textarea"):
            if self.posts and told.get("name"):
                self.posts[-1].add(told["name"])
            if told.get("type") != "hidden" and "hidden" not in told:
                self.fields.append((tag, told))
        elif tag in ("h1", "h2", "h3", "h4"):
            self.levels.append(int(tag[1]))
        elif tag in ("main", "nav", "header", "footer"):
            self.landmarks.append(tag)
        elif tag == "table":
            self.tables.append({"caption": 0, "bare": 0})
        elif tag == "caption" and self.tables:
            self.tables[-1]["caption"] += 1
        elif tag == "th" and "scope" not in told and self.tables:
            self.tables[-1]["bare"] += 1
        elif tag == "a":
            self.links.append(told.get("href", ""))
        elif tag == "form" and told.get("method", "").lower() == "post":
            self.posts.append(set())
        elif tag == "script":
            self.scripts.append(told)
        elif tag == "img" and "alt" not in told:
            self.faults.append("an <img> has no alt")

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes <{self.open[-1] if self.open else 'nothing'}>")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def judged(self) -> list[str]:
        """Every fault."""
        found = list(self.faults)
        found += [f"id {one} stands twice" for one in set(self.ids) if self.ids.count(one) > 1]
        found += [f"nothing has the id {one}" for one in set(self.references) - set(self.ids)]
        found += [
            f"<{tag} name={told.get('name')}> has no label"
            for tag, told in self.fields
            if told.get("id", "") not in self.labels and "aria-label" not in told
        ]
        if self.levels.count(1) != 1:
            found.append(f"{self.levels.count(1)} headings of the first level")
        found += [
            f"a heading {after} follows a heading {before}"
            for before, after in zip(self.levels, self.levels[1:], strict=False)
            if after > before + 1
        ]
        found += [f"{self.landmarks.count('main')} <main>"] if self.landmarks.count("main") != 1 else []
        found += [f"table {at} has no caption" for at, one in enumerate(self.tables) if one["caption"] != 1]
        found += [f"table {at} has a <th> without scope" for at, one in enumerate(self.tables) if one["bare"]]
        found += ["a POST form has no token" for fields in self.posts if "csrf" not in fields]
        found += ["a script stands in the page" for one in self.scripts if not one.get("src")]
        found += [] if self.root.get("lang") and self.root.get("dir") else ["<html> has no lang or dir"]
        found += [f"<{tag}> is not closed" for tag in self.open]
        return found


def faults(text: str) -> list[str]:
    """What is wrong with a page."""
    return read(text).judged()


def read(text: str) -> Page:
    """The page as it was read."""
    page = Page()
    page.feed(text)
    page.close()
    return page
