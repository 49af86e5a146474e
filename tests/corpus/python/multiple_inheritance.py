class A:
    def who(self): return ["A"]
class B(A):
    def who(self): return ["B"] + super().who()
class C(A):
    def who(self): return ["C"] + super().who()
class D(B, C):
    def who(self): return ["D"] + super().who()
print(D().who(), [k.__name__ for k in D.__mro__])
class Mixin:
    extra = 1
    def describe(self): return f"{self.label}:{self.extra}"
class Thing(Mixin, A):
    label = "thing"
print(Thing().describe())
class Registry:
    known = []
    def __init_subclass__(cls, **kw):
        super().__init_subclass__()
        Registry.known.append((cls.__name__, kw))
class One(Registry): pass
class Two(Registry, tag="x"): pass
print(Registry.known)
