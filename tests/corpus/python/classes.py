class Base:
    kind = "base"
    count = 0
    def __init__(self, name):
        self.name = name
        Base.count += 1
    def __repr__(self):
        return f"{type(self).__name__}({self.name!r})"
    def hello(self):
        return "hello " + self.name
    @property
    def upper(self):
        return self.name.upper()
    @upper.setter
    def upper(self, value):
        self.name = value.lower()
    @classmethod
    def make(cls, name):
        return cls(name)
    @staticmethod
    def twice(x):
        return x * 2
class Child(Base):
    kind = "child"
    def __init__(self, name, age=0):
        super().__init__(name)
        self.age = age
    def hello(self):
        return super().hello() + f" aged {self.age}"
c = Child.make("ann")
print(c, c.hello(), c.kind, Base.kind, Base.count, c.upper, Child.twice(4))
c.upper = "BOB"
print(c.name, isinstance(c, Base), issubclass(Child, Base), hasattr(c, "age"), getattr(c, "zip", None))
setattr(c, "zip", 1); print(c.zip, vars(c)); del c.zip; print(hasattr(c, "zip"))
try:
    c.nothing
except AttributeError as error:
    print(error)
print(Child.__name__, [k.__name__ for k in Child.__mro__], c.__class__.__name__)
