import itertools, operator
from itertools import chain, product, groupby, islice, count, repeat, accumulate, zip_longest, combinations, permutations
print(list(chain([1], "ab")), list(chain.from_iterable([[1], [2, 3]])), list(product("ab", [1, 2])), list(islice(count(5), 3)), list(islice("abcdef", 1, 5, 2)), list(repeat(0, 3)))
print([(k, list(g)) for k, g in groupby([1, 1, 2, 3, 3])], list(accumulate([1, 2, 3])), list(zip_longest([1, 2], "a", fillvalue="-")), list(combinations("abc", 2)), list(permutations([1, 2, 3], 2))[:3])
print(list(zip(count(), "ab")), list(itertools.takewhile(lambda x: x < 3, [1, 2, 3, 1])), list(itertools.dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(itertools.starmap(pow, [(2, 3), (3, 2)])), list(itertools.pairwise([1, 2, 3])))
print(sorted([{"n": 2}, {"n": 1}], key=operator.itemgetter("n")), operator.itemgetter(0, 2)("abc"), operator.attrgetter("real")(5), operator.add(1, 2), list(map(operator.methodcaller("upper"), ["a"])))
c = count(10, 5); print(next(c), next(c)); cyc = itertools.cycle("ab"); print([next(cyc) for _ in range(5)])

from itertools import compress

print(list(compress("abcd", [1, 0, True, None])))
