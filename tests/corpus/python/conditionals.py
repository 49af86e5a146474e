for v in (None, 0, "", [], {}, (), 0.0, "0", [0], False, True):
    print("T" if v else "F", end="")
print()
def sign(n):
    if n < 0: return "neg"
    elif n == 0: return "zero"
    elif n < 10: return "small"
    else: return "big"
print([sign(n) for n in (-1, 0, 5, 50)])
a, b = 1, None
print(a if b is None else b, b or "default", a and "and", not b, a is not None and a > 0, 1 < 3 > 2, 1 == 1 == 1, "a" in "abc" and "z" not in "abc")
x = (1 if a else 2) if b else (3 if a else 4); print(x)
def side(n): print("side", n); return n
print(side(0) or side(2), side(0) and side(1), side(1) < side(2) < side(0))
if a: print("one")
if not b and (a or x): print("two")
pass
