print("{} {}".format(1, "a"), "{1} {0}".format("x", "y"), "{a} {b:>4}".format(a=1, b=2), "{0.real} {1[k]} {1[k]!r}".format(5, {"k": "v"}))
print("%s %d %r %5.1f %-5s| %05d %x %%" % ("a", 3, "b", 2.25, "c", 42, 255), "%s" % 1, "%(a)s-%(b)d" % {"a": "x", "b": 2}, "%s" % (1,), "%s" % [1, 2])
print("{:>{w}}".format("a", w=5), "{{}}".format(), "{:,}".format(1234567), "{:.3}".format("abcdef"), "{!r}".format("x"))
for bad in (lambda: "%d" % "x", lambda: "%s %s" % 1, lambda: "%s" % (1, 2), lambda: "{} {}".format(1), lambda: "{x}".format()):
    try: bad()
    except (TypeError, IndexError, KeyError, ValueError) as e: print(type(e).__name__)
print(format(3.5, ".2f"), format("a", ">3"), str(1.0), str(True), repr("it's"), repr('say "hi"'), repr("a\nb\t\\"), ascii("é"))
print(repr({"a": [1, (2,)], None: {1}}), str(b"by\x00te"), repr(()), [None, True, 1.5])
from string import Template
print(Template("$a ${b} $$").substitute(a=1, b="x"))
