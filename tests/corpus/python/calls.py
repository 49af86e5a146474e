def f(a, b=2, *args, c=3, **kw):
    return a, b, args, c, kw
print(f(1), f(1, 2, 3, 4, c=5, d=6), f(*[1, 2], **{"c": 9, "z": 1}))
def g(a, /, b, *, c): return (a, b, c)
print(g(1, 2, c=3), g(1, b=2, c=3))
for call in (lambda: g(1, 2), lambda: g(a=1, b=2, c=3), lambda: f(), lambda: g(1, 2, 3, c=1), lambda: f(1, a=2)):
    try:
        call()
    except TypeError as error:
        print("TypeError", str(error).split("(")[0])
h = lambda x, y=10: x * y
print(h(2), h(2, y=3), (lambda *a: sum(a))(1, 2, 3))
def default(x, seen=[]):
    seen.append(x)
    return seen
print(default(1), default(2))
