#!/usr/bin/env python3
"""Holds the product against real Alembic and a real PostgreSQL.

    text       for every revision that real Alembic renders offline: is our SQL the same? For
               PostgreSQL, MySQL and SQLite
    graph      are revisions and the order of upgrade the same?
    catalogue  does `schema --at REV --format sql` on an empty server give what the real run gives?
    beyond     what Alembic can't render offline, yet runs: are our statements those that it sends?
    alarms     revisions that run, and of which we say that they fail
    refusals   does our replay refuse what a real server refuses, where it does, and for its reason?
               Asked of the machine's version and of the newest, with `--large` of every one.
               refusals/misses.toml lists the cases in which it doesn't: these, and no others
    syntax     of spoilt statements, do we refuse those that PostgreSQL's parser does? syntax.py
    projects   the catalogue after every revision of real SQL projects, up and down: sql_says.py

The subjects are the demos, our own projects under tests/projects, the packages of packages.toml,
those that are marked `large` only with `--large`, and the corpus' cases about MySQL and SQLite.
What must hold is in expected.json; a figure below it fails. `--record` writes figures and misses down.
"""

import argparse
import collections
import dataclasses
import json
import os
import pathlib
import shutil
import subprocess
import sys

import misses
import online
import packages
import refusals
import server
import sql_projects
import sql_says
import syntax
import text

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
DIALECTS = ("postgresql", "mysql", "sqlite")

# Of these figures there may be no more than before; of all others no fewer.
FAULTS = ("silent", "alarms")


@dataclasses.dataclass
class Subject:
    """A project that both sides look at."""

    name: str
    root: pathlib.Path
    locations: list[pathlib.Path]
    postgresql: bool = False
    recursive: bool = False
    version_table: str = "alembic_version"
    naming: dict[str, str] = dataclasses.field(default_factory=dict)
    needed: pathlib.Path | None = None
    environment: dict[str, str] = dataclasses.field(default_factory=dict)
    dialects: tuple[str, ...] = DIALECTS

    @property
    def flags(self):
        """What both programs that run the project need to know of it."""
        found = ["--root", self.root, "--version-table", self.version_table]
        found += ["--needed", self.needed] if self.needed else []
        found += ["--naming", json.dumps(self.naming)] if self.naming else []
        return found + (["--recursive"] if self.recursive else []) + self.locations

    def ours(self, bin, *arguments):
        # Both sides are told the version table, since the real one does not run the project's `env.py`.
        named = [f"--version-table={self.version_table}"]
        named += [f"--versions={it.relative_to(self.root)}" for it in self.locations]
        version = f"--server={server.version_here()}"
        command = [bin, arguments[0], self.root, *arguments[1:], version, *named]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode not in (0, 1) or "panicked" in done.stderr:
            raise SystemExit(f"{self.name}: migrascope {arguments[0]} ended with {done.returncode}:\n{done.stderr}")
        return done.stdout


def asked_versions(all):
    """The server that the machine has, and the newest; in the long run every one that we know."""
    known = server.BUILDS if all else [server.version_here(), max(server.BUILDS)]
    return sorted({*known, server.version_here()})


def subjects(cache, large, only):
    for ini in sorted(ROOT.glob("public/demo/*/alembic.ini")) + sorted(ROOT.glob("tests/projects/*/alembic.ini")):
        root = ini.parent
        yield Subject(root.name, root, [root / "alembic" / "versions"], postgresql=True)
    for package in packages.read_list(HERE / "packages.toml"):
        if package.large and not large or only and package.called not in only:
            continue
        packages.fetch(package, cache)
        needed = package.needed if package.needs else None
        traits = (package.postgresql, package.recursive, package.version_table, package.naming, needed, package.environment)
        yield Subject(package.called, package.root, package.locations, *traits)
    for dialect in DIALECTS:
        for case in sorted(ROOT.glob(f"tests/corpus/{dialect}/*.case")):
            root = cache / "cases" / dialect / case.stem
            write_case(case, root)
            # What hangs on an `env.py` of its own, or is no Python, is not asked here.
            if not (root / "versions").is_dir():
                continue
            yield Subject(f"{dialect}/{case.stem}", root, [root / "versions"], dialects=(dialect,))


def write_case(case, root):
    """Writes the files of a case of the corpus where Alembic can load them."""
    shutil.rmtree(root, ignore_errors=True)
    for section in case.read_text().split("\n=== ")[1:]:
        path, content = section.split("\n", 1)
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content)


