#!/usr/bin/env python3
"""Of the statements that PostgreSQL's own parser takes, which do we split and read?

    split    the statement is one of ours, to the letter
    known    what it does to the schema became operations, or it touches rows or the session only
    kept     it is kept to the letter, with its kind; by kind
    unread   neither: we say that we could not read or follow it

The parser is libpg_query, by pglast. The files are all the SQL in the cache of sql_says.py, and in
the folders that are named.
"""

import argparse
import collections
import json
import pathlib
import subprocess
import sys

import pglast

import sql_says

ROOT = sql_says.ROOT

# What we say of a statement that we do not understand.
UNREAD = {
    "client-command", "conditional-ddl", "dynamic-sql", "unfollowed-call", "unfollowed-statement",
    "unknown-columns", "unparsed-statement", "unterminated-text",
}


def accepted(text):
    """The statements of a file that the parser takes, each with its kind."""
    try:
        pieces = pglast.split(text, with_parser=False)
    except pglast.parser.ParseError:
        return None
    found = []
    for piece in pieces:
        try:
            parsed = pglast.parse_sql(piece)
        except (pglast.parser.ParseError, ValueError):
            continue
        if parsed:
            found.append((sql_says.squeeze(piece), type(parsed[0].stmt).__name__))
    return found


def ours(bin, file):
    """Our statements of a file, each with the codes of what we say about it."""
    done = subprocess.run(
        [bin, "upgrade", file, "--source", "sql", "--sql", "--revision-json"], capture_output=True, text=True
    )
    if "panicked" in done.stderr:
        raise SystemExit(f"{file}: {done.stderr}")
    steps = json.loads(done.stdout or "[]")
    statements = [it for step in steps for it in step["statements"]]
    for step in steps:
        for said in step["diagnostics"]:
            about = [it for it in step["statements"] if it["line"] and said["line"] and it["line"] <= said["line"]]
            if about:
                about[-1].setdefault("codes", set()).add(said["code"])
    return statements


def measure(bin, files):
    figures, kinds, missing = collections.Counter(), collections.Counter(), []
    for file in files:
        try:
            text = file.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            figures["files that are no text"] += 1
            continue
        theirs = accepted(text)
        if theirs is None:
            figures["files that the scanner refuses"] += 1
            continue
        figures["files"] += 1
        by_text = collections.defaultdict(list)
        for it in ours(bin, file):
            by_text[sql_says.squeeze(it["sql"])].append(it)
        for text, kind in theirs:
            figures["statements"] += 1
            same = by_text.get(text)
            if not same:
                missing.append((file, text[:200]))
                continue
            figures["split"] += 1
            own = same.pop(0) if len(same) > 1 else same[0]
            codes = own.get("codes", set()) & UNREAD
            if codes:
                figures["unread"] += 1
                kinds[f"unread {kind} ({', '.join(sorted(codes))})"] += 1
                missing.append((file, ", ".join(codes), own["sql"][:200]))
            elif own["kept"]:
                figures["kept"] += 1
                kinds.update(f"kept {it}" for it in set(own["kept"]))
            else:
                figures["known"] += 1
    return figures, kinds, missing


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", required=True, type=lambda it: pathlib.Path(it).resolve())
    parser.add_argument("--cache", default=ROOT / ".cache" / "sql", type=pathlib.Path)
    parser.add_argument("--show", type=int, default=20)
    parser.add_argument("folders", nargs="*", type=pathlib.Path)
    args = parser.parse_args()
    files = sorted(file for it in [args.cache, *args.folders] for file in it.rglob("*.sql") if file.is_file())
    figures, kinds, missing = measure(args.bin, files)
    for name, count in sorted(figures.items()):
        print(f"{name:32} {count:8}  {100 * count / max(figures['statements'], 1):.3f} %")
    for name, count in kinds.most_common():
        print(f"    {name:60} {count}")
    for line in missing[: args.show]:
        print("  ", *line)
    sys.exit(figures["split"] < figures["statements"])


if __name__ == "__main__":
    main()
