a = [3, 1, 2]
a.append(4); a.extend([5, 6]); a.insert(0, 0); a.remove(1)
print(a, a.pop(), a.pop(0), a, a.index(2), a.count(3), a[1:3], a[-1], a[::-1], len(a), 3 in a)
b = a[:]; b.sort(); print(a, b); b.sort(reverse=True); print(b); b.reverse(); print(b)
b[0] = 99; b[1:3] = [7, 8, 9]; print(b); del b[0]; del b[-1:]; print(b); b += [1]; b *= 2; print(b); b.clear(); print(b)
print(sorted(["b", "A", "c"], key=str.lower), sorted([(2, "a"), (1, "b")]), sorted([1, 2, 3], key=lambda x: -x), sorted("cab", reverse=True))
x, *y, z = [1, 2, 3, 4]; print(x, y, z); (p, q), r = (1, 2), 3; print(p, q, r); [m, n] = "ab"; print(m, n)
print([1, 2] + [3], [0] * 3, [1, [2, 3]] == [1, [2, 3]], [1, 2] < [1, 3], min([3, 1]), max(1, 5, 2), sum([1.5, 2]), list(reversed([1, 2])), [1, 2, 3].copy())
t = (1, 2, 3); print(t[0], t[1:], t + (4,), t.index(2), t.count(1), (1,), (), tuple([1]), 1 in t, {(1, hash("a")): 3}[(1, hash("a"))], hash("a") == hash("a"))
for bad in (lambda: [][0], lambda: [1].remove(2), lambda: [].pop(), lambda: (1, 2)[5], lambda: [1]["a"]):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
try:
    a, b = [1, 2, 3]
except ValueError as e: print(e)
try:
    a, b, c = [1]
except ValueError as e: print(e)
m = [[0] * 2 for _ in range(2)]; m[0][1] = 5; print(m)
print(*[1, 2], *"ab", sep="-"); print([*range(3), *[9]], {**{"a": 1}, "b": 2}, {*[1, 2], 3})
