from contextlib import contextmanager, suppress, nullcontext, ExitStack, closing
@contextmanager
def tag(name):
    print("<" + name)
    try:
        yield name.upper()
    except ValueError as e:
        print("caught", e)
    finally:
        print(name + ">")
with tag("a") as a, tag("b") as b:
    print(a, b)
with tag("c"):
    raise ValueError("inside")
def early():
    with tag("d"):
        return "returned"
print(early())
for i in range(2):
    with tag("e"):
        if i == 0: continue
        break
with suppress(KeyError, IndexError):
    {}["x"]
with nullcontext(5) as n: print(n)
class Store:
    @contextmanager
    def locked(self, n):
        print("lock", n)
        yield self
        print("unlock")
with Store().locked(3) as s: print(type(s).__name__)
class Res:
    def close(self): print("closed")
with closing(Res()) as r: print("using")
try:
    with tag("f"):
        raise KeyError("out")
except KeyError as e:
    print("outer", e)
with (tag("g") as g, tag("h")): print(g)
from contextvars import ContextVar
tenant = ContextVar("tenant"); mode = ContextVar("mode", default="plain")
print(mode.get(), tenant.get("none"), mode.name)
token = mode.set("other"); print(mode.get(), token.var is mode); mode.reset(token); print(mode.get())
first = tenant.set("a"); second = tenant.set("b"); tenant.reset(second); print(tenant.get()); tenant.reset(first)
try: tenant.get()
except LookupError: print("LookupError")
class Kept:
    @classmethod
    def make(cls): return cls.__name__
print(Kept.__dict__["make"].__func__(Kept), staticmethod(len).__func__("ab"))


from contextlib import ExitStack

with ExitStack() as stack:
    stack.callback(print, "last", end=".\n")
    stack.callback(print, "first")
    print("inside")
