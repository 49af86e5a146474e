s = "Hello World"
print(s.upper(), s.lower(), s.title(), s.swapcase(), "abc def".capitalize(), s.split(), s.split("o"), s.split("o", 1), s.rsplit("o", 1), "a,b,,c".split(","))
print("  x ".strip(), "xxaxx".strip("x"), "xxa".lstrip("x"), "axx".rstrip("x"), "a-b-c".partition("-"), "a-b-c".rpartition("-"), "prefix_a".removeprefix("prefix_"), "a.py".removesuffix(".py"))
print(s.replace("o", "0"), s.replace("o", "0", 1), s.find("o"), s.rfind("o"), s.find("z"), s.index("W"), s.count("l"), s.startswith("He"), s.endswith(("x", "ld")), "-".join(["a", "b"]))
print("5".isdigit(), "a1".isalnum(), "ab".isalpha(), " ".isspace(), "Ab".isupper(), "ab".islower(), "x".center(5, "*"), "x".ljust(3) + "|", "x".rjust(3), "42".zfill(5), "-42".zfill(5))
print(s[0], s[-1], s[2:5], s[::-1], s[::2], s[-3:], len(s), "a" * 3, "ell" in s, "z" not in s, sorted("bca"), "a" < "b", list("abc"), ord("a"), chr(98))
print("line1\nline2".splitlines(), "a\tb".expandtabs(4), "abc".translate(str.maketrans("ab", "xy")), "é".encode(), b"\xc3\xa9".decode(), "a b".encode("utf-8").hex())
print("""doc
  indented""", 'it''s', "con" "cat", r"raw\n", "\u00e9\x41", "tab\there")
print("a" "b", "abc"[1:], "abc"[5:], "snake_case_name".replace("_", " ").title().replace(" ", ""), "x".join("abc"), max("abc"), min("b", "a"))
try: "abc".index("z")
except ValueError as e: print(e)
try: ",".join([1])
except TypeError as e: print(e)
