"""Real packages from the Python package index, pinned, in a cache that git ignores."""

import dataclasses
import pathlib
import subprocess
import sys
import tomllib
import zipfile


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
    root: pathlib.Path = pathlib.Path()

    @property
    def called(self):
        """The project's own name: one package may hold several."""
        return self.project or self.name

    @property
    def locations(self):
        return [self.root / it for it in self.versions]


def read_list(path):
    table = tomllib.loads(path.read_text())
    return [Package(**row) for row in table["package"]]


def fetch(package, cache):
    """Downloads and unpacks the package, unless the cache holds it."""
    folder = cache / f"{package.name}-{package.version}"
    package.root = folder / "files"
    if (folder / "complete").exists():
        return package
    folder.mkdir(parents=True, exist_ok=True)
    wanted = f"{package.name}=={package.version}"
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    # Any wheel for any platform and any Python will do: only its Python files are read.
    subprocess.run([*pip, "--only-binary", ":all:", "--ignore-requires-python", "-d", folder, wanted], check=True)
    for wheel in folder.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(package.root)
        wheel.unlink()
    (folder / "complete").touch()
    return package
