"""What the real migrations do to a real PostgreSQL: run online, one revision after the other.

Run as a program it prints one JSON object, revision -> what happened there, in the order of upgrade
and up to the first revision that fails:

    ok         whether it ran
    error      why it did not
    executed   what it sent, but for queries and the version table
    reads      whether it asked for rows of a table
    catalogue  the schema after it, as `pg_dump` writes it; taken at intervals, else null
"""

import contextlib
import io
import json
import pathlib
import re
import sys

import absent
import alembic_says
import server
from alembic.runtime.environment import EnvironmentContext
from sqlalchemy import create_engine, event, pool

CATALOGUE = re.compile(r"\bpg_\w+|information_schema|current_schema|\bversion\(\)|standard_conforming", re.I)
QUERY = re.compile(r"(SELECT|SHOW|WITH|VALUES|TABLE)\b", re.I)
WRITE = re.compile(r"\b(INSERT|UPDATE|DELETE)\b", re.I)


class Sent:
    """What one revision sends to the server."""

    def __init__(self, engine):
        self.statements, self.reads = [], False
        event.listen(engine, "before_cursor_execute", self.hear)

    def clear(self):
        self.statements, self.reads = [], False

    def hear(self, _connection, cursor, statement, parameters, _context, many):
        if "alembic_version" in statement or "alembic_version" in str(parameters):
            return
        if QUERY.match(statement.lstrip()) and not WRITE.search(statement):
            self.reads |= not CATALOGUE.search(statement) and " from " in " ".join(statement.lower().split())
            return
        # Rows that one statement inserts come as one set of parameters, though there are many.
        for row in parameters if many and isinstance(parameters, list) else [parameters]:
            whole = cursor.mogrify(statement, row or None).decode()
            self.statements.append(whole.strip().rstrip(";"))


def run(config, script, step, connection, settings):
    """Runs one step in a transaction of its own; gives the error that ended it if one did."""
    environment = EnvironmentContext(config, script, fn=lambda _heads, _context: [step], destination_rev=None)
    with environment, contextlib.redirect_stdout(io.StringIO()):
        environment.configure(connection=connection, **settings)
        try:
            with environment.begin_transaction():
                environment.run_migrations()
        except Exception as failure:  # Whatever a migration raises is an answer.
            connection.rollback()
            return f"{type(failure).__name__}: {failure}"
    connection.commit()
    return None


def ask(args, running):
    config, script = alembic_says.script_directory(args.locations, args.recursive)
    alembic_says.complete(script)
    steps, settings = script._upgrade_revs("heads", None), alembic_says.settings(args)
    absent.running()
    options = "-c statement_timeout=60000 -c lock_timeout=8000 -c client_min_messages=warning -c timezone=UTC"
    engine = create_engine(running.url(args.database), poolclass=pool.NullPool, connect_args={"options": options})
    sent, heads, answer = Sent(engine), alembic_says.Heads(), {}
    for idx, step in enumerate(steps):
        sent.clear()
        with engine.connect() as connection:
            error = run(config, script, step, connection, settings)
        heads.pass_over(step)
        # With several heads the database holds more than one revision leads to.
        wanted = error is None and len(list(heads)) == 1 and (idx % args.every == 0 or idx + 1 == len(steps))
        answer[step.revision.revision] = {
            "ok": error is None,
            "error": error,
            "executed": sent.statements,
            "reads": sent.reads,
            "catalogue": running.dump(args.database, [args.version_table]) if wanted else None,
        }
        if error is not None:
            break
    return answer


def main():
    parser = alembic_says.arguments(__doc__)
    parser.add_argument("--socket", type=pathlib.Path, required=True, help="where the server listens")
    parser.add_argument("--database", required=True, help="an empty one")
    parser.add_argument("--every", type=int, default=1, help="of how many revisions one catalogue is taken")
    args = parser.parse_args()
    alembic_says.prepare(args)
    running = server.Server(args.socket, server.programs())
    real = sys.stdout
    with contextlib.redirect_stdout(io.StringIO()):
        answer = ask(args, running)
    json.dump(answer, real)


if __name__ == "__main__":
    main()
