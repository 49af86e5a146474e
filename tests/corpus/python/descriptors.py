class Upper:
    def __set_name__(self, owner, name): self.name = "_" + name
    def __get__(self, obj, owner): return self if obj is None else getattr(obj, self.name).upper()
    def __set__(self, obj, value): setattr(obj, self.name, value)
class P:
    title = Upper()
    def __init__(self, t): self.title = t
p = P("abc"); print(p.title, p._title); p.title = "z"; print(p.title, type(P.title).__name__)
class Ro:
    @property
    def x(self): return 1
try: Ro().x = 2
except AttributeError as e: print("AttributeError")
class Meta:
    def __setattr__(self, k, v): super().__setattr__(k, v * 2)
m = Meta(); m.a = 2; print(m.a)
class Single:
    _inst = None
    def __new__(cls):
        if cls._inst is None: cls._inst = super().__new__(cls)
        return cls._inst
print(Single() is Single())
class Cls:
    items = []
    def add(self, x): self.items.append(x); return self
Cls().add(1).add(2); print(Cls.items, Cls().items)
bound = Cls().add; bound(3); print(Cls.items, Cls.add.__name__)
