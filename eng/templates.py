"""Writes the goldens of the chat-template tests with jinja2, set up as transformers sets it up.

Usage: python3 eng/templates.py tests/KServe.Runtime.Generative.Tests/Fixtures/Templates

Reads the *.jinja files there, which are written in the forms of well-known models, and writes golden.json.gz.
"""
import gzip
import json
import pathlib
import sys

import jinja2
from jinja2.ext import Extension, loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment


class Generation(Extension):
    """The tag {% generation %}, which marks text and changes nothing."""
    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("_pass"), [], [], body).set_lineno(line)

    def _pass(self, caller):
        return caller()


def raise_exception(message):
    raise jinja2.exceptions.TemplateError(message)


def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


env = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, loopcontrols])
env.filters["tojson"] = tojson
env.globals["raise_exception"] = raise_exception
env.globals["strftime_now"] = lambda format: __import__("datetime").datetime(2024, 7, 6, 5, 4, 3).strftime(format)

VALUES = {
    "a": "Hello, World", "n": 7, "f": 2.5, "neg": -3, "t": True, "no": None, "empty": "", "nothing": [],
    "l": [3, 1, 2], "s": ["b", "A", "c", "a"], "d": {"x": 1, "y": "two", "z": [1, 2.0, None, True, "q\"'\n\u00e9\u2028<&>"]},
    "rows": [{"k": "v1", "n": 2, "g": {"h": 1}}, {"k": "v2", "n": 1}, {"k": "V1", "n": 3, "g": None}],
    "text": "  padded \n", "uni": "Stra\u00dfe \U0001f600 \u4e2d\u6587", "nested": {"items": [1, 2], "get": 5},
    "long": "one two  three\tfour\nfive", "html": "<b a=\"1\">&'</b>", "num": "42", "bad": "4x", "big": 1e16, "small": 0.00001,
}

