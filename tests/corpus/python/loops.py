for i in range(5):
    if i == 1: continue
    if i == 3: break
    print(i)
else:
    print("never")
for i in []: pass
else: print("empty else")
n = 3
while n:
    n -= 1
    if n == 1: continue
    print("n", n)
else:
    print("while else")
while True:
    n += 1
    if n > 5: break
print(n)
for a, (b, *c) in [(1, (2, 3, 4)), (5, (6,))]: print(a, b, c)
for i, x in enumerate("ab", start=1): print(i, x)
for a, b in zip([1, 2, 3], "xy"): print(a, b)
for k in {"a": 1, "b": 2}: print(k)
print(list(range(10, 0, -3)), list(range(0)), range(3), len(range(2, 10, 3)), 4 in range(0, 10, 2), range(5)[2])
for x in reversed([1, 2, 3]): print(x, end=" ")
print()
items = [1, 2, 3]
for x in items:
    if x < 3: items.append(x + 10)
    if len(items) > 6: break
print(items)

numbers = {1}
try:
    for it in numbers: numbers.add(it + 1)
except RuntimeError as error: print(error, numbers)
table = {1: 1}
try:
    for it in table: table[it + 1] = 1
except RuntimeError as error: print(error, table)
try:
    for it in table: table.pop(it)
except RuntimeError as error: print(error, table)
for it in table: table[it] = 5
for it in list(table): table.pop(it)
print(table)
