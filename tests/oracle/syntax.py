#!/usr/bin/env python3
"""Of statements with a word too many, too few or wrong, do we refuse those that PostgreSQL's parser does?

The statements are those of refusals/, each spoilt in a few ways that hang on its text alone. The
parser is libpg_query, by pglast. What is known to go wrong is in syntax_known.txt, a line each: a
line more fails, and one that goes right by now is to be taken out.

Asked, too: where both refuse, do we point at the word that PostgreSQL names?
"""

import argparse
import collections
import pathlib
import random
import re
import subprocess
import sys
import tempfile

import pglast

import refusals

HERE = pathlib.Path(__file__).resolve().parent
KNOWN = HERE / "syntax_known.txt"

# What goes in front of a word, or stands for a name.
ADDED = [",", "(", ")", "foo", "NOT NULL", "default", "1", "'x'", ".", "*", "=", "IF EXISTS", "CASCADE", "ONLY"]
WORDS = [
    "authorization", "case", "check", "default", "desc", "end", "grant", "group", "int", "join",
    "left", "offset", "order", "row", "select", "table", "user", "values",
]
SPOILT = 3


def statements():
    """The statements of the cases that both sides can take apart, each once."""
    found = {}
    for case in refusals.read_cases():
        try:
            pieces = pglast.split(case.text, with_parser=False)
        except pglast.parser.ParseError:
            continue
        for piece in pieces:
            if not re.search(r"[$;\\]|--|/\*", piece) and piece.isascii():
                found[" ".join(piece.split())] = None
    return list(found)


def spoil(text, chance):
    """The statement with one mistake."""
    tokens = pglast.parser.scan(text)
    if len(tokens) < 4:
        return None
    at = chance.randrange(2, len(tokens))
    token, before = tokens[at], tokens[at - 1]
    match chance.choice(["leave out", "add", "rename", "end", "repeat", "swap"]):
        case "leave out":
            return text[: token.start] + text[token.end + 1 :]
        case "add":
            return f"{text[: token.start]}{chance.choice(ADDED)} {text[token.start :]}"
        case "rename":
            names = [it for it in tokens[1:] if it.name == "IDENT"] or [token]
            name = chance.choice(names)
            return text[: name.start] + chance.choice(WORDS) + text[name.end + 1 :]
        case "end":
            return text[: token.start].rstrip()
        case "repeat":
            return f"{text[: token.end + 1]} {text[token.start :]}"
        case _:
            first, second = text[before.start : before.end + 1], text[token.start : token.end + 1]
            return f"{text[: before.start]}{second} {first}{text[token.end + 1 :]}"


def spoilt():
    found = {}
    for statement in statements():
        chance = random.Random(statement)
        for _ in range(SPOILT):
            text = spoil(statement, chance)
            if text and ";" not in text and text != statement:
                found[text] = None
    return list(found)


def server_says(text):
    """Where PostgreSQL stops to read, the end if no place is told; nothing if it takes all."""
    try:
        pglast.parse_sql(text)
    except pglast.parser.ParseError as error:
        place = error.args[1] if len(error.args) > 1 else None
        return len(text) if place is None else place
    return None


def product_says(bin, texts):
    """Where we stop to read each statement, by its number, and what we say."""
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(texts):
            pathlib.Path(folder, f"{number:06}_a.up.sql").write_text(f"{text};\n")
        done = subprocess.run(
            [bin, "upgrade", folder, "base:heads", "--source=golang-migrate", "--sql"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
    if done.returncode not in (0, 1) or "panicked" in done.stderr:
        raise SystemExit(f"migrascope ended with {done.returncode}:\n{done.stderr[-2000:]}")
    said = re.finditer(r"\[(?:unparsed-statement|column-definition|type-modifier|unknown-setting)\]: (.*)\n --> (\d+)_a\.up\.sql(?::1:(\d+))?", done.stderr)
    places = {}
    for message, number, column in (it.groups() for it in said):
        places.setdefault(int(number), (int(column or 1) - 1, message))
    return places


def compare(bin, figures):
    """What goes wrong, as lines of the list of what is known."""
    texts, wrong = spoilt(), []
    ours = product_says(bin, texts)
    for number, text in enumerate(texts):
        place, (mine, message) = server_says(text), ours.get(number, (None, ""))
        figures["asked"] += 1
        figures["refused"] += place is not None
        if place is not None and mine is None:
            wrong.append(f"silent  {text}")
        # The server refuses by its grammar first, and by what a statement means later.
        elif place is None and re.search("syntax error|too early", message):
            wrong.append(f"alarm   {text}")
        elif place is not None:
            figures["place"] += mine == place or place >= len(text) - 1 <= mine
    return sorted(wrong)


def ask(bin, record):
    """Prints the figures and how the list differs; gives how many lines do."""
    figures = collections.Counter()
    wrong = compare(bin, figures)
    if record:
        KNOWN.write_text("".join(f"{it}\n" for it in wrong))
    known = set(KNOWN.read_text().splitlines())
    kinds = collections.Counter(it.split()[0] for it in wrong)
    print(
        f"{'syntax':24} {figures['asked']} spoilt statements, {figures['refused']} that PostgreSQL refuses: "
        f"silent {kinds['silent']}, alarms {kinds['alarm']}, at its word {figures['place']}", flush=True
    )
    differing = [f"differs, and is not listed: {it}" for it in wrong if it not in known]
    differing += [f"is right by now, take it off the list: {it}" for it in sorted(known.difference(wrong))]
    print("".join(f"   {it}\n" for it in differing), end="")
    return len(differing)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", default="target/native/migrascope")
    parser.add_argument("--record", action="store_true", help="write the list of what is known again")
    args = parser.parse_args()
    sys.exit(bool(ask(args.bin, args.record)))


if __name__ == "__main__":
    main()
