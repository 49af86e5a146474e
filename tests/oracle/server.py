"""A PostgreSQL server of our own: in a temporary folder, on a socket, stopped at the end."""

import contextlib
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile


def programs():
    """The folder with the newest server's programs."""
    found = pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda it: int(it.parent.parent.name), default=None)
    if newest is None:
        raise SystemExit("no PostgreSQL server on this machine: run scripts/setup.sh tests")
    return newest.parent


@contextlib.contextmanager
def running():
    """A server that exists inside the `with`; gives what its clients connect with."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="migrascope-pg-"))
    bin, as_user = programs(), []
    if os.geteuid() == 0:  # The server refuses to run as root.
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_user = ["runuser", "-u", "postgres", "--"]
    data = folder / "data"
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off"
    control = [*as_user, bin / "pg_ctl", "-D", data, "-w", "-s"]
    subprocess.run(
        [*as_user, bin / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-locale"],
        check=True, stdout=subprocess.DEVNULL, cwd="/",
    )
    try:
        subprocess.run([*control, "-o", options, "-l", folder / "log", "start"], check=True, cwd="/")
        try:
            yield Server(folder, bin)
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=True, cwd="/")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Server:
    """A running server."""

    def __init__(self, socket, bin):
        self.socket = socket
        self.bin = bin

    def url(self, database):
        return f"postgresql+psycopg2://tester@/{database}?host={self.socket}"

    def psql(self, database, sql, stop=True):
        """Runs a script; gives what it complained of."""
        flags = ["-v", "ON_ERROR_STOP=1"] if stop else []
        done = subprocess.run(
            [self.bin / "psql", "-h", self.socket, "-U", "tester", "-d", database, "-X", "-q", "-o", "/dev/null", *flags],
            input=sql, text=True, capture_output=True,
        )
        return [line for line in done.stderr.splitlines() if "ERROR" in line]

    def psql_file(self, database, file):
        """Runs a script to its end whatever is refused; gives all that was complained of."""
        connection = ["-h", self.socket, "-U", "tester", "-d", database]
        done = subprocess.run(
            [self.bin / "psql", *connection, "-X", "-q", "-o", "/dev/null", "-f", file],
            text=True, capture_output=True,
        )
        return done.stderr

    @contextlib.contextmanager
    def database(self, name):
        """An empty database that exists inside the `with`."""
        self.psql("postgres", f'DROP DATABASE IF EXISTS "{name}"; ')
        self.psql("postgres", f'CREATE DATABASE "{name}" TEMPLATE template0;')
        try:
            yield name
        finally:
            self.psql("postgres", f'DROP DATABASE "{name}" WITH (FORCE);')

    def dump(self, database, leave_out=("alembic_version",)):
        """The catalogue as `pg_dump` writes it, statement by statement, sorted."""
        excluded = [f"--exclude-table={it}" for it in leave_out]
        text = subprocess.run(
            [self.bin / "pg_dump", "-h", self.socket, "-U", "tester", "-s", "-O", *excluded, database],
            check=True, text=True, capture_output=True,
        ).stdout
        lines = (line for line in text.splitlines() if not line.startswith(("--", "\\")))
        return sorted(it.strip() for it in "\n".join(lines).split("\n\n") if it.strip())