SNIPPETS = r"""
{{ a }}|{{ n }}|{{ f }}|{{ t }}|{{ no }}|{{ undefined_name }}|{{ l }}|{{ d }}|{{ big }}|{{ small }}|{{ 1.0 }}|{{ 100000.0 * 10 }}
{{ d.x }}{{ d['y'] }}{{ d.z[0] }}{{ d["z"][-1] }}{{ d.missing is defined }}{{ d.get('q', 'dflt') }}{{ d.get('q') }}
{{ nested['items'] }}|{{ nested['get'] }}
{{ a[0] }}{{ a[-1] }}{{ a[1:4] }}{{ a[::-1] }}{{ a[:-3] }}{{ l[1:] }}{{ l[:1] }}{{ l[::-1] }}{{ l[5:] }}{{ l[-2:] }}{{ uni[7] }}
{{ 1 + 2 * 3 - 4 / 2 }}|{{ 7 // 2 }}|{{ -7 // 2 }}|{{ 7 % 3 }}|{{ -7 % 3 }}|{{ 2 ** 10 }}|{{ 2 ** -1 }}|{{ 7.5 // 2 }}|{{ 1 / 3 }}
{{ 'a' + 'b' ~ 1 ~ none ~ true ~ 1.5 }}|{{ 'ab' * 3 }}|{{ [1] + [2] }}|{{ -n }}|{{ +n }}|{{ - f }}
{{ 1 < 2 < 3 }}{{ 1 < 2 > 3 }}{{ 1 == 1.0 }}{{ true == 1 }}{{ 'a' < 'b' }}{{ [1,2] == [1,2] }}{{ (1,2) == (1,2) }}{{ {'a':1} == {'a':1} }}{{ none == none }}
{{ 'x' in d }}{{ 'q' not in d }}{{ 2 in l }}{{ 'ell' in a }}{{ not 2 in l }}{{ 5 in [1,2] }}
{{ a if t else n }}|{{ a if no else n }}|{{ a if no }}|{{ 'x' if 0 else 'y' if 0 else 'z' }}
{{ t and n }}|{{ no or a }}|{{ not t }}|{{ empty or nothing or 'last' }}|{{ n and '' and 3 }}
{{ a | upper }}|{{ a | lower }}|{{ a | capitalize }}|{{ 'hello wORLD-foo (bar)' | title }}|{{ "it's" | title }}|{{ "it's 3rd" .title() }}
{{ text | trim }}|{{ '--x--' | trim('-') }}|{{ 'xxabcxx'.strip('x') }}|{{ text.strip() }}|{{ text.lstrip() }}|{{ text.rstrip() }}|
{{ d | tojson }}|{{ d | tojson(indent=2) }}|{{ l | tojson }}|{{ uni | tojson }}|{{ f | tojson }}|{{ 1.0 | tojson }}|{{ no | tojson }}|{{ rows | tojson(indent=4) }}
{{ d | tojson(separators=(',', ':')) }}|{{ d | tojson(ensure_ascii=True) }}|{{ {'b':1,'a':[]} | tojson(sort_keys=True) }}|{{ {} | tojson(indent=2) }}|{{ [[], {}] | tojson(indent=1) }}
{{ l | length }}{{ a | length }}{{ d | count }}{{ uni | length }}
{{ undefined_name | default('dd') }}|{{ no | default('dd') }}|{{ empty | default('dd', true) }}|{{ no | d('x', boolean=true) }}
{{ l | join(', ') }}|{{ rows | join('+', attribute='k') }}|{{ 'abc' | join('.') }}|{{ ','.join(s) }}
{{ l | first }}{{ l | last }}{{ nothing | first }}{{ 'abc' | first }}{{ 'abc' | last }}|{{ l | list }}{{ 'abc' | list }}{{ d | list }}
{{ l | sort }}{{ s | sort }}{{ s | sort(case_sensitive=true) }}{{ l | sort(reverse=true) }}{{ rows | sort(attribute='n') | map(attribute='k') | list }}
{{ s | unique | list }}{{ s | unique(case_sensitive=true) | list }}{{ l | reverse | list }}{{ 'abc' | reverse }}
{{ l | sum }}{{ rows | sum(attribute='n') }}{{ l | min }}{{ l | max }}{{ s | max }}{{ rows | map(attribute='n') | max }}
{{ rows | map(attribute='k') | list }}{{ rows | map(attribute='g.h', default='-') | list }}{{ s | map('upper') | list }}{{ s | map('replace', 'a', 'z') | join }}
{{ l | select('odd') | list }}{{ l | reject('odd') | list }}{{ l | select | list }}{{ l | select('gt', 1) | list }}{{ s | select('equalto', 'A') | list }}
{{ rows | selectattr('n', 'equalto', 2) | map(attribute='k') | list }}{{ rows | selectattr('g') | list | length }}{{ rows | rejectattr('g', 'defined') | list | length }}{{ rows | selectattr('k', 'in', ['v1', 'v2']) | list | length }}
{{ d | dictsort }}|{{ {'b': 1, 'A': 2, 'c': 0} | dictsort }}|{{ {'b': 1, 'A': 2} | dictsort(by='value') }}|{{ d | items | list }}|{{ d.items() | list }}|{{ d.keys() | list }}|{{ d.values() | list }}
{{ 'a-b-a' | replace('a', 'X') }}|{{ 'a-b-a' | replace('a', 'X', 1) }}|{{ 'aaa'.replace('a', 'b', 2) }}|{{ 'x'.replace('y','z') }}
{{ n | string }}{{ num | int }}{{ bad | int }}{{ bad | int(default=9) }}{{ f | int }}{{ '3.7' | int }}{{ num | float }}{{ 'zz' | float(1.5) }}{{ ' 12 ' | int }}
{{ 2.567 | round(2) }}|{{ 2.5 | round }}|{{ 2.1 | round(method='ceil') }}|{{ 2.9 | round(method='floor') }}|{{ 42 | round }}|{{ neg | abs }}
{{ html | escape }}|{{ html | e }}|{{ html | safe }}
{{ 'a\nb\n\nc' | indent }}|{{ 'a\nb\n\nc' | indent(2, true) }}|{{ 'a\n\nb' | indent(1, blank=true) }}|{{ 'a\nb' | indent('> ') }}
{{ long | wordcount }}|{{ long.split() }}|{{ 'a,b,,c'.split(',') }}|{{ 'a,b,c'.split(',', 1) }}|{{ 'a,b,c'.rsplit(',', 1) }}|{{ ' a b  c '.split(None, 1) }}|{{ 'x\ny\r\nz\n'.splitlines() }}|{{ 'k=v=w'.partition('=') }}|{{ 'k=v=w'.rpartition('=') }}|{{ ''.split('x') }}|{{ ' '.split() }}
{{ 'abcabc'.find('c') }}{{ 'abcabc'.rfind('c') }}{{ 'abc'.find('z') }}{{ 'abcabc'.count('b') }}{{ 'abcabc'.index('b') }}{{ l.index(1) }}{{ l.count(3) }}
{{ a.startswith('Hell') }}{{ a.endswith(('x', 'World')) }}{{ a.upper() }}{{ a.lower() }}{{ a.title() }}{{ a.capitalize() }}{{ 'abc'.isalpha() }}{{ '12'.isdigit() }}{{ 'aB'.islower() }}{{ 'ab'.removeprefix('a') }}{{ 'ab'.removesuffix('b') }}{{ 'a'.ljust(3) }}|{{ 'a'.rjust(3, '.') }}
{{ 'x{}y{}'.format(1, 'z') }}|{{ '{0}{1}{0}'.format('a', 'b') }}|{{ '{k}'.format(k=d) }}|{{ '{{}}'.format() }}
{{ n is number }}{{ n is integer }}{{ f is float }}{{ a is string }}{{ d is mapping }}{{ l is sequence }}{{ l is iterable }}{{ a is iterable }}{{ n is iterable }}{{ t is boolean }}{{ t is true }}{{ t is false }}{{ no is none }}{{ no is not none }}{{ d is string }}{{ undefined_name is undefined }}{{ t is number }}{{ t is integer }}
{{ n is odd }}{{ n is even }}{{ n is divisibleby 7 }}{{ n is divisibleby(2) }}{{ n is eq 7 }}{{ n is equalto(8) }}{{ n is in [7] }}{{ 'x' is in d }}{{ n is gt 3 }}{{ n is lt 3 }}{{ n is sameas 7 }}{{ a is lower }}{{ 'ABC' is upper }}{{ raise_exception is callable }}
{{ n is odd and f is float or no }}|{{ (n is not even) and not (a is none) }}
{% for x in l %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ loop.previtem }}{{ loop.nextitem }}{{ loop.cycle('o', 'e') }}{{ loop.depth }};{% endfor %}
{% for x in l if x > 1 %}{{ x }}/{{ loop.length }} {% else %}none{% endfor %}{% for x in l if x > 10 %}{{ x }}{% else %}none{% endfor %}{% for x in undefined_name %}x{% else %}undef{% endfor %}
{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}{% for k in d %}{{ k }}{% endfor %}{% for k, v in d | dictsort %}{{ k }}{% endfor %}{% for c in 'ab' %}<{{ c }}>{% endfor %}
{% for x in l %}{% for y in s %}{{ loop.index }}{{ y }}{% endfor %}{{ loop.index }}{% endfor %}
{% for x in range(10) %}{% if x == 2 %}{% continue %}{% endif %}{% if x > 5 %}{% break %}{% endif %}{{ x }}{% endfor %}|{{ range(3) | list }}|{{ range(5, 1, -2) | list }}|{{ range(2, 4) | list }}|{{ range(0) | list }}
{% set x = 5 %}{% for i in l %}{% set x = i %}{{ x }}{% endfor %}{{ x }}
{% set ns = namespace(v=1, w='q') %}{% for i in l %}{% set ns.v = ns.v + i %}{% endfor %}{{ ns.v }}{{ ns.w }}{{ ns.zz is defined }}
{% set p, q = 1, 2 %}{{ p }}{{ q }}{% set (p, q) = (q, p) %}{{ p }}{{ q }}{% set z %}block {{ p }} text{% endset %}{{ z }}|{% set z | upper | trim %} up {{ q }} {% endset %}{{ z }}|
{% if 0 %}a{% elif nothing %}b{% elif l %}c{% else %}d{% endif %}{% if undefined_name %}x{% else %}y{% endif %}
{% macro m(x, y=2, z='q') %}[{{ x }},{{ y }},{{ z }}]{% endmacro %}{{ m(1) }}{{ m(1, z=3) }}{{ m(x=5, y=6) }}{{ m() }}{{ m(1) ~ 'x' }}{{ m(1) | length }}
{% macro rec(n) %}{{ n }}{% if n > 0 %}{{ rec(n - 1) }}{% endif %}{% endmacro %}{{ rec(4) }}{% macro wrap() %}<{{ caller() }}>{% endmacro %}{% call wrap() %}in{{ n }}{% endcall %}{% macro each(x) %}{% for i in x %}{{ caller(i) }},{% endfor %}{% endmacro %}{% call(i) each(l) %}{{ i * 2 }}{% endcall %}
{% filter upper %}abc {{ a }}{% endfilter %}{% with x = 1, y = 2 %}{{ x + y }}{% endwith %}{% generation %}gen{{ n }}{% endgeneration %}{% raw %}{{ not }} {% this %}{% endraw %}{# comment {{ a }} #}end
{{ "a\tb\\n\x41\u00e9" }}{{ 'it''s' }}{{ "q" 'r' }}{{ '\'' }}{{ 1_000 }}{{ 1e3 }}{{ 2.5e-3 }}
{{ [1, 'a', none, true, 2.0, [], {}, ()] }}{{ (1,) }}{{ (1, 2) }}{{ {'a': 'b"', 'c': "d'"} }}{{ ["it's", 'x"y', 'both\'"', 'n\n\t\\', 'é'] }}
{{ dict(a=1, b='x') }}{{ d.x.y is defined }}{{ (l | length) > 2 and (a | length) == 12 }}{{ l | length > 2 }}{{ -1 | abs }}{{ n | string | length }}{{ not l | length == 3 }}
{{ rows[0].g.h }}{{ rows[-1]['k'] }}{{ rows | length - 1 }}{{ rows[rows | length - 1].k }}{{ (rows | first).k }}{{ rows | map(attribute='k') | map('lower') | unique | join('/') }}
{{ strftime_now('%d %b %Y') }}|{{ strftime_now('%Y-%m-%d %H:%M:%S %B %A %j %y %I %p') }}|{{ strftime_now('100%%') }}
{%- for x in l -%} {{- x -}} {%- endfor -%}  tail
{{ 'a' if d.x is defined and d.x == 1 else 'b' }}{{ 'a' if d.q is defined and d.q.r == 1 else 'b' }}{{ l == [3, 1, 2] }}{{ d != {} }}{{ no is none or no.x }}
{{ l | batch(2) | list }}{{ l | batch(2, '-') | list }}{{ 'A' | lower is eq 'a' }}{{ l[0] if l else 'x' }}{{ a.split(', ')[1] }}{{ (a ~ '!')[-1] }}{{ '%s' | length }}
""".strip("\n").split("\n")

