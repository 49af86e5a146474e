import functools
def log(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        print("call", f.__name__, args, kwargs)
        return f(*args, **kwargs)
    return wrapper
def times(n):
    def deco(f):
        def inner(*a):
            return [f(*a) for _ in range(n)]
        return inner
    return deco
@log
def add(a, b=1): return a + b
@times(2)
@log
def hi(x): return x.upper()
print(add(1, b=5), add.__name__, hi("a"))
class Memo:
    def __init__(self, f): self.f = f; self.calls = 0
    def __call__(self, *a): self.calls += 1; return self.f(*a)
@Memo
def sq(x): return x * x
print(sq(3), sq(4), sq.calls)
def tagged(cls):
    cls.tag = cls.__name__.lower()
    return cls
@tagged
class Foo: pass
print(Foo.tag)
@functools.lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(12))
p = functools.partial(add, 10, b=3)
print(p(), functools.reduce(lambda a, b: a * b, [1, 2, 3, 4]), functools.reduce(lambda a, b: a + b, [], 5))
class C:
    @functools.cached_property
    def v(self): print("once"); return 42
c = C(); print(c.v, c.v)
@functools.cache
def one(): return 1
print(one())


import functools


def labelled(label):
    def decorate(function):
        function.label = label
        return function

    return decorate


def twice(function):
    @functools.wraps(function)
    def run(*args):
        function(*args)
        return function(*args)

    return run


@twice
@labelled("greets")
def greet(name):
    print("hello", name)


greet("you")
print(greet.label, greet.__name__)
