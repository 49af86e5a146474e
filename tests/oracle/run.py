#!/usr/bin/env python3
"""Holds the product against real Alembic and a real PostgreSQL.

    text       for every revision that real Alembic renders offline: is our SQL the same?
    graph      are revisions, heads, bases and the order of upgrade the same?
    catalogue  does `schema --format sql` on an empty server give what the real run gives?
    refusals   does our replay refuse what a real server refuses, where it does, and for its reason?

The subjects are the demos, our own projects under tests/projects, and the packages of
packages.toml. What must hold is in expected.json; a figure below it fails, a figure above it is
said, so that it can be written down with `--record`.
"""

import argparse
import collections
import dataclasses
import json
import pathlib
import re
import subprocess
import sys

import packages
import refusals
import server

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


@dataclasses.dataclass
class Subject:
    """A project that both sides look at."""

    name: str
    root: pathlib.Path
    locations: list[pathlib.Path]
    postgresql: bool = False

    def ours(self, bin, *arguments):
        named = [f"--versions={it.relative_to(self.root)}" for it in self.locations]
        command = [bin, arguments[0], self.root, *arguments[1:], *named]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode not in (0, 1) or "panicked" in done.stderr:
            raise SystemExit(f"{self.name}: migrascope {arguments[0]} ended with {done.returncode}:\n{done.stderr}")
        return done.stdout


def subjects(cache):
    for ini in sorted(ROOT.glob("public/demo/*/alembic.ini")) + sorted(ROOT.glob("tests/projects/*/alembic.ini")):
        root = ini.parent
        yield Subject(root.name, root, [root / "alembic" / "versions"], postgresql=True)
    for package in packages.read_list(HERE / "packages.toml"):
        packages.fetch(package, cache)
        yield Subject(package.name, package.root, package.locations, package.postgresql)


def alembic(subject):
    command = [sys.executable, HERE / "alembic_says.py", "--root", subject.root, *subject.locations]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{subject.name}: real Alembic failed:\n{done.stderr}")
    return json.loads(done.stdout)


def body(sql):
    """The statements of one step, without the version table's creation and removal."""
    sql = re.sub(r"^-- Running .*$", "", sql, flags=re.M)
    sql = re.sub(r"^(CREATE TABLE alembic_version \(.*?\)|DROP TABLE alembic_version);$", "", sql, flags=re.M | re.S)
    return re.sub(r"\n{3,}", "\n\n", sql).strip()


def in_any_index_order(sql):
    """Alembic itself prints the indexes of one table in the order of a set."""
    parts, run = [], []
    for part in sql.split(";\n\n"):
        if re.match(r"CREATE (UNIQUE )?INDEX ", part):
            run.append(part)
        else:
            parts += sorted(run) + [part]
            run = []
    return parts + sorted(run)


def compare_text(subject, bin, real, figures, shown):
    for direction, extra in (("upgrade", ()), ("downgrade", ("heads:base",))):
        ours = json.loads(subject.ours(bin, direction, *extra, "--sql", "--revision-json", "--as-alembic"))
        by_revision = {it["revision"]: it for it in ours}
        if direction == "upgrade":
            order = [it["revision"] for it in ours]
            figures["graph"] = int(order == real["graph"]["order"])
        for revision, theirs in real[direction].items():
            if not theirs["ok"]:
                continue
            figures[f"{direction}.rendered"] += 1
            mine = by_revision.get(revision, {})
            same = in_any_index_order(body(mine.get("sql", ""))) == in_any_index_order(body(theirs["sql"]))
            figures[f"{direction}.same"] += same
            if not same:
                shown.append((subject.name, direction, revision))
                if mine.get("complete"):
                    figures["silent"] += lost(body(theirs["sql"]), body(mine.get("sql", "")))


def lost(theirs, ours):
    """Whether a statement of theirs is missing from ours."""
    count = lambda sql: collections.Counter(it.strip() for it in sql.split(";\n\n"))
    return bool(count(theirs) - count(ours))