LAYOUTS = [
    "  {% if t %}\n    yes\n  {% endif %}\nend\n",
    "x\n  {%- if t -%}  \n  a  \n  {%- endif %}\n\nb\n\n",
    "a {% if t %} b {% endif %} c\n{% if t %}\n\nd\n{% endif %}\n",
    "{% for x in l %}\n- {{ x }}\n{% endfor %}\n",
    "{{ a }}\n{{ a }}\n\n", "  {{ a }}  \n  {# c #}  \n  {# d #}\nz", "\t{%+ if t %}q{% endif +%}\nz", "a\r\nb{% if t %}\r\nc{% endif %}\r\n",
    "{% if t -%}\n  x\n{%- else -%}\n y {%- endif %}", "a\n  {# c -#}  \n b", "  {% raw %}\n x {{ y }} \n  {% endraw %}\nz", "a {%- raw -%} b {%- endraw -%} c",
    "{{- a -}}   x   {{- n }}", "line1\n    {%- set x = 1 %}\nline2\n{% set y %}\n  q\n{% endset %}\n[{{ y }}]", "{% if t %}a{% endif %}\n{% if t %}b{% endif %}\n",
    "{% macro m() %}\n  in\n{% endmacro %}\n<{{ m() }}>", "{%- if t %}\n{{- a }}\n{%- endif %}\n", "x{#- c -#}y", "  {%- if t %}a{% endif -%}  ", "{% for x in l -%}\n  {{ x }}\n{%- endfor %}",
]

