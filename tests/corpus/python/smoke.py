import contextlib
x = 1
def f(a, b=2, *args, c=3, **kw):
    return a + b + c + sum(args), kw
print(f(1), f(1, 2, 3, c=4, d=5))
class A:
    n = 1
    def __init__(self, v):
        self.v = v
    def get(self):
        return self.v + self.n
    @property
    def double(self):
        return self.v * 2
    @classmethod
    def make(cls, v):
        return cls(v)
    @staticmethod
    def st(x): return x
class B(A):
    def get(self):
        return super().get() + 10
print(B(5).get(), B.make(3).double, A.st(4), isinstance(B(1), A))
try:
    raise ValueError("no")
except (KeyError, ValueError) as e:
    print("caught", e, repr(e))
finally:
    print("fin")
@contextlib.contextmanager
def cm(n):
    print("enter", n)
    try:
        yield n + 1
    finally:
        print("exit")
with cm(1) as v, cm(v):
    print(v)
for i, (k, w) in enumerate({"a": 1, "b": 2}.items()):
    print(f"{i}: {k!r} -> {w:>4} {w=}")
else:
    print("else")
print([a*b for a in range(3) for b in range(3) if a != b], {k: 1 for k in "ab"}, {1,1})
print("%s %d %5.2f" % ("x", 3, 2.5), "{} {a:<5}|".format(1, a="z"))
print(" ".join(sorted("c b a".split())), "abc"[::-1], [1,2,3][-1], (1,), 7 // 2, -7 % 3, 2**10, 1/3)
def gen():
    for i in range(3):
        yield i
print(list(gen()), sum(gen()))
a, *b, c = [1,2,3,4]
print(a, b, c, 1 < 2 < 3, not x)
