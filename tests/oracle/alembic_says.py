"""What real Alembic says of a project: its graph, and the SQL of every revision in offline mode.

Every revision is rendered alone, from the heads that the chain has reached, so that one that fails
does not hide the others. Run as a program it prints one JSON object:

    graph      revisions, heads, bases, and the order of upgrade
    upgrade    revision -> {"ok": bool, "sql": text, "error": text or null}
    downgrade  the same
"""

import argparse
import ast
import contextlib
import io
import json
import pathlib
import sys
import types
import warnings

import absent
import alembic.script.base
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import HeadMaintainer
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData


class Heads:
    """The rows of the version table, as they move from step to step."""

    def __init__(self, heads=()):
        self.maintainer = HeadMaintainer(_NoDatabase(), heads)

    def __iter__(self):
        return iter(sorted(self.maintainer.heads))

    def pass_over(self, step):
        self.maintainer.update_to_step(step)


class _NoDatabase:
    """Takes the place of a migration context for a `HeadMaintainer` that only counts."""

    as_sql = True

    class impl:
        """Statements go nowhere."""

        @staticmethod
        def _exec(*_args, **_kwargs):
            return None

    from sqlalchemy import Column, MetaData, String, Table

    _version = Table("alembic_version", MetaData(), Column("version_num", String(32)))


CONSTANTS = ("revision", "down_revision", "branch_labels", "depends_on")


def load_what_loads():
    """From now on a file that can't be imported costs its own revision, not the whole chain."""
    util = alembic.script.base.util
    real = util.load_python_file

    def load(folder, name):
        try:
            return real(folder, name)
        except (Exception, SystemExit) as failure:  # Whatever a file raises is an answer.
            return _constants_of(pathlib.Path(folder, name), failure)

    util.load_python_file = load


def _constants_of(path, failure):
    """A module with what a revision file says of its place in the history, and nothing to run."""
    module = types.ModuleType(path.stem)
    tree = ast.parse(path.read_bytes())
    module.__doc__ = ast.get_docstring(tree)
    for node in tree.body:
        named = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for name in (it.id for it in named if isinstance(it, ast.Name) and it.id in CONSTANTS):
            with contextlib.suppress(ValueError):
                setattr(module, name, ast.literal_eval(node.value))
    if not hasattr(module, "revision"):
        raise failure

    def refuse(*_args, **_kwargs):
        raise ImportError(f"the file could not be imported: {failure!r}")

    module.upgrade = module.downgrade = refuse
    return module


def script_directory(locations, recursive=False):
    config = Config()
    config.set_main_option("script_location", str(locations[0].parent))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(str(it) for it in locations))
    config.set_main_option("recursive_version_locations", "true" if recursive else "false")
    return config, ScriptDirectory.from_config(config)


def render(config, script, step, heads, dialect, settings):
    """The offline SQL of one step, and the error that ended it if one did."""
    out = io.StringIO()
    environment = EnvironmentContext(
        config,
        script,
        fn=lambda _heads, _context: [step],
        as_sql=True,
        starting_rev=tuple(heads) or None,
        destination_rev=step.revision.revision,
    )
    error = None
    with environment, contextlib.redirect_stdout(io.StringIO()):
        environment.configure(
            dialect_name=dialect,
            output_buffer=out,
            literal_binds=True,
            dialect_opts={"paramstyle": "named"},
            **settings,
        )
        try:
            environment.run_migrations()
        except Exception as failure:  # Whatever a migration raises is an answer.
            error = f"{type(failure).__name__}: {failure}"
    return out.getvalue(), error


def complete(script):
    """Gives every revision both functions: one that its file lacks raises when it is run."""
    for revision in script.walk_revisions():
        for name in ("upgrade", "downgrade"):
            if not hasattr(revision.module, name):
                setattr(revision.module, name, _missing)


def _missing(*_args, **_kwargs):
    raise NotImplementedError("the file has no such function")


def rows_after(steps):
    """What the version table holds after these steps: a head that another one needs has no row."""
    heads = Heads()
    for step in steps:
        heads.pass_over(step)
    return tuple(heads)


def settings(args):
    """What the project's `env.py` says to Alembic."""
    metadata = MetaData(naming_convention=args.naming) if args.naming else None
    return {"version_table": args.version_table, "target_metadata": metadata}


def ask(args):
    config, script = script_directory(args.locations, args.recursive)
    complete(script)
    upgrades = script._upgrade_revs("heads", None)
    rows, said = rows_after(upgrades), settings(args)
    absent.running()
    answer = {
        "graph": {
            "revisions": [it.revision for it in script.walk_revisions()],
            "heads": sorted(script.get_heads()),
            "bases": sorted(script.get_bases()),
            "order": [step.revision.revision for step in upgrades],
        }
    }
    for direction in ("upgrade", "downgrade"):
        goes_up = direction == "upgrade"
        steps = upgrades if goes_up else script._downgrade_revs("base", rows)
        heads = Heads(() if goes_up else rows)
        answer[direction] = {}
        for step in steps:
            sql, error = render(config, script, step, heads, args.dialect, said)
            answer[direction][step.revision.revision] = {"ok": error is None, "sql": sql, "error": error}
            heads.pass_over(step)
    return answer


def arguments(doc):
    """What every program needs that runs a project's migrations."""
    parser = argparse.ArgumentParser(description=doc.splitlines()[0])
    parser.add_argument("--root", type=pathlib.Path, required=True, help="what goes on Python's path")
    parser.add_argument("--needed", type=pathlib.Path, help="where packages are that the project needs")
    parser.add_argument("--version-table", default="alembic_version")
    parser.add_argument("--naming", type=json.loads, help="the naming convention of the metadata that `env.py` hands on")
    parser.add_argument("--recursive", action="store_true")
    parser.add_argument("locations", nargs="+", type=pathlib.Path)
    return parser


def prepare(args):
    """Lets the project's files be imported, as far as they can be."""
    warnings.simplefilter("ignore")
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(args.root))
    # Behind the others: the pinned Alembic and SQLAlchemy stay the ones that are asked.
    sys.path += [str(args.needed)] if args.needed else []
    absent.install(args.root)
    load_what_loads()


def main():
    parser = arguments(__doc__)
    parser.add_argument("--dialect", default="postgresql")
    args = parser.parse_args()
    prepare(args)
    real = sys.stdout
    with contextlib.redirect_stdout(io.StringIO()):
        answer = ask(args)
    json.dump(answer, real)


if __name__ == "__main__":
    main()
