#!/usr/bin/env python3
"""Real revisions with one mistake each: do we print what real Alembic prints, or say why not?

A revision that needs nothing but Alembic and SQLAlchemy is cut off from its chain and spoilt in one
place: an argument goes, comes or changes, a name stands for another, a statement is twice. Both
render it offline, up and down. Where the scripts differ, or Alembic stops, and we say nothing, it is
printed. The seed says which mutants they are; run by hand, for as many as there is time for.
"""

import argparse
import ast
import collections
import contextlib
import io
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile

import alembic.command
import alembic.config
import alembic.op

import packages

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent

# What a revision may import: what runs is nobody's but its own.
MODULES = {"__future__", "alembic", "collections", "datetime", "decimal", "enum", "functools", "itertools", "json", "re",
           "sqlalchemy", "textwrap", "typing"}
URLS = {"postgresql": "postgresql+psycopg2://", "mysql": "mysql+mysqldb://", "sqlite": "sqlite://"}
ENVIRONMENT = """from alembic import context
context.configure(url="{url}", literal_binds=True, dialect_opts={{"paramstyle": "named"}})
with context.begin_transaction():
    context.run_migrations()
"""
CHAIN = {"down_revision", "branch_labels", "depends_on"}
VALUES = [
    "None", "True", "False", "0", "1", "-1", "1.5", "''", "'x'", "'order'", "'Weird Name'", "'a.b'", "'a:b'", "'50%'", "'é'", "[]",
    "['a']", "{}", "('a', 'b')", "b'x'", "sa.text('now()')", "sa.func.now()", "sa.null()", "sa.false()", "sa.column('x')",
    "sa.Integer()", "sa.String(5)",
]


def revisions(folders):
    """The sources of revisions that run by themselves, each once, without their place in a chain."""
    found = {}
    for path in (it for folder in folders for it in sorted(folder.rglob("*.py"))):
        try:
            tree = ast.parse(path.read_text())
        except (SyntaxError, UnicodeDecodeError):
            continue
        if is_alone(tree):
            tree.body = [it for it in tree.body if not CHAIN & assigned(it)]
            tree.body.append(ast.parse("down_revision = None").body[0])
            found[ast.unparse(tree)] = path.name
    return found


def is_alone(tree):
    imported = [it.module or "." for it in ast.walk(tree) if isinstance(it, ast.ImportFrom)]
    imported += [name.name for it in ast.walk(tree) if isinstance(it, ast.Import) for name in it.names]
    opens = any(isinstance(it, ast.Name) and it.id in {"open", "exec", "eval", "__import__"} for it in ast.walk(tree))
    foreign = any(it.value.id == "op" and not hasattr(alembic.op, it.attr) for it in attributes_in(tree))
    made = {it.name for it in tree.body if isinstance(it, ast.FunctionDef)}
    return not opens and not foreign and {"upgrade", "downgrade"} <= made and all(it.split(".")[0] in MODULES for it in imported)


def attributes_in(node):
    """Where something of a module is named, as most things are."""
    return [it for it in ast.walk(node) if isinstance(it, ast.Attribute) and isinstance(it.value, ast.Name)]


def assigned(statement):
    targets = getattr(statement, "targets", [getattr(statement, "target", None)])
    return {it.id for it in targets if isinstance(it, ast.Name)}


def called(call):
    return getattr(call.func, "attr", None) or getattr(call.func, "id", None)


class Spoiler:
    """Spoils revisions with what others say."""

    def __init__(self, sources, chance):
        self.chance = chance
        keywords, attributes = collections.defaultdict(set), collections.defaultdict(set)
        for tree in map(ast.parse, sources):
            for call in (it for it in ast.walk(tree) if isinstance(it, ast.Call)):
                keywords[called(call)].update(f"{it.arg}={ast.unparse(it.value)}" for it in call.keywords if it.arg)
            for node in attributes_in(tree):
                attributes[node.value.id].add(node.attr)
        self.keywords = {name: sorted(them) for name, them in keywords.items() if them}
        self.attributes = {name: sorted(them) for name, them in attributes.items()}

    def spoil(self, source):
        """The source with one mistake; nothing where there is no place for it."""
        tree = ast.parse(source)
        function = self.chance.choice([it for it in tree.body if getattr(it, "name", "") in {"upgrade", "downgrade"}])
        way = self.chance.choice([self.name, self.keyword, self.keyword, self.argument, self.constant, self.statement])
        try:
            way(function, [it for it in ast.walk(function) if isinstance(it, ast.Call)])
            return ast.unparse(ast.fix_missing_locations(tree))
        # There is no place, or a part of an f-string is no text any more.
        except (IndexError, ValueError):
            return None

    def name(self, function, _calls):
        node = self.chance.choice([it for it in attributes_in(function) if it.value.id in self.attributes])
        node.attr = self.chance.choice(self.attributes[node.value.id])

    def keyword(self, _function, calls):
        call = self.chance.choice([it for it in calls if called(it) in self.keywords])
        keyword = ast.parse(f"f({self.chance.choice(self.keywords[called(call)])})").body[0].value.keywords[0]
        kept = [it for it in call.keywords if it.arg != keyword.arg]
        call.keywords = kept if len(kept) < len(call.keywords) and self.chance.random() < 0.5 else [*kept, keyword]

    def argument(self, _function, calls):
        call = self.chance.choice([it for it in calls if it.args])
        at = self.chance.randrange(len(call.args))
        match self.chance.choice(["leave out", "swap", "value"]):
            case "leave out":
                del call.args[at]
            case "swap":
                call.args.append(call.args.pop(at))
            case _:
                call.args[at] = ast.parse(self.chance.choice(VALUES)).body[0].value

    def constant(self, function, _calls):
        node = self.chance.choice([it for it in ast.walk(function) if isinstance(it, ast.Constant)])
        told = str(node.value)
        node.value = self.chance.choice([None, not node.value, 0, told, told.upper(), told[:-1], f"it's {told}", told * 9, f'"{told}"'])

    def statement(self, function, _calls):
        at = self.chance.randrange(len(function.body))
        if len(function.body) > 1 and self.chance.random() < 0.5:
            del function.body[at]
        else:
            function.body.append(function.body[at])


