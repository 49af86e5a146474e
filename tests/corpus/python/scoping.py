x = "global"
def read(): return x
class K:
    x = "class"
    def m(self): return x
    y = [x for _ in range(1)]
def shadow():
    x = "local"
    return [x, read(), K().m()]
print(shadow(), K.x)
def comp():
    return [i for i in range(3)], "i" in dir() if False else None
print(comp())
for loop_var in range(3): pass
print(loop_var)
def make():
    fs = []
    for i in range(2):
        def f(i=i): return i
        fs.append(f)
    return [f() for f in fs]
print(make(), __name__ is not None)
try:
    raise ValueError("e")
except ValueError as err:
    pass
try: err
except NameError: print("err is gone")
def g():
    if False: pass
    y = 1
    def h():
        def k(): return y
        return k()
    return h()
print(g())
print(sorted(k for k in globals() if k in ("x", "K", "shadow")))
