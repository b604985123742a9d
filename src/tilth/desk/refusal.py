"""What the desk will not do. Every refusal has a permanent number, one sentence, and what to do next."""

from __future__ import annotations

# number: (HTTP status, sentence). The exit code of the command line is 1 for all of them. Numbers are never reused.
REFUSALS: dict[str, tuple[int, str]] = {
    "403.8": (403, "{path} {why}, and personal data is not opened like that. {hint}"),
    "404.1": (404, "{path} does not exist. Check the name, or start a programme with: tilth new {path} --name NAME"),
    "404.2": (404, "{path} does not exist. Check the name of the file to read."),
    "404.3": (404, "Entry {entry} is not in this journal, which ends at {last}. List entries with: tilth log {path}"),
    "404.4": (404, "There is no {what} “{name}” in this programme. {hint}"),
    "409.1": (409, "{path} exists already. Choose another name; nothing was overwritten."),
    "410.1": (410, "{key} was erased by entry {entry}, recorded on {day}. Nothing is held of this person any more."),
    "413.1": (413, "{path} has more than {most} MB, the most that is read of a report's text. Cut it into parts."),
    "413.2": (413, "More than {most} MB were sent, the most that is read here. Cut it into parts or use: tilth import"),
    "415.1": (415, "{path} cannot be read: {reason}. Open it in QGIS or a text editor to see what it is."),
    "415.11": (415, "{path} holds keys nobody reads: {keys}. Known are: {known}."),
    "415.12": (415, "{path} has no column {column}, which the mapping names for {field}. It has: {columns}."),
    "415.13": (415, "{path} cannot be written: the format {suffix} is not known. Choose one of: {known}."),
    "415.14": (415, "{path} has no layer or sheet {layer}. It has: {layers}."),
    "403.1": (403, "{path} cannot be written. Check that the file and its folder belong to you."),
    "401.1": (401, "Without an account one may not {what} here. Log in at /login, and open the page again."),
    "403.9": (403, "This form is out of date or was not made by this room. Open the page again and send it once more."),
    "403.10": (403, "Your account ({role}) may not {what}. Ask an administrator of this programme for the role."),
    "403.11": (
        403,
        "{host} is more than this computer, and without accounts everybody there would be the owner. Add an "
        "administrator first: tilth users FILE add NAME --role administrator",
    ),
    "403.2": (
        403,
        "{author} wrote entry {entry} and cannot approve it. Somebody else must: tilth approve FILE {entry} --by WHO",
    ),
    "409.2": (409, "{path} is on a network drive ({kind}), where a programme can be damaged. Work on a local copy."),
    "409.3": (409, "Entry {entry} was replaced by entry {by}. Use that number instead."),
    "409.4": (
        409,
        "Entry {entry} is of kind {kind} and cannot be {verb}. Only land, points, tasks, statements and entries of the "
        "register and of teams can.",
    ),
    "409.5": (409, "{path} was opened when it had {entries} entries and has fewer now. Open it again."),
    "409.6": (
        409,
        "{count} row(s) of layers were changed by another program and would be lost. "
        "Book them first with: tilth import FILE --outside-edits",
    ),
    "409.7": (409, "Another program replaced {layers} in {path}. Put it aside and make it anew with: tilth rebuild"),
    "409.8": (409, "Entry {entry} is of kind {kind} and cites no evidence. Entries on land, points and tasks do."),
    "409.9": (
        409,
        "“{other}” is taken as “{name}” already, so the other way round would be a circle. Withdraw that entry first.",
    ),
    "409.20": (
        409,
        "Entry {entry} is of kind {kind}, not a certificate. Find its number with: tilth team FILE show NAME",
    ),
    "409.19": (
        409,
        "Task {task} is {state} and not completed. Say so when it is: tilth complete FILE {task} --on D --by WHO",
    ),
    "409.29": (
        409,
        "The work of task {task} has no passed inspection that covers it{open}. Correct what is open and inspect it: "
        "tilth inspect FILE {task} --on D --by WHO --result pass",
    ),
    "409.21": (
        409,
        "Nobody has approved the completion of task {task}. Somebody other than {completed_by} must: "
        "tilth approve FILE {task} --by WHO",
    ),
    "409.22": (
        409,
        "Task {task} is {state} since entry {since}, so the {event} was not booked. If work goes on, take that entry "
        "back first: tilth withdraw FILE {since} --why REASON",
    ),
    "409.23": (
        409,
        "Task {task} was handed over (entry {since}), so the {event} was not booked. If its land must be worked again: "
        "tilth reopen FILE {task} --on D --by WHO --why REASON",
    ),
    "409.24": (
        409,
        "Task {task} is suspended (entry {since}: {why}), so the {event} was not booked. Resume it first: "
        "tilth resume FILE {task} --on D --by WHO --why REASON",
    ),
    "409.25": (409, "Task {task} is {state} and not suspended. See its history with: tilth task FILE show {task}"),
    "409.26": (
        409,
        "Nothing was done on task {task} yet, so there is nothing to inspect. Book its days first: "
        "tilth progress FILE {task} --on D --team T --m2 N",
    ),
    "409.27": (
        409,
        "Task {task} has no such open non-conformity, so there is nothing to correct. See: tilth task FILE show {task}",
    ),
    "409.28": (
        409,
        "Task {task} is {state}, and only land that was handed over can be re-opened. To suspect other land: "
        "tilth import FILE SOURCE --as suspected",
    ),
    "409.30": (409, "There is a task {task} already (entry {of}). Choose another id, or amend that order."),
    "409.31": (
        409,
        "Entry {entry} cannot be {verb}: entry {other} ({kind}) of task {task} rests on it. Take that one back first: "
        "tilth withdraw FILE {other} --why REASON",
    ),
    "409.32": (
        409,
        "Entry {entry} is land that entry {other} ({kind}) of task {task} moved. Take that entry back, and its land "
        "goes with it: tilth withdraw FILE {other} --why REASON",
    ),
    "415.21": (
        415,
        "{path} cannot be used as rules of a dossier: {fault}. For a copy to edit: tilth templates DIR",
    ),
    "415.22": (
        415,
        "{path} cannot be used as a template, line {line}: {fault}. For a copy to edit: tilth templates DIR",
    ),
    "409.33": (
        409,
        "Entry {entry} ({kind} of task {task}) moved land, so its day and its outline are not amended. Take it back "
        "and say it again: tilth withdraw FILE {entry} --why REASON",
    ),
    "409.40": (409, "There is an account {name} already. Choose another name, or set its password or role."),
    "409.41": (409, "{name} is the last administrator. Make somebody else one first: tilth users FILE role NAME R"),
    "409.42": (409, "The room cannot be opened at {host}, port {port}: {reason}. Choose another port with --port."),
    "415.2": (415, "{path} is not a GeoPackage, or it is cut short. If it was a programme, restore it from a copy."),
    "415.3": (415, "{path} is damaged. Restore it from a copy made with: tilth copy"),
    "415.4": (415, "{path} is a GeoPackage but not a tilth programme. Import it into one with: tilth import"),
    "415.6": (415, "{path} is no vault of tilth, or it is damaged. Restore it from: tilth copy --with-vault"),
    "422.1": (422, "{what} is not understood: {text}. {hint}"),
    "422.2": (422, "A {kind} cannot be booked like this: {fault}."),
    "422.3": (422, "Nothing was booked. {said}"),
    "422.4": (
        422,
        "The {what} of {on} would come before the {kind} of {earlier} (entry {entry}). Correct the day, or amend that "
        "entry: tilth amend FILE {entry} --set happened_on=D --why REASON",
    ),
    "422.5": (
        422,
        "{effort} m² are too few for {lots} lots with at least {least} m² each (or the whole lot). Give them "
        "{needed} m² or more: tilth quality FILE --effort {needed}",
    ),
    "422.6": (422, "The password is too short. Use {least} letters or more; a few words in a row are good."),
    "422.12": (422, "No forecast was made. {why}"),
    "423.1": (423, "{path} is locked by another program. Close it there, or wait and try again."),
    "424.1": (
        424,
        "{what} is about a person, and {vault} is not here. Put it back beside the programme and try again.",
    ),
    "426.1": (426, "{path} was written by a newer tilth (journal format {format}). Install that version to open it."),
    "429.1": (429, "Too many attempts to log in failed. Wait {seconds} s, then try once more."),
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
        super().__init__(_one_line(sentence.format(**details)))


def _one_line(sentence: str) -> str:
    """Without what would steer a terminal: names and cells of other people's files stand in it."""
    return "".join(letter if letter.isprintable() else " " for letter in sentence)
