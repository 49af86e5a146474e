"""Real packages from the Python package index, pinned, in a cache that git ignores."""

import dataclasses
import pathlib
import subprocess
import sys
import tomllib
import zipfile

HERE = pathlib.Path(__file__).resolve().parent


@dataclasses.dataclass
class Package:
    """One package with its revisions, unpacked."""

    name: str
    version: str
    versions: list[str]
    postgresql: bool = False
    large: bool = False
    recursive: bool = False
    project: str = ""
    version_table: str = "alembic_version"
    naming: dict[str, str] = dataclasses.field(default_factory=dict)
    needs: list[str] = dataclasses.field(default_factory=list)
    environment: dict[str, str] = dataclasses.field(default_factory=dict)
    root: pathlib.Path = pathlib.Path()

    @property
    def called(self):
        """The project's own name: one package may hold several."""
        return self.project or self.name

    @property
    def locations(self):
        return [self.root / it for it in self.versions]

    @property
    def needed(self):
        """Where the packages are that its migrations import."""
        return self.root.parent / "needed"


def read_list(path):
    table = tomllib.loads(path.read_text())
    return [Package(**row) for row in table["package"]]


def fetch(package, cache):
    """Downloads and unpacks the package, unless the cache holds it."""
    folder = cache / f"{package.name}-{package.version}"
    package.root = folder / "files"
    once(folder / "complete", lambda: download(package, folder))
    if package.needs:
        once(package.needed / "complete", lambda: install(package))
    return package


def once(mark, work):
    """Does the work, unless the mark says that it was done to its end."""
    if not mark.exists():
        mark.parent.mkdir(parents=True, exist_ok=True)
        work()
        mark.touch()


def download(package, folder):
    wanted = f"{package.name}=={package.version}"
    # Any wheel for any platform and any Python will do: only its Python files are read.
    any_wheel = ["--no-deps", "--only-binary", ":all:", "--ignore-requires-python"]
    pip("download", *any_wheel, "-d", folder, wanted)
    for wheel in folder.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(package.root)
        wheel.unlink()


def install(package):
    # Beside the others, so that what one project needs does not change what another one finds.
    pip("install", "--upgrade", "--constraint", HERE / "requirements.txt", "--target", package.needed, *package.needs)


def pip(verb, *arguments):
    command = [sys.executable, "-m", "pip", verb, "--quiet", "--disable-pip-version-check", *arguments]
    subprocess.run(command, check=True)
