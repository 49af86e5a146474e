def steps(name, n):
    print(name, "begins")
    try:
        for i in range(n):
            print(name, "makes", i)
            yield i
            print(name, "goes on after", i)
    finally:
        print(name, "ends")


for i in steps("a", 3):
    print("body", i)

for i in steps("b", 3):
    if i == 1:
        break
    print("body", i)
else:
    print("never said")


def counted():
    n = 0
    while True:
        yield n
        n += 1


for n in counted():
    if n > 4:
        break
print("stopped at", n)


def first_above(least):
    for n in counted():
        if n > least:
            return n


print(first_above(6))


def both():
    one = yield from steps("c", 1)
    print("between", one)
    yield from steps("d", 2)


for i in both():
    print("body", i)

try:
    for i in steps("e", 2):
        raise ValueError("in the body")
except ValueError as error:
    print("caught", error)


def fails():
    yield 1
    raise KeyError("in the generator")


try:
    for i in fails():
        print("body", i)
except KeyError as error:
    print("caught", error)


def guarded():
    try:
        yield 1
    except ValueError:
        print("not for the generator")


try:
    for i in guarded():
        raise ValueError("of the body")
except ValueError as error:
    print("caught", error)

state = []


def looks():
    while len(state) < 3:
        yield len(state)


for size in looks():
    state.append(size)
print(state)


def looks_at(letters):
    for letter in letters:
        yield letter


def inside():
    word = "own"
    for i in steps("f", 1):
        print(sorted(locals()), word)


inside()

shared = looks_at("xyz")
for letter in shared:
    break
print(list(shared))
