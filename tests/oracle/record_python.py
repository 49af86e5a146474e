"""Records what CPython prints for the scripts of `tests/corpus/python`.

Run it after adding or changing a script: `python3 tests/oracle/record_python.py`.
"""

import pathlib
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "corpus" / "python"

for script in sorted(FOLDER.glob("*.py")):
    run = subprocess.run(
        [sys.executable, "-P", "-W", "ignore", str(script)], capture_output=True, text=True, check=False
    )
    if run.returncode != 0:
        sys.exit(f"{script.name} fails:\n{run.stderr}")
    script.with_suffix(".out").write_text(run.stdout)
