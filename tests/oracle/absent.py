"""Stands in for modules that are not installed, so that migrations which import them can be loaded.

While files are loaded, whatever is asked of such a module is there. Once a migration runs, using it
is an error: then the answer would hang on code that nobody has here. Only the project's own files get
stand-ins: a library that is there asks for another one to see whether it is.
"""

import importlib.abc
import importlib.machinery
import pathlib
import sys
import types


class Absent(Exception):
    """A migration used something that is not installed."""


_state = types.SimpleNamespace(running=False)


def running():
    """From now on a use is an error."""
    _state.running = True


class _Kind(type):
    """The class of stand-in classes: any attribute is another stand-in."""

    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _stand_in(f"{cls.__name__}.{name}")

    def __getitem__(cls, _argument):
        return cls

    def __or__(cls, _other):
        return cls

    __ror__ = __or__

    def __iter__(cls):
        return iter(())

    def __repr__(cls):
        # What is written out is no longer Alembic's answer.
        if _state.running:
            raise Absent(cls.__name__)
        return super().__repr__()


class _Thing(metaclass=_Kind):
    """What a stand-in gives when it is called."""

    def __new__(cls, *args, **kwargs):
        if _state.running:
            raise Absent(cls.__name__)
        # A decorator gives back what it decorates.
        if len(args) == 1 and not kwargs and (callable(args[0]) or isinstance(args[0], (classmethod, staticmethod, property))):
            return args[0]
        return super().__new__(cls)

    def __init__(self, *_args, **_kwargs):
        super().__init__()

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _stand_in(name)

    def __call__(self, *args, **kwargs):
        return type(self)(*args, **kwargs)

    def __iter__(self):
        return iter(())


def _stand_in(name):
    return _Kind(name, (_Thing,), {})


class _Module(types.ModuleType):
    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _stand_in(name)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """The last finder that Python asks: it finds everything that files below a folder import."""

    def __init__(self, root):
        self.root = pathlib.Path(root).resolve()

    def find_spec(self, name, path=None, target=None):
        if self.root in _importer().parents:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        return _Module(spec.name)

    def exec_module(self, module):
        pass


def _importer():
    """The file whose import is under way."""
    frame = sys._getframe(1)
    while frame and (frame.f_code.co_filename == __file__ or "importlib" in frame.f_code.co_filename):
        frame = frame.f_back
    return pathlib.Path(frame.f_code.co_filename if frame else "").resolve()


def install(root):
    """Lets every import of files below the folder succeed."""
    sys.meta_path.append(_Finder(root))
