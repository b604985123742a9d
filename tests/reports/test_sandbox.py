"""A template is hostile input, and so is what stands in it: it can read what it is given, and do nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tilth.reports.markdown import html_of, tokens_of
from tilth.reports.paper import KINDS, own_template
from tilth.reports.sandbox import MOST_OUTPUT, MOST_TEMPLATE, TemplateFault, filled, spelled
from tilth.reports.typeset import markup_of, quoted

VALUES = {"name": "A name", "rows": [{"n": 1}, {"n": 2}], "empty": "", "nothing": None, "many": list(range(1000))}


def fill(text, **values):
    return filled(text, VALUES | values, what="A test")


def html(text, **values):
    return html_of(tokens_of(fill(text, **values), what="A test"), {}, what="A test")


def test_placeholders_loops_and_conditions_are_filled():
    text = "{% for row in rows %}{{ row.n }}{% if not loop.last %}, {% endif %}{% endfor %} {{ name }}"
    assert fill(text) == "1, 2 A name"


def test_what_is_not_stated_is_said_so():
    assert fill("{{ empty }}; {{ nothing }}; {{ nothing | m2 }}") == "not stated; not stated; not stated"


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ name.__class__ }}",
        "{{ rows.__class__ }}",
        "{{ rows | attr('append') }}",
        "{{ rows.append(1) }}",
        "{{ name.format(1) }}",
        "{{ name() }}",
        "{{ self }}",
        "{{ loop }}",
        "{{ cycler }}",
        "{{ lipsum() }}",
        "{{ range(3) }}",
        "{{ 'a' * 1000000000 }}",
        "{{ 10 ** 10 ** 10 }}",
        "{{ 'a' ~ 'a' }}",
        "{{ 1 + 1 }}",
        "{{ '%9999999999d' % 1 }}",
        "{{ name | upper }}",
        "{{ name is callable }}",
        "{% set x = 1 %}",
        "{% with x = 1 %}{% endwith %}",
        "{% macro m() %}{% endmacro %}",
        "{% include 'x' %}",
        "{% import 'x' as x %}",
        "{% extends 'x' %}",
        "{% block x %}{% endblock %}",
        "{% filter words %}x{% endfilter %}",
        "{% autoescape false %}{{ name }}{% endautoescape %}",
        "{% for row in rows recursive %}{{ loop(rows) }}{% endfor %}",
        "{% for row in rows recursive %}x{% endfor %}",
        "{% for row in rows %}{{ loop.changed }}{% endfor %}",
        "{{ unheard_of }}",
        "{{ name.unheard_of }}",
        "{% if %}",
        "{{ name",
        "(" * 50 + "{{ " + "(" * 5_000 + "1" + ")" * 5_000 + " }}",
    ],
)
def test_what_a_template_must_not_do_is_refused_in_words(text):
    with pytest.raises(TemplateFault) as fault:
        fill(text)
    assert fault.value.fault


def test_a_fault_names_its_line():
    with pytest.raises(TemplateFault) as fault:
        fill("one\ntwo\n{{ unheard_of }}")
    assert fault.value.line == 3
    with pytest.raises(TemplateFault) as fault:
        fill("one\n{% for %}")
    assert fault.value.line == 2


def test_loops_end_although_nothing_comes_out_of_them():
    deep = "".join(f"{{% for v{at} in many %}}" for at in range(6)) + "{% endfor %}" * 6
    with pytest.raises(TemplateFault, match="steps"):
        fill(deep)
    with pytest.raises(TemplateFault, match="steps"):
        fill("{% for a in many %}{% endfor %}" * 250)


def test_what_comes_out_has_an_end():
    with pytest.raises(TemplateFault, match=f"{MOST_OUTPUT:,}"):
        fill("{% for a in many %}{% for b in many[:100] %}" + "x" * 100 + "{% endfor %}{% endfor %}")


def test_a_long_template_is_not_read():
    with pytest.raises(TemplateFault, match=f"{MOST_TEMPLATE:,}"):
        fill("x" * (MOST_TEMPLATE + 1))


def test_the_same_template_can_be_filled_again_and_again():
    text = "{% for a in many %}{% endfor %}" * 150
    assert fill(text) == fill(text) == ""


# --- what stands in a value -----------------------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "![x](http://example.org/x.png)",
    "**bold** _em_ `code` # head | cell",
    "a\n\n# A heading\n\n| a | b |\n|---|---|",
    "```\nfence",
    "- item\n1. item\n> quote\n---",
    "&lt;b&gt; &#60;b&#62; \\* \\",
    "http://example.org",
    '#emph[x] $x$ @x ~ "quoted" \\"',
]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_is_only_ever_text(value):
    page = html("| A | B |\n|---|---|\n| {{ value }} | end |\n\n{{ value }}", value=value)
    assert set(re.findall(r"<(\w+)", page)) == {"div", "table", "thead", "tbody", "tr", "th", "td", "p"}
    assert page.count("<td>") == 2
    shown = re.sub(r"<[^>]+>", "", page.rpartition("<p>")[2])
    for code, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        shown = shown.replace(code, letter)
    assert shown.strip() == " ".join(value.split())


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_any_value_comes_back_as_the_text_it_was(value):
    (_, inline, _) = tokens_of(f"x{spelled(value)}x", what="A test")
    kept = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
    plain = " ".join("".join(one if one.isprintable() or one in kept else " " for one in value).split(" ")).strip(" ")
    plain = re.sub(" +", " ", plain)
    assert "".join(part.content for part in inline.children) == f"x{plain or 'not stated'}x"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_a_string_of_the_typesetter(text):
    inside = quoted(text)[1:-1]
    assert not re.sub(r'\\[\\"]', "", inside).count('"')
    assert not re.search(r"(?<!\\)(\\\\)*\\$", inside)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="#$[]()*_`<>|\\\n\"'ab-=1.!&;~@/{}", max_size=80))
def test_any_markdown_becomes_markup_in_which_every_letter_is_quoted(text):
    markup = markup_of(tokens_of(text, what="A test"), {})
    code = re.sub(r'"(?:[^"\\]|\\.)*"', "", markup)
    words = set(re.findall(r"[a-z]+", code))
    assert words <= {
        *(
            "par",
            "heading",
            "level",
            "list",
            "enum",
            "start",
            "notice",
            "strong",
            "emph",
            "raw",
            "block",
            "true",
            "link",
        ),
        *("linebreak", "rule", "rows", "facts", "table", "header", "th", "auto", "fr", "left", "right", "together"),
        *("signatures", "sheet"),
    }


def test_links_of_a_template_lead_to_the_web_and_nowhere_else():
    page = html("[a](https://example.org) [b](javascript:x) [c](file:///x) [d](data:text/html,x) ![e](x.png)")
    assert re.findall(r'href="([^"]*)"', page) == ["https://example.org"]
    assert "<img" not in page


def test_markup_of_a_template_does_not_pass():
    assert "<b>" not in html("<b>x</b> <script>x</script>")


@pytest.mark.parametrize("kind", KINDS)
def test_our_templates_never_call_land_what_nobody_can_promise(kind):
    text = own_template(KINDS[kind])
    assert not re.search(r"\bsafe", text, flags=re.IGNORECASE)