def compare_catalogue(subject, bin, real, running, figures, shown):
    """Runs the chain's own SQL on one database and our schema on another."""
    script = "".join(it["sql"] for it in real["upgrade"].values())
    if not all(it["ok"] for it in real["upgrade"].values()):
        return
    with running.database("theirs") as theirs, running.database("ours") as ours:
        refused = running.psql(theirs, script)
        if refused:
            shown.append((subject.name, "the chain itself", refused[0]))
            return
        figures["catalogue.asked"] += 1
        refused = running.psql(ours, subject.ours(bin, "schema", "--format", "sql"))
        if refused:
            shown.append((subject.name, "our schema", refused[0]))
            return
        left, right = running.dump(theirs), running.dump(ours)
        figures["catalogue.same"] += left == right
        differing = [it for it in left if it not in right] + [it for it in right if it not in left]
        shown.extend((subject.name, "catalogue", it) for it in differing[:4])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", required=True, type=lambda it: pathlib.Path(it).resolve())
    parser.add_argument("--cache", default=ROOT / ".cache" / "packages", type=pathlib.Path)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--show", type=int, default=5, help="how many differences to show per project")
    parser.add_argument("--table", type=pathlib.Path, help="write the figures as a table")
    parser.add_argument("--record", action="store_true", help="write the figures down as what must hold")
    args = parser.parse_args()
    expected_file = HERE / "expected.json"
    expected = json.loads(expected_file.read_text()) if expected_file.exists() else {}
    found, failed = {}, 0
    with server.running() as running:
        for subject in subjects(args.cache):
            if args.only and subject.name not in args.only:
                continue
            figures, shown = collections.Counter(), []
            real = alembic(subject)
            compare_text(subject, args.bin, real, figures, shown)
            if subject.postgresql:
                compare_catalogue(subject, args.bin, real, running, figures, shown)
            found[subject.name] = dict(sorted(figures.items()))
            failed += report(subject.name, figures, shown[: args.show], expected.get(subject.name, {}))
        if not args.only or "refusals" in args.only:
            figures = collections.Counter()
            shown = refusals.compare(args.bin, running, figures)
            found["refusals"] = dict(sorted(figures.items()))
            failed += report_refusals(figures, shown[: args.show], expected.get("refusals", {}))
    if args.table:
        args.table.write_text(table({name: it for name, it in found.items() if name != "refusals"}))
    if args.record:
        expected_file.write_text(json.dumps({**expected, **found}, indent=2, sort_keys=True) + "\n")
        return
    print(f"{len(found) - failed} passed, {failed} failed")
    sys.exit(bool(failed))


def table(found):
    """The figures as Markdown: what is the same, of what real Alembic renders or a server runs."""
    rows = ["| project | graph | upgrade | downgrade | catalogue | lost in silence |", "|---|---|---|---|---|---|"]
    for name, figures in found.items():
        of = lambda kind, all: f"{figures.get(f'{kind}.same', 0)} of {figures.get(f'{kind}.{all}', 0)}"
        graph = "same" if figures.get("graph") else "differs"
        cells = [name, graph, of("upgrade", "rendered"), of("downgrade", "rendered"), of("catalogue", "asked")]
        rows.append("| " + " | ".join([*cells, str(figures.get("silent", 0))]) + " |")
    return "\n".join(rows) + "\n"


def report(name, figures, shown, expected):
    """Prints one project's line; says whether it fell below what must hold."""
    def pair(kind):
        return f"{figures[f'{kind}.same']}/{figures[f'{kind}.rendered']}"

    catalogue = f"{figures['catalogue.same']}/{figures['catalogue.asked']}"
    print(f"{name:24} graph {'same' if figures['graph'] else 'DIFFERS'}  up {pair('upgrade')}  down {pair('downgrade')}"
          f"  catalogue {catalogue}  silent {figures['silent']}", flush=True)
    for line in shown:
        print("   differs:", *line)
    return falls_below(figures, expected)


def report_refusals(figures, shown, expected):
    """Prints how often both sides say the same; says whether that fell below what must hold."""
    same, asked = figures["refusals.same"], figures["refusals.asked"]
    print(f"{'refusals':24} same verdict {same}/{asked} ({100 * same / asked:.1f} %)  silent {figures['silent']}", flush=True)
    for line in shown:
        print("   differs:", line)
    return falls_below(figures, expected)


def falls_below(figures, expected):
    below = [it for it, least in expected.items() if it != "silent" and figures[it] < least]
    if figures["silent"] > expected.get("silent", 0):
        below.append("silent")
    if below:
        print(f"   below what must hold: {', '.join(below)}")
    return bool(below)


if __name__ == "__main__":
    main()
