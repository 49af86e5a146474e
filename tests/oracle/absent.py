"""Stands in for modules that are not installed, so that migrations which import them can be loaded.

While files are loaded, whatever is asked of such a module is there. Once a migration runs, using it
is an error: then the answer would hang on code that nobody has here.
"""

import importlib.abc
import importlib.machinery
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
    """The last finder that Python asks: it finds everything."""

    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        return _Module(spec.name)

    def exec_module(self, module):
        pass


def install():
    """Lets every import succeed."""
    sys.meta_path.append(_Finder())
