"""Runs the training pipeline's unit tests in an environment of their own: python3 models/training/check.py

The environment (numpy and onnx, as pinned in requirements-test.txt) is made once under node_modules/.cache
and again when the pins or the Python change. The last line is "N passed, N failed".
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
PINS = HERE / "requirements-test.txt"
ENVIRONMENT = HERE.parent.parent / "node_modules" / ".cache" / "training-venv"
INSIDE = "--inside"
OLDEST = (3, 11)


def prepare() -> Path:
    """Makes the environment unless it is up to date; returns its Python."""
    python = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = ENVIRONMENT / "stamp"
    wanted = hashlib.sha256(PINS.read_bytes() + sys.version.encode()).hexdigest()
    if python.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return python
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    try:
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
    except subprocess.CalledProcessError:
        raise SystemExit("Python could not make an environment. On Debian: apt-get install python3-venv") from None
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", str(PINS)]
    if subprocess.run(install, check=False).returncode != 0:
        raise SystemExit("numpy and onnx could not be installed. Is the package index within reach?")
    stamp.write_text(wanted, encoding="utf-8")
    return python


def run_tests() -> int:
    """Runs every test; a skipped one counts as failed, so that none is passed over in silence."""
    suite = unittest.defaultTestLoader.discover(str(HERE))
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    bad = len(result.failures) + len(result.errors) + len(result.skipped) + len(result.unexpectedSuccesses)
    passed = result.testsRun - bad
    sys.stderr.flush()
    print(f"{max(0, passed)} passed, {bad} failed", flush=True)
    return 0 if bad == 0 and passed > 0 else 1


def main() -> int:
    """Outside the environment: prepares it and starts anew inside. Inside: runs the tests."""
    if sys.version_info < OLDEST:
        raise SystemExit(f"Python {'.'.join(map(str, OLDEST))} or later is needed.")
    if INSIDE in sys.argv:
        return run_tests()
    # Bytecode stays out of the source folders.
    settings = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([str(prepare()), __file__, INSIDE], env=settings, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