def alembic(subject, dialect):
    command = [sys.executable, HERE / "alembic_says.py", "--dialect", dialect, *subject.flags]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | subject.environment)
    if done.returncode:
        raise SystemExit(f"{subject.name}: real Alembic failed:\n{done.stderr}")
    return json.loads(done.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", required=True, type=lambda it: pathlib.Path(it).resolve())
    parser.add_argument("--cache", default=ROOT / ".cache" / "packages", type=pathlib.Path)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--large", action="store_true", help="the large packages, too")
    parser.add_argument("--every", type=int, default=1, help="of how many revisions one catalogue is compared")
    parser.add_argument("--show", type=int, default=5, help="how many differences to show per project")
    parser.add_argument("--table", type=pathlib.Path, help="write the figures as a table")
    parser.add_argument("--record", action="store_true", help="write the figures down as what must hold")
    args = parser.parse_args()
    expected_file = HERE / "expected.json"
    expected = json.loads(expected_file.read_text()) if expected_file.exists() else {}
    found, failed = {}, 0
    with server.running() as running:
        for subject in subjects(args.cache, args.large, args.only):
            if args.only and subject.name not in args.only:
                continue
            try:
                figures, shown = compare(subject, args, running)
            except SystemExit as failure:  # One project that can't be asked does not hide the others.
                print(failure, file=sys.stderr)
                failed += 1
                continue
            found[subject.name] = dict(sorted(figures.items()))
            must = expected.get(subject.name, {})
            if args.every > 1:  # What must hold was counted over every revision.
                must = {name: it for name, it in must.items() if not name.startswith("catalogue.")}
            failed += report(subject.name, figures, shown[: args.show], must)
        projects = [it for it in sql_projects.read_list() if it.always and it.name in (args.only or [it.name])]
        failed += sql_says.ask_all(projects, args.bin, ROOT / ".cache" / "sql", running, 1, args.show)[1]
    if args.table:
        args.table.write_text(table(found))
    if not args.only or "refusals" in args.only:
        for version in asked_versions(args.large):
            bin = None if version == server.version_here() else server.fetch(version, ROOT / ".cache")
            with server.running(bin) as running:
                cases, missed = refusals.compare(args.bin, running, version)
            if args.record:
                misses.write(missed, version)
            failed += report_refusals(version, len(cases), missed)
    if not args.only or "syntax" in args.only:
        failed += bool(syntax.ask(args.bin, args.record))
    if args.record:
        expected_file.write_text(json.dumps({**expected, **found}, indent=2, sort_keys=True) + "\n")
        return
    print(f"{len(found)} measured, {failed} below what must hold or not to be asked")
    sys.exit(bool(failed))


def compare(subject, args, running):
    """The figures of one project in every dialect, and what differs."""
    figures, shown = collections.Counter(), []
    for dialect in subject.dialects:
        counted, real = collections.Counter(), alembic(subject, dialect)
        ours = text.compare(subject, args.bin, dialect, real, counted, shown)["upgrade"]
        if subject.postgresql and dialect == "postgresql":
            online.compare(subject, args.bin, real, ours, running, args.every, counted, shown)
        figures.update({prefix(dialect) + name: it for name, it in counted.items()})
    return figures, shown


def prefix(dialect):
    """What stands before the names of a dialect's figures: nothing for PostgreSQL's."""
    return "" if dialect == "postgresql" else f"{dialect}."


def by_dialect(figures):
    """The figures of each dialect that was asked, under names without the dialect's."""
    for dialect in DIALECTS:
        start = prefix(dialect)
        if f"{start}graph" in figures:
            own = {name.removeprefix(start): it for name, it in figures.items() if name.startswith(start)}
            yield dialect, collections.Counter(own)


def table(found):
    """The figures as Markdown: what is the same, of what real Alembic renders or a server runs."""
    columns = "project", "dialect", "graph", "upgrade", "downgrade", "catalogue", "beyond", "lost in silence", "false alarms"
    rows = ["| " + " | ".join(columns) + " |", "|---" * len(columns) + "|"]
    for name, all_figures in found.items():
        for dialect, figures in by_dialect(all_figures):
            of = lambda kind, all: f"{figures[f'{kind}.same']} of {figures[f'{kind}.{all}']}"
            online = [of("catalogue", "asked"), of("beyond", "asked")] if dialect == "postgresql" else ["", ""]
            graph = "same" if figures["graph"] else "differs"
            faults = [str(figures["silent"]), str(figures["alarms"]) if dialect == "postgresql" else ""]
            cells = [name, dialect, graph, of("upgrade", "rendered"), of("downgrade", "rendered"), *online, *faults]
            rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows) + "\n"


def report(name, all_figures, shown, expected):
    """Prints one project's lines; says whether it fell below what must hold."""
    for dialect, figures in by_dialect(all_figures):
        def pair(kind, all="rendered"):
            return f"{figures[f'{kind}.same']}/{figures[f'{kind}.{all}']}"

        online = f"  catalogue {pair('catalogue', 'asked')}  beyond {pair('beyond', 'asked')}  alarms {figures['alarms']}" if dialect == "postgresql" else ""
        print(f"{name:24} {dialect:10} graph {'same' if figures['graph'] else 'DIFFERS'}  up {pair('upgrade')}  down {pair('downgrade')}"
              f"{online}  silent {figures['silent']}", flush=True)
    for line in shown:
        print("   differs:", *line)
    return falls_below(all_figures, expected)


def report_refusals(version, asked, missed):
    """Prints how often both sides say the same; says whether the misses are not those that are listed."""
    same, silent = asked - len(missed), sum(1 for it in missed if it.kind == "silent")
    name = f"refusals of PostgreSQL {version}"
    print(f"{name:24} same verdict {same}/{asked} ({100 * same / asked:.1f} %)  silent {silent}", flush=True)
    unlisted, mended = misses.compare(missed, version)
    for it in unlisted:
        print(f"   differs, and is not listed as {it.kind}:", it)
    for kind, called in mended:
        print(f"   is listed as {kind} and is so no more, take it off the list: {called}")
    return bool(unlisted or mended)


def falls_below(figures, expected):
    below = [it for it, least in expected.items() if not it.endswith(FAULTS) and figures[it] < least]
    below += [it for it in list(figures) if it.endswith(FAULTS) and figures[it] > expected.get(it, 0)]
    below += [it for it in list(figures) if it.endswith("graph") and not figures[it] and it not in expected]
    if below:
        print(f"   below what must hold: {', '.join(below)}")
    return bool(below)


if __name__ == "__main__":
    main()
