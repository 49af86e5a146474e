#!/usr/bin/env python3
"""Real SQL projects: is our schema after each revision what a real PostgreSQL holds?

    up         `schema --at REV --format sql` on an empty server against the real files, run in order
    down       the same after each rollback, from the last revision down
    letter     is what we print what stands in the file?
    refusals   an error of ours at a statement that the server takes, or none where it refuses

Behind a revision of which we say that something in it cannot be known, all is counted apart.

The projects are in sql_projects.toml.
"""

import argparse
import collections
import contextlib
import json
import os
import pathlib
import re
import sys

import refusals
import server
import sql_projects

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent

# How a file that holds both directions says where each begins.
MARKS = {
    "goose": (r"--\s*\+goose\s+Up\b.*", r"--\s*\+goose\s+Down\b.*"),
    "dbmate": (r"--\s*migrate:up\b.*", r"--\s*migrate:down\b.*"),
    "sql-migrate": (r"--\s\+migrate\s+Up\b.*", r"--\s\+migrate\s+Down\b.*"),
    "node-pg-migrate": (r"--\s*up\s+migration\b.*", r"--\s*down\s+migration\b.*"),
}
# What a tool writes anew before it runs it, or cuts in its own way.
WRITTEN_ANEW = {"liquibase", "flyway", "supabase"}

# What notes the version in a transaction of its own, on the same connection: that commits what a
# file leaves open.
COMMIT_WHAT_IS_OPEN = {"golang-migrate", "sql-migrate"}

TABLE = """What a real PostgreSQL holds after running a project's own files in order, and what
`migrascope schema` says that it holds, as `pg_dump` writes both: revision by revision up, then, where
there are rollbacks, from the last one down. *Refused* are revisions that the server itself refuses;
there the comparison ends. *Unknown* are revisions of which we say that what they do hangs on rows,
on the day or on a program, and *behind those* counts the catalogues from there on. *As in the files*
are scripts of ours that are what the file says. `make parity` writes this table.

| project | tool | revisions | refused | up | down | unknown | behind those | as in the files | wrongly refused | lost in silence |
|---|---|---|---|---|---|---|---|---|---|---|
"""


class Theirs:
    """A server's database that the real files are run on, one after the other."""

    def __init__(self, project, bin, running):
        self.project, self.bin, self.running = project, bin, running
        self.database, self.empty = "theirs", "ours"
        self.figures, self.shown = collections.Counter(), []
        # Whether all that ran so far is known, as we say.
        self.known = True
        # The schema that was asked of us last, and what the server makes of it.
        self.last = ("no schema", [], [])

    @contextlib.contextmanager
    def databases(self):
        """Both databases, as they are before the first revision."""
        with self.running.database(self.database), self.running.database(self.empty):
            for it in (self.database, self.empty):
                self.running.psql(it, self.project.before, stop=False)
            yield

    def go(self, way, steps, every):
        """Runs the steps and compares after each; says whether all of them ran."""
        texts = scripts(self.project.ours(self.bin, way, "--sql"), way)
        sign = "" if way == "upgrade" else "down."
        for at, step in enumerate(steps):
            own = texts.get(step["revision"], "")
            refused = self.running.psql(self.database, f"SET client_min_messages = error;\n{self.real(way, step, own)}")
            said = errors(step)
            self.known &= step["complete"]
            self.figures[f"{sign}revisions"] += 1
            if refused:
                self.show(way, step, "server refuses", refused[0][:300], "" if said else "and we say nothing")
                self.figures[f"{sign}refused"] += 1
                lacks = "is not available" in refused[0]  # An extension that this machine lacks.
                self.figures["silent"] += self.known and not said and not lacks
                return False
            self.figures["false"] += self.known and bool(said)
            for it in said[:3]:
                self.show(way, step, "we refuse", it["file"], it["line"], it["code"], it["message"])
            self.figures["unknown"] += not step["complete"]
            is_last = at == len(steps) - 1
            if at % every == 0 or is_last:
                self.compare(way, step, f"{sign}catalogue", is_last)
        return True

    def real(self, way, step, own):
        """The text of the revision's file, in the transaction that its tool puts around it."""
        text = real_text(self.project, way, step)
        if text is None:
            return own
        self.figures["letter.asked"] += 1
        same = squeeze(text) == squeeze("".join(it["sql"] + ";" for it in step["statements"]))
        self.figures["letter.same"] += same
        if not same:
            self.show(way, step, "is not what stands in the file")
        begin = "BEGIN;" if own.lstrip().startswith("BEGIN;") else ""
        commit = ";COMMIT;" if begin or self.project.tool in COMMIT_WHAT_IS_OPEN else ""
        return f"{begin}\n{text}\n{commit}"

    def compare(self, way, step, figure, is_last):
        """Compares the catalogues, and the dumps, too, after the last step of a way."""
        figure = figure if self.known else f"unknown.{figure}"
        self.figures[f"{figure}.asked"] += 1
        flag = "--at" if way == "upgrade" else "--rolled-back"
        text = self.project.ours(self.bin, "schema", flag, step["revision"], "--format", "sql")
        _, left = self.running.catalogue(self.database)
        if text != self.last[0]:  # Most revisions that change rows only leave the schema as it is.
            self.last = (text, *self.running.catalogue(self.empty, text))
        _, refused, right = self.last
        if refused:
            self.show(way, step, "our schema is refused", refused[0][:300])
            return
        if is_last:
            left, right = left + self.running.dump(self.database), right + self.dump(text)
        self.figures[f"{figure}.same"] += left == right
        left, right = collections.Counter(left), collections.Counter(right)
        for sign, lines, others in ("-", left - right, right - left), ("+", right - left, left - right):
            for it in list(lines)[:4]:
                self.show(way, step, sign, from_difference(it, others))

    def dump(self, text):
        """What a server's dump says after our schema."""
        with self.running.database("dumped") as database:
            self.running.psql(database, self.project.before, stop=False)
            self.running.psql(database, text)
            return self.running.dump(database)

    def show(self, way, step, *words):
        self.shown.append((step["revision"], "" if way == "upgrade" else "down", *words))


