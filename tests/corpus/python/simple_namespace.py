from types import SimpleNamespace
import sys, abc
n = SimpleNamespace(a=1, b="x"); n.c = [n.a]; print(n.a, n.b, n.c)
class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...
    @property
    @abc.abstractmethod
    def name(self): ...
class Sq(Shape):
    name = "sq"
    def __init__(self, s): self.s = s
    def area(self): return self.s ** 2
print(Sq(3).area(), Sq.name, isinstance(Sq(1), Shape), sys.maxsize > 2 ** 31)
def f(): "doc of f"
class D: """doc of D"""
print(f.__doc__, D.__doc__, f.__name__, D.__name__)
try: sys.exit(3)
except SystemExit as e: print("exit", e.code if hasattr(e, "code") else e.args)