ERRORS = [
    "{{ raise_exception('Only user and assistant') }}", "{{ undefined_name.x }}", "{{ undefined_name + 1 }}", "{{ a + 1 }}", "{{ l.append(1) }}", "{{ 1 / 0 }}",
    "{% for x in n %}{% endfor %}", "{{ n() }}", "{% set a.b = 1 %}", "{{ n | length }}", "{% set p, q = [1] %}", "{{ undefined_name() }}", "{{ 'a' < 1 }}", "{{ no | tojson(indent='x') | nofilter }}",
    "{% if %}", "{{ }}", "{{ a", "{% endif %}", "{% for x %}{% endfor %}", "{{ 'abc }}", "{% if t %}", "{{ a | nofilter }}", "{{ a is notest }}", "{# open", "{% raw %}x", "{% unknown %}", "{{ a b }}", "{{ (1 }}", "{% include 'x' %}",
    "{{ a.__class__.__mro__ }}x{{ a.__class__.x }}", "{{ ''.join(l) }}", "{{ undefined_name | tojson }}",
]

WEATHER = [{"type": "function", "function": {"name": "get_weather", "description": "Get the \"weather\" <now>", "parameters": {
    "type": "object", "properties": {"city": {"type": "string", "description": "The city's name \u00e9"}, "unit": {"type": "string", "enum": ["C", "F"]}}, "required": ["city"]}}},
    {"type": "function", "function": {"name": "add", "description": "Add", "parameters": {"type": "object", "properties": {"a": {"type": "number"}, "b": {"type": ["number", "string"]}}}, "return": {"type": "number"}}}]
