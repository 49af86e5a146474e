#!/usr/bin/env python3
"""Of the statements that PostgreSQL's own parser takes, which do we split and read?

    split    of all files: the statement is one of ours, to the letter
    known    of all histories: what it does to the schema became operations, or it does nothing to it
    kept     it is kept to the letter, with its kind
    unread   we say that we could not read or follow it

The parser is libpg_query, by pglast. Files and histories are those in the cache of sql_says.py;
folders that are named add files.
"""

import argparse
import collections
import json
import pathlib
import re
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
    # Only the parser knows where a body between BEGIN ATOMIC and END ends; it refuses a file for
    # any mistake in it, so otherwise the scanner is asked.
    is_atomic = re.search(r"\bbegin\s+atomic\b", text, flags=re.I) is not None
    try:
        pieces = pglast.split(text, with_parser=is_atomic)
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


def is_accepted(text):
    try:
        return bool(pglast.parse_sql(text))
    except (pglast.parser.ParseError, ValueError):
        return False


def ours(bin, *arguments):
    """Our statements, each with the codes of what we say about it."""
    command = [bin, *arguments, "--sql", "--revision-json"]
    done = subprocess.run(command, capture_output=True, text=True)
    if "panicked" in done.stderr:
        raise SystemExit(f"{' '.join(map(str, command))}: {done.stderr}")
    steps = json.loads(done.stdout or "[]")
    for step in steps:
        for said in step["diagnostics"]:
            about = [it for it in step["statements"] if it["file"] == said["file"] and it["line"] <= said["line"]]
            if about:
                about[-1].setdefault("codes", set()).add(said["code"])
    return [it for step in steps for it in step["statements"]]


def split(bin, files, figures):
    """Compares where statements begin and end; gives those that are not ours."""
    missing = []
    for file in files:
        try:
            theirs = accepted(file.read_text(encoding="utf-8-sig"))
        except UnicodeDecodeError:
            theirs = None
        if theirs is None:
            figures["files that are left out"] += 1
            continue
        figures["files"] += 1
        mine = {sql_says.squeeze(it["sql"]) for it in ours(bin, "upgrade", file, "--source", "sql")}
        for text, kind in theirs:
            figures["statements in files"] += 1
            figures["split"] += text in mine
            if text not in mine:
                missing.append((file, kind, text[:160]))
    return missing


def read(bin, roots, figures, kinds):
    """Sorts the statements of whole histories by how well they are known; gives the others."""
    unread = []
    for root in roots:
        for way in ("upgrade", "downgrade"):
            for own in ours(bin, way, root):
                if not is_accepted(own["sql"]):
                    continue
                figures["statements in histories"] += 1
                codes = own.get("codes", set()) & UNREAD
                if codes:
                    figures["unread"] += 1
                    kinds[f"unread: {', '.join(sorted(codes))}"] += 1
                    unread.append((root.name, way, *codes, " ".join(own["sql"].split())[:160]))
                elif own["kept"]:
                    figures["kept"] += 1
                    kinds.update(f"kept: {it}" for it in set(own["kept"]))
                else:
                    figures["known"] += 1
    return unread


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", required=True, type=lambda it: pathlib.Path(it).resolve())
    parser.add_argument("--cache", default=ROOT / ".cache" / "sql", type=pathlib.Path)
    parser.add_argument("--show", type=int, default=20)
    parser.add_argument("folders", nargs="*", type=pathlib.Path)
    args = parser.parse_args()
    roots = sorted(it.parent for it in args.cache.glob("*/.complete"))
    roots += sorted(it.parent / "files" for it in args.cache.glob("packages/*/complete"))
    files = sorted(file for it in [args.cache, *args.folders] for file in it.rglob("*.sql") if file.is_file())
    figures, kinds = collections.Counter(), collections.Counter()
    missing = split(args.bin, files, figures)
    unread = read(args.bin, roots, figures, kinds)
    for name, count in figures.items():
        whole = "statements in files" if name == "split" else "statements in histories"
        share = f"  {100 * count / max(figures[whole], 1):.3f} %" if name in ("split", "known", "kept", "unread") else ""
        print(f"{name:32} {count:8}{share}")
    for name, count in kinds.most_common():
        print(f"    {name:60} {count}")
    for line in (missing + unread)[: args.show]:
        print("  ", *line)
    sys.exit(bool(missing))


if __name__ == "__main__":
    main()
