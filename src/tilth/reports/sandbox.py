"""Filling a template that somebody else wrote: it may read what it is given, and do nothing else.

A template is hostile input. Only a small part of the language is let through (`_ALLOWED`): placeholders, loops,
conditions, and a few filters. There is no call, no assignment, no arithmetic, no attribute of any Python object; the
steps of all loops are counted, and so is what comes out. What it is given is hostile too: every value is written in
character references, so that nothing in a name can become a table, a link or a heading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any

from tilth.desk.refusal import Refusal
from tilth.reports.page import grouped, words

if TYPE_CHECKING:
    from jinja2 import Environment, nodes

MOST_TEMPLATE = 100_000  # characters
MOST_STEPS = 200_000  # of all loops together
MOST_OUTPUT = 1_000_000  # characters of the filled template
MOST_VALUE = 20_000  # of one value
_ALLOWED = frozenset(
    (
        *("Template", "Output", "TemplateData", "Name", "Getattr", "Getitem", "Slice", "Const", "For", "If", "Filter"),
        *("Test", "Compare", "Operand", "And", "Or", "Not", "CondExpr", "Tuple", "List"),
    )
)
_KEPT = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
_NAMES_OF_JINJA = ("self", "super", "caller", "varargs", "kwargs")
_OF_A_LOOP = ("index", "first", "last", "length")
_MARKS = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")  # every sign that Markdown gives a meaning to


class TemplateFault(Exception):
    """A template that cannot be used: which line, and why."""

    def __init__(self, line: int, fault: str) -> None:
        """Keep the line, from 1, and the fault in words."""
        super().__init__(fault)
        self.line, self.fault = line, fault


def filled(template: str, values: Mapping[str, Any], *, what: str) -> str:
    """The template with `values` in it. Raises TemplateFault, and Refusal 501.1 (`what`) without jinja2."""
    try:
        from jinja2 import TemplateError, TemplateSyntaxError
    except ImportError:
        raise Refusal("501.1", what=what, package="jinja2") from None
    if len(template) > MOST_TEMPLATE:
        raise TemplateFault(1, f"it is longer than {MOST_TEMPLATE:,} characters")
    try:
        made = _environment()
        tree = made.parse(template)
        _only_what_is_allowed(tree)
        return _bounded(made.from_string(_counting(tree, made)).generate(dict(values)))
    except TemplateFault:
        raise
    except TemplateSyntaxError as fault:
        raise TemplateFault(fault.lineno, str(fault.message).rstrip(".")) from None
    except (TemplateError, TypeError, ValueError, LookupError) as fault:
        raise TemplateFault(_line_of(fault.__traceback__), str(fault).rstrip(".")) from None
    except (RecursionError, MemoryError, SyntaxError):
        raise TemplateFault(1, "it is nested too deeply") from None


def plain_text_of(template: str) -> Iterator[tuple[int, str]]:
    """What stands in a template outside its placeholders, with the line each piece begins on."""
    from jinja2 import nodes

    for data in _environment().parse(template).find_all(nodes.TemplateData):
        yield data.lineno, data.data


def spelled(value: object) -> str:
    """A value as text that Markdown takes letter by letter; nothing stated is said so."""
    text = " ".join(part for part in printable(_text(value)).split(" ") if part)
    short = text if len(text) <= MOST_VALUE else text[:MOST_VALUE] + "…"
    return "".join(f"&#{ord(one)};" if one in _MARKS else one for one in short) or "not stated"


def printable(text: str) -> str:
    """The text with a space for each letter that has no shape; spaces that do not break stay."""
    return "".join(one if one.isprintable() or one in _KEPT else " " for one in text)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,.1f}" if isinstance(value, float) else str(value)


def _bounded(pieces: Iterable[str]) -> str:
    done, length = [], 0
    for piece in pieces:
        length += len(piece)
        if length > MOST_OUTPUT:
            raise TemplateFault(1, f"it makes more than {MOST_OUTPUT:,} characters")
        done.append(piece)
    return "".join(done)


# --- the language that is let through -------------------------------------------------------------------------------


def _environment() -> Environment:
    from jinja2 import StrictUndefined
    from jinja2.runtime import LoopContext
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from markupsafe import Markup

    class Closed(ImmutableSandboxedEnvironment):
        """Reads keys of mappings and places of lists; no attribute of anything is reached, and nothing is called."""

        def getattr(self, obj: Any, attribute: str) -> Any:
            if isinstance(obj, LoopContext) and attribute in _OF_A_LOOP:
                return getattr(obj, attribute)
            return self.getitem(obj, attribute)

        def getitem(self, obj: Any, argument: Any) -> Any:
            if isinstance(obj, Mapping | list | tuple):
                try:
                    return obj[argument]
                except (LookupError, TypeError):
                    pass
            return self.undefined(obj=obj, name=argument)

        def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
            return False

        def is_safe_callable(self, obj: Any) -> bool:
            return False

    made = Closed(
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=lambda value: value if isinstance(value, Markup) else Markup(spelled(value)),
    )
    made.globals = {}
    made.filters = dict(_FILTERS) | {"_each": _each()}
    made.tests = {name: made.tests[name] for name in ("defined", "none")}
    return made


def _number(value: Any) -> str:
    return "" if value is None else grouped(value)


def _join(values: Iterable[Any], between: str = ", ") -> str:
    """Texts in a row, of the first so many letters."""
    told: list[str] = []
    for one in values:
        told.append(_text(one))
        if sum(map(len, told)) > MOST_VALUE:
            break
    return between[:10].join(told)[:MOST_VALUE]


_FILTERS: dict[str, Callable[..., Any]] = {
    "number": _number,
    "m2": lambda value: "" if value is None else f"{grouped(value)}\N{NO-BREAK SPACE}m²",
    "words": lambda value: words(_text(value)),
    "join": _join,
    "length": len,
}


def _each() -> Callable[[Iterable[Any]], Iterator[Any]]:
    """Goes through a list, and stops when all lists of a document together have had so many steps."""
    steps = 0

    def each(values: Iterable[Any]) -> Iterator[Any]:
        nonlocal steps
        for one in values:
            steps += 1
            if steps > MOST_STEPS:
                raise TemplateFault(1, f"its loops take more than {MOST_STEPS:,} steps")
            yield one

    return each


def _only_what_is_allowed(tree: nodes.Template) -> None:
    for node in _every(tree):
        name = type(node).__name__
        if getattr(node, "name", "") in _NAMES_OF_JINJA and name == "Name":
            raise TemplateFault(node.lineno, "it asks for the template itself")
        if name not in _ALLOWED:
            raise TemplateFault(node.lineno, f"“{name.lower()}” is not let through; see docs/how-to/papers.md")


def _counting(tree: nodes.Template, environment: Environment) -> nodes.Template:
    """The same template, each of its loops counted."""
    from jinja2 import nodes

    for loop in list(tree.find_all(nodes.For)):
        if loop.recursive:
            raise TemplateFault(loop.lineno, "a loop cannot go through itself")
        counted = nodes.Filter(loop.iter, "_each", [], [], None, None, lineno=loop.lineno)
        loop.iter = counted.set_environment(environment)
    return tree


def _every(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for inner in node.iter_child_nodes():
        yield from _every(inner)


def _line_of(trace: TracebackType | None) -> int:
    """The line of the template in which something went wrong."""
    line = 1
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
