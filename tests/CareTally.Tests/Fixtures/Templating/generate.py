#!/usr/bin/env python3
"""Writes what the real Jinja2 makes of the fixtures beside this file: the expected results of the tests.

    apt-get install python3-jinja2
    /usr/bin/python3 tests/CareTally.Tests/Fixtures/Templating/generate.py

Jinja2 is set up as dbt sets it up: sandboxed, with `do`, loop controls, `return`, the `as_*` filters, `set` and `zip`.
A fixture begins with a JSON object (the context) and a line `---`.  After that, in

  *.expressions   each line is an expression, printed by `{{ }}`; `#` begins a comment line;
  *.templates     each case is a line `=== name` and a template.

An expected result is a JSON string, or `!` and Python's message where the rendering fails.
"""

import json
import pathlib

import jinja2
import jinja2.ext
import jinja2.runtime
import jinja2.sandbox

HERE = pathlib.Path(__file__).parent
SNAPSHOTS = HERE.parent.parent / "Snapshots" / "Templating"


class Return(Exception):
    def __init__(self, value):
        self.value = value


def give_back(value=None):
    raise Return(value)


invoke = jinja2.runtime.Macro._invoke


def invoke_and_catch(self, arguments, autoescape):
    try:
        return invoke(self, arguments, autoescape)
    except Return as result:
        if self.name is None:  # the body of a call block
            raise
        return result.value


jinja2.runtime.Macro._invoke = invoke_and_catch


def lenient(make):
    def function(*args, default=None):
        try:
            return make(*args)
        except TypeError:
            return default

    return function


def environment():
    made = jinja2.sandbox.SandboxedEnvironment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])
    made.filters.update({name: lambda value: value for name in ("as_bool", "as_number", "as_native", "as_text")})
    made.filters["is_list"] = lambda value: isinstance(value, list)
    made.globals.update({"return": give_back, "set": lenient(set), "zip": lenient(zip)})
    return made


def render(template, context):
    try:
        # A context of its own for each case: templates change lists and dictionaries.
        text = environment().from_string(template).render(json.loads(context))
    except Exception as problem:
        return "! " + f"{type(problem).__name__}: {problem}".splitlines()[0]
    return json.dumps(text)


def cases(path):
    context, _, body = path.read_bytes().decode().partition("\n---\n")
    if path.suffix == ".expressions":
        for line in body.split("\n"):
            if line and not line.startswith("#"):
                yield context, line, "{{ " + line + " }}"
    else:
        for case in ("\n" + body).split("\n=== ")[1:]:
            name, _, template = case.partition("\n")
            yield context, name, template


def main():
    for path in sorted([*HERE.glob("*.expressions"), *HERE.glob("*.templates")]):
        expected = SNAPSHOTS / (path.name + ".expected")
        with expected.open("w", newline="\n") as out:
            for context, name, template in cases(path):
                out.write(f"{name}\n    {render(template, context)}\n")


if __name__ == "__main__":
    main()
