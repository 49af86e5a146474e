a = b = [1]; b.append(2); print(a is b, a)
x, y = 1, 2; x, y = y, x; print(x, y)
(a, b), *c = [(1, 2), 3, 4]; print(a, b, c)
class O: pass
o = O(); o.a = o.b = 5; o.a += 1; print(o.a, o.b)
d = {"k": 1}; d["k"] += 5; d["n"] = d.get("n", 0) + 1; print(d)
l = [1, 2, 3]; l[0], l[-1] = l[-1], l[0]; l[1] *= 10; print(l)
n: int = 5; m: "str"; print(n)
del n
try: print(n)
except NameError as e: print(e)
def f():
    return 1, 2
p, q = f(); print(p, q); t = 1,; print(t)
i = 0
def nxt():
    global i
    i += 1
    return i
arr = [0] * 4; arr[nxt()] = nxt(); print(arr)
s = "a"; s += "b"; s *= 2; print(s); tup = (1,); tup += (2,); print(tup); st = {1}; st |= {2}; print(st)