CALL = {"role": "assistant", "content": "", "tool_calls": [{"id": "abcdefghi", "type": "function", "function": {"name": "get_weather", "arguments": {"city": "Paris", "unit": "C"}}}]}
CHATS = {
    "user": [{"role": "user", "content": "Hi there"}],
    "system": [{"role": "system", "content": " Be brief. "}, {"role": "user", "content": "Hi\n{{ x }} \u4f60\u597d"}],
    "turns": [{"role": "user", "content": "1"}, {"role": "assistant", "content": " <think>\nhm\n</think>\n\n2 "}, {"role": "user", "content": "3"}],
    "system turns": [{"role": "system", "content": "S"}, {"role": "user", "content": "1"}, {"role": "assistant", "content": "2"}, {"role": "user", "content": "3"}],
    "called": [{"role": "user", "content": "Weather?"}, CALL, {"role": "tool", "name": "get_weather", "tool_call_id": "abcdefghi", "content": "{\"t\": 20}"}],
    "answered": [{"role": "system", "content": "S"}, {"role": "user", "content": "Weather?"}, CALL, {"role": "tool", "name": "get_weather", "tool_call_id": "abcdefghi", "content": "20"},
                 {"role": "assistant", "content": "20 degrees"}, {"role": "user", "content": "Thanks"}],
    "wrong": [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}],
}


def main():
    folder = pathlib.Path(sys.argv[1])
    models = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.jinja"))}
    cases = []

    def add(template, arguments):
        case = {"template": template, **arguments}
        context = {"messages": [], "tools": None, "documents": None, "add_generation_prompt": False,
                   **VALUES, **{k: v for k, v in arguments.items() if k != "arguments"}, **arguments.get("arguments", {})}
        try:
            case["rendered"] = env.from_string(template).render(**context)
        except (jinja2.exceptions.TemplateError, jinja2.exceptions.SecurityError, TypeError, ZeroDivisionError, ValueError, RecursionError) as error:
            case["error"] = type(error).__name__
        cases.append(case)

    for template in SNIPPETS + LAYOUTS + ERRORS:
        add(template, {})
    for name, template in models.items():
        for messages in CHATS.values():
            for tools in (None, WEATHER):
                for prompt in (True, False):
                    arguments = {"messages": messages, "tools": tools, "add_generation_prompt": prompt,
                                 "arguments": {"bos_token": "<s>", "eos_token": "</s>"}}
                    add(template, arguments)
                    cases[-1]["template"] = "@" + name
    text = json.dumps({"jinja2": jinja2.__version__, "values": VALUES, "cases": cases}, ensure_ascii=False, indent=0)
    with open(folder / "golden.json.gz", "wb") as file, gzip.GzipFile("", "wb", 9, file, 0) as zipped:
        zipped.write(text.encode("utf-8"))
    print(len(cases), sum("error" in case for case in cases))


main()
