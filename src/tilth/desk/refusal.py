"""What the desk will not do. Every refusal has a permanent number, one sentence, and what to do next."""

from __future__ import annotations

# number: (HTTP status, sentence). The exit code of the command line is 1 for all of them. Numbers are never reused.
REFUSALS: dict[str, tuple[int, str]] = {
    "404.1": (404, "{path} does not exist. Check the name, or start a programme with: tilth new {path} --name NAME"),
    "404.2": (404, "{path} does not exist. Check the name of the file to read."),
    "404.3": (404, "Entry {entry} is not in this journal, which ends at {last}. List entries with: tilth log {path}"),
    "409.1": (409, "{path} exists already. Choose another name; nothing was overwritten."),
    "415.1": (415, "{path} cannot be read: {reason}. Open it in QGIS or a text editor to see what it is."),
    "415.11": (415, "{path} holds keys nobody reads: {keys}. Known are: {known}."),
    "415.12": (415, "{path} has no column {column}, which the mapping names for {field}. It has: {columns}."),
    "415.13": (415, "{path} cannot be written: the format {suffix} is not known. Choose one of: {known}."),
    "415.14": (415, "{path} has no layer or sheet {layer}. It has: {layers}."),
    "403.1": (403, "{path} cannot be written. Check that the file and its folder belong to you."),
    "403.2": (
        403,
        "{author} wrote entry {entry} and cannot approve it. Somebody else must: tilth approve --author NAME",
    ),
    "409.2": (409, "{path} is on a network drive ({kind}), where a programme can be damaged. Work on a local copy."),
    "409.3": (409, "Entry {entry} was replaced by entry {by}. Use that number instead."),
    "409.4": (
        409,
        "Entry {entry} is of kind {kind} and cannot be {verb}. Only land, points, tasks and statements can.",
    ),
    "409.5": (409, "{path} was opened when it had {entries} entries and has fewer now. Open it again."),
    "409.6": (
        409,
        "{count} row(s) of layers were changed by another program and would be lost. "
        "Book them first with: tilth import FILE --outside-edits",
    ),
    "409.7": (409, "Another program replaced {layers} in {path}. Put it aside and make it anew with: tilth rebuild"),
    "415.2": (415, "{path} is not a GeoPackage, or it is cut short. If it was a programme, restore it from a copy."),
    "415.3": (415, "{path} is damaged. Restore it from a copy made with: tilth copy"),
    "415.4": (415, "{path} is a GeoPackage but not a tilth programme. Import it into one with: tilth import"),
    "422.1": (422, "{what} is not understood: {text}. {hint}"),
    "423.1": (423, "{path} is locked by another program. Close it there, or wait and try again."),
    "426.1": (426, "{path} was written by a newer tilth (journal format {format}). Install that version to open it."),
    "501.1": (501, "{what} needs the Python package {package}. Install it with: pip install 'tilth[all]'"),
    "507.1": (507, "{path}: the disk is full or failing. Nothing was booked. Free some space and try again."),
}


class Refusal(Exception):
    """The desk says no. `number` is stable; `str()` is one line that says what to do next."""

    def __init__(self, number: str, **details: object) -> None:
        """Fill the sentence of refusal `number` with `details`. Raises KeyError where either is not defined."""
        self.number = number
        self.status, sentence = REFUSALS[number]
        self.details = details
        super().__init__(sentence.format(**details))
