name, n, x = "Ann", 42, 3.14159
print(f"{name} {n:5d}|{n:<5}|{n:^5}|{n:05d}|{n:+}|{n:x}|{n:#x}|{n:b}|{n:,}")
print(f"{x:.2f} {x:8.3f} {x:e} {x:g} {1234567.891:,.2f} {0.25:%} {1e10} {1e16} {1e-5} {100.0} {1/3}")
print(f"{name!r:>8} {name!s:*^9} {name:.2} {'a' + 'b'} {n=} {n + 1 = }")
w = 10
print(f"{name:>{w}}|{name:{'<'}{w}}|{{literal}}|{[1, 2]}|{dict(a=1)}")
print(f"a" "b" f"{n}" rf"\n{n}")
print(f"""multi
{name}
""")
print(f"{None} {True} {(1,)} {'q' if n else 'z'} {n!r} {name[0]} {name.upper()}")
