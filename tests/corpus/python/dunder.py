class V:
    def __init__(self, x): self.x = x
    def __add__(self, o): return V(self.x + (o.x if isinstance(o, V) else o))
    __radd__ = __add__
    def __mul__(self, o): return V(self.x * o)
    def __eq__(self, o): return isinstance(o, V) and self.x == o.x
    def __lt__(self, o): return self.x < o.x
    def __hash__(self): return hash(self.x)
    def __str__(self): return f"<{self.x}>"
    def __len__(self): return self.x
    def __bool__(self): return self.x != 0
    def __getitem__(self, i): return self.x * i
    def __contains__(self, i): return i == self.x
    def __call__(self, *a): return sum(a) + self.x
    def __iter__(self): return iter(range(self.x))
    def __neg__(self): return V(-self.x)
    def __iadd__(self, o): self.x += 100; return self
    def __format__(self, spec): return f"V[{spec}]"
v = V(3)
print(str(v + V(1)), str(v + 1), str(1 + v), str(v * 2), v == V(3), v != V(4), v < V(5), len(v), bool(V(0)))
print(v[4], 3 in v, v(1, 2), list(v), str(-v), f"{v:abc}", sorted([V(3), V(1)])[0].x, {V(1): "a"}[V(1)])
v += 1
print(v.x, max([V(1), V(7)]).x)
class G:
    def __getattr__(self, name): return "got " + name
    def __setitem__(self, k, v): self.__dict__.setdefault("d", {}); print("set", k, v)
    def __delitem__(self, k): print("del", k)
g = G(); print(g.foo); g["a"] = 1; del g["a"]
class Ctx:
    def __enter__(self): print("enter"); return self
    def __exit__(self, kind, value, tb):
        print("exit", kind.__name__ if kind else None, value)
        return kind is KeyError
with Ctx() as c:
    print("body")
with Ctx():
    raise KeyError("k")
print("after")
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration
        return self.n
print(list(It()), [x for x in It()], next(It()))
