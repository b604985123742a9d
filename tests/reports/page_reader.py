"""A page read back as a reader would: its elements in order, with their texts."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "br", "img", "link", "hr", "input", "rect", "path", "circle"}


class Page(HTMLParser):
    """A page read back: its elements in order, with their texts; complains about what does not close."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.elements, self.attributes = [], [], []
        self.feed(text)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag, attrs):
        element = [tag, dict(attrs), ""]
        self.attributes += attrs
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        assert self.open
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        for element in self.open:
            element[2] += data

    def of(self, *tags):
        return [element for element in self.elements if element[0] in tags]