def from_difference(line, others):
    """A line from shortly before where it differs from the one of the others that is most like it."""
    common = max((len(os.path.commonprefix([line, it])) for it in others), default=0)
    return line[:60] + (" … " if common > 160 else "") + line[max(60, common - 100) : common + 200]


def scripts(text, way):
    """What each revision runs, with the transactions that its tool puts around it."""
    named = r"-> (\S+)$" if way == "upgrade" else r"(\S+) -> .*$"
    parts = re.split(rf"^(BEGIN;\n\n)?-- Running {way} .*?{named}", text, flags=re.M)
    begins, revisions, bodies = parts[1::3], parts[2::3], parts[3::3]
    return {revision: (begin or "") + body for begin, revision, body in zip(begins, revisions, bodies)}


def real_text(project, way, step):
    """What stands in the file for this direction; nothing where the tool changes it."""
    files = {it["file"] for it in step["statements"]}
    if len(files) != 1 or project.tool in WRITTEN_ANEW:
        return None
    text = (project.root / files.pop()).read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    if project.tool not in MARKS:
        return text
    parts = re.split(r"^[ \t]*(?:({})|({}))$".format(*MARKS[project.tool]), text, flags=re.M | re.I)
    wanted = 1 if way == "upgrade" else 2
    return "".join(body for mark, body in zip(parts[wanted::3], parts[3::3]) if mark)


def squeeze(text):
    """A text by which two ways of writing the same statements are equal: without comments and space."""
    words = re.finditer(
        r"(--[^\n]*|/\*.*?\*/|\s+|;)|'(?:[^']|'')*'|\"[^\"]*\"|\$(\w*)\$.*?\$\2\$|.", text, flags=re.S
    )
    return "".join(it[0] for it in words if it[1] is None)


def errors(step):
    """What we say that the server would refuse in a revision."""
    return [it for it in step["diagnostics"] if it["severity"] == "error" and it["code"] in refusals.CODES]


def compare(project, bin, running, every):
    """The figures of one project, up and down, and what differs."""
    theirs = Theirs(project, bin, running)
    up = project.steps(bin, "upgrade")
    if found(project, bin) != up:
        theirs.show("upgrade", {"revision": "*"}, f"is not found to be {project.tool}")
        theirs.figures["not found"] += 1
    with theirs.databases():
        if theirs.go("upgrade", up, every):
            theirs.go("downgrade", ways_back(project, bin), every)
    return theirs.figures, theirs.shown


def found(project, bin):
    """The steps by the tool that the project has."""
    named = project.ours(bin, "upgrade", "--sql", "--revision-json", "--source", project.tool)
    return json.loads(named or "[]")


def ways_back(project, bin):
    """The rollbacks from the last revision down to the first that has none."""
    reversible = {it["id"]: it["reversible"] for it in json.loads(project.ours(bin, "history", "--format", "json"))}
    steps = []
    for step in project.steps(bin, "downgrade"):
        if not reversible.get(step["revision"]):
            break
        steps.append(step)
    return steps


def is_good(figures):
    whole = all(figures[f"{it}.same"] == figures[f"{it}.asked"] for it in ("catalogue", "down.catalogue", "letter"))
    return whole and not (figures["silent"] or figures["false"] or figures["not found"])


def row(project, figures):
    def of(*names):
        same, asked = (sum(figures[f"{name}.{it}"] for name in names) for it in ("same", "asked"))
        return f"{same} of {asked}" if asked else ""

    refused = figures["refused"] + figures["down.refused"]
    cells = [project.name, project.tool, figures["revisions"], refused, of("catalogue"), of("down.catalogue"),
             figures["unknown"], of("unknown.catalogue", "unknown.down.catalogue"), of("letter"), figures["false"], figures["silent"]]
    return "| " + " | ".join(str(it) for it in cells) + " |\n"


def ask_all(projects, bin, cache, running, every, show):
    """Compares the projects one by one; gives the rows of the table and how many are not as they must be."""
    rows, bad = "", 0
    for project in projects:
        try:
            sql_projects.fetch(project, cache)
        except sql_projects.Absent as absent:
            print(absent, file=sys.stderr)
            continue
        figures, shown = compare(project, bin, running, every)
        bad += not is_good(figures)
        rows += row(project, figures)
        print(f"{project.name:20} " + "  ".join(f"{name} {it}" for name, it in sorted(figures.items()) if it), flush=True)
        for line in shown[:show]:
            print("   ", *line)
    return rows, bad


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", required=True, type=lambda it: pathlib.Path(it).resolve())
    parser.add_argument("--cache", default=ROOT / ".cache" / "sql", type=pathlib.Path)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--all", action="store_true", help="the long list")
    parser.add_argument("--every", type=int, default=1, help="compare after every so many revisions, and the last")
    parser.add_argument("--show", type=int, default=6)
    parser.add_argument("--table", type=pathlib.Path, help="write the figures as a table")
    args = parser.parse_args()
    wanted = lambda it: it.name in args.only if args.only else args.all or it.always
    projects = [it for it in sql_projects.read_list() if wanted(it)]
    with server.running() as running:
        rows, bad = ask_all(projects, args.bin, args.cache, running, args.every, args.show)
    if args.table:
        args.table.write_text(TABLE + rows)
    print(f"{rows.count(chr(10))} measured, {bad} not as they must be")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
