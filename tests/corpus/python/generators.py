def gen(n):
    for i in range(n):
        yield i
    return "done"
print(list(gen(3)), sum(gen(4)), [x for x in gen(2)], tuple(gen(2)), dict((i, i) for i in gen(2)))
def chain(*its):
    for it in its:
        yield from it
print(list(chain([1], "ab", gen(2))))
g = gen(2)
print(next(g), next(g), next(g, "end"))
try:
    next(g)
except StopIteration:
    print("stopped")
def pairs():
    a = 1
    while a < 50:
        yield a, a * 2
        a *= 3
for one, two in pairs(): print(one, two)
it = iter([1, 2, 3])
print(next(it), list(it), list(it))
def batches(items, size):
    for at in range(0, len(items), size):
        yield items[at:at + size]
print(list(batches(list(range(7)), 3)))


def stepwise():
    print("begins")
    got = yield 1
    return "done"


waiting = stepwise()
print("nothing ran")
print(next(waiting))
try:
    next(waiting)
except StopIteration as end:
    print(end.value)


def through():
    result = yield from stepwise()
    yield result


print(list(through()))
unused = map(print, ["never printed"])
print(list(map(print, ["printed", "too"])))
