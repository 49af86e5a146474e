class Tags(list):
    def first(self): return self[0]
t = Tags([1, 2]); t.append(3); print(t, t.first(), len(t), [x for x in t], isinstance(t, list), t + [4], t == [1, 2, 3], 2 in t, t[1:])
class Conf(dict):
    def __getattr__(self, k):
        try: return self[k]
        except KeyError: raise AttributeError(k)
    def __init__(self, *a, **k):
        super().__init__(*a, **k)
        self["extra"] = 1
c = Conf(a=5); print(c.a, c["a"], c.extra, sorted(c), c.get("z"), hasattr(c, "q"), dict(c), len(c))
class Name(str):
    def shout(self): return self.upper() + "!"
n = Name("bob"); print(n, n.shout(), n + "x", n == "bob", len(n), f"{n:>5}", isinstance(n, str), {"bob": 1}[n], n[0])
class Int(int):
    def __new__(cls, v): return super().__new__(cls, v * 2)
    @property
    def half(self): return self // 2
print(Int(4), Int(4) + 1, Int(4).half)
class Missing(dict):
    def __missing__(self, k): return "no " + k
print(Missing(a=1)["a"], Missing()["b"])
class T(tuple):
    pass
print(T([1, 2]), T((3,))[0])