def real_says(folder, way):
    """What Alembic prints and why it stops, in a process of its own: a script may change SQLAlchemy."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with os.fdopen(writing, "w") as pipe:
            json.dump(render(folder, way), pipe)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return json.loads(said) if said else (None, None)


def render(folder, way):
    out = io.StringIO()
    config = alembic.config.Config(output_buffer=out)
    config.set_main_option("script_location", str(folder))
    signal.alarm(10)
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            if way == "upgrade":
                alembic.command.upgrade(config, "base:heads", sql=True)
            else:
                alembic.command.downgrade(config, "heads:base", sql=True)
    except BaseException as error:  # A script may raise whatever it likes.
        return None, f"{type(error).__name__}: {error}"
    return out.getvalue(), None


def product_says(bin, folder, way, dialect):
    steps = {"upgrade": "base:heads", "downgrade": "heads:base"}[way]
    command = [bin, way, folder, steps, "--sql", "--as-alembic", "--dialect", dialect, "--versions", "versions"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if done.returncode not in (0, 1) or "panicked" in done.stderr:
        raise SystemExit(f"migrascope ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout, re.search(r"(?m)^((error|warning)\[|note\[(offline-stops|order-by-chance))", done.stderr) is not None


def in_order(script):
    """A script with the indexes that stand side by side in the order of their text: Alembic's is none."""
    pieces, indexes = [], []
    for piece in script.strip().split("\n\n"):
        if re.match(r"CREATE (\w+ )?INDEX", piece):
            indexes.append(piece)
        else:
            pieces += [*sorted(indexes), piece]
            indexes = []
    return [*pieces, *sorted(indexes)]


def ask(bin, folder, dialect, figures):
    """The ways on which a mutant goes wrong in silence, with what Alembic says."""
    for way in ("upgrade", "downgrade"):
        (theirs, why), (ours, is_told) = real_says(folder, way), product_says(bin, folder, way, dialect)
        if theirs is None and why is None:
            figures["without an end"] += 1
        elif theirs is not None and in_order(theirs) == in_order(ours):
            figures["same"] += 1
        elif is_told:
            figures["told"] += 1
        else:
            figures["silent"] += 1
            yield way, why or "another script"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", required=True, type=lambda it: pathlib.Path(it).resolve())
    parser.add_argument("--cache", default=ROOT / ".cache" / "packages", type=pathlib.Path)
    parser.add_argument("--folder", default=[], action="append", type=pathlib.Path, help="more revisions")
    parser.add_argument("--dialect", default="postgresql", choices=URLS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=500)
    args = parser.parse_args()
    listed = [it for it in packages.read_list(HERE / "packages.toml") if (args.cache / f"{it.name}-{it.version}" / "complete").exists()]
    folders = [it for package in listed for it in packages.fetch(package, args.cache).locations]
    sources = revisions([*folders, *args.folder])
    chance, figures = random.Random(args.seed), collections.Counter()
    spoiler, choices = Spoiler(sources, chance), list(sources)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "versions").mkdir()
        (folder / "env.py").write_text(ENVIRONMENT.format(url=URLS[args.dialect]))
        for number in range(args.count):
            source = chance.choice(choices)
            mutant = spoiler.spoil(source)
            if mutant is None:
                continue
            (folder / "versions" / "mutant.py").write_text(mutant)
            for way, why in ask(args.bin, folder, args.dialect, figures):
                print(f"{number} {sources[source]} {way}: {why[:200]}", flush=True)
                changed = set(mutant.splitlines()).difference(source.splitlines())
                print("".join(f"    {it.strip()}\n" for it in changed), end="")
    print(f"{len(sources)} revisions:", ", ".join(f"{count} {word}" for word, count in figures.items()))
    sys.exit(figures["silent"] > 0)


if __name__ == "__main__":
    main()
