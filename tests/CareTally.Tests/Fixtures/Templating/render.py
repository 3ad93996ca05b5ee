#!/usr/bin/env python3
"""Renders the templates of standard input (a JSON array of [context, template]) with the real Jinja2: a line for each, as generate.py writes it."""

import json
import signal
import sys

import generate

SECONDS = 10


def stop(*_):
    raise TimeoutError("the template takes too long")


def main():
    signal.signal(signal.SIGALRM, stop)
    for context, template in json.load(sys.stdin):
        signal.alarm(SECONDS)
        print(generate.render(template, context))
        signal.alarm(0)


if __name__ == "__main__":
    main()
