"""Records what CPython prints for the scripts of `tests/corpus/python`.

Run it after adding or changing a script: `python3 tests/oracle/record_python.py`.
"""

import os
import pathlib
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "corpus" / "python"

# Sets give their items in the same order each time.
ENVIRONMENT = os.environ | {"PYTHONHASHSEED": "0"}

for script in sorted(FOLDER.glob("*.py")):
    run = subprocess.run(
        [sys.executable, "-P", "-W", "ignore", str(script)],
        capture_output=True,
        text=True,
        check=False,
        env=ENVIRONMENT,
    )
    if run.returncode != 0:
        sys.exit(f"{script.name} fails:\n{run.stderr}")
    script.with_suffix(".out").write_text(run.stdout)
