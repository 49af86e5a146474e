class AppError(Exception):
    def __init__(self, message, code=1):
        super().__init__(message)
        self.code = code
class Sub(AppError): pass
def run(kind):
    try:
        if kind == 0: return "ok"
        if kind == 1: raise Sub("sub", code=7)
        if kind == 2: {}["x"]
        if kind == 3: [][1]
        if kind == 4: int("x")
        if kind == 5: 1 / 0
        if kind == 6: None.foo
        if kind == 7: undefined
        if kind == 8: "a" + 1
        if kind == 9: raise NotImplementedError
    except AppError as e:
        return f"app {e} {e.code} {e.args}"
    except (KeyError, IndexError) as e:
        return f"{type(e).__name__} {e}"
    except ArithmeticError as e:
        return f"arith {e}"
    except Exception as e:
        return f"{type(e).__name__}: {e}"
    else:
        return "else"
    finally:
        print("finally", kind)
for k in range(11): print(run(k))
try:
    try:
        raise ValueError("inner")
    except ValueError as e:
        raise RuntimeError("outer") from e
except RuntimeError as e:
    print(e, repr(e.__cause__))
try:
    try:
        raise KeyError("x")
    except KeyError:
        raise
except LookupError as e:
    print("again", e)
try:
    assert 1 == 2, "math"
except AssertionError as e:
    print("assert", e)
for i in range(3):
    try:
        if i == 1: continue
        print("try", i)
    finally:
        print("fin", i)
print(repr(ValueError("a", 1)), str(ValueError("a", 1)), repr(KeyError("k")), str(Exception()))
try:
    raise SystemExit
except BaseException as e:
    print(type(e).__name__)
