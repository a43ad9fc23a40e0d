"""pywb and the EDGI client in an environment of their own: heavy, and at odds with what we depend on."""

import fcntl
import subprocess
import sys
import venv
from pathlib import Path

TOOLS = Path(__file__).resolve().parents[2] / ".cache" / "archive-tools"
PACKAGES = ("pywb>=2.8,<3", "wayback>=0.4.5,<1", "setuptools<81")  # pywb still imports pkg_resources


def install() -> Path | str:
    """The folder of the programs, installed when that was not done yet; a sentence when it cannot be done."""
    done = TOOLS / "installed"
    wanted = "\n".join(PACKAGES) + sys.version
    TOOLS.mkdir(parents=True, exist_ok=True)
    with (TOOLS / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several test processes
        if not done.is_file() or done.read_text() != wanted:
            venv.create(TOOLS / "venv", with_pip=True, clear=True)
            pip = [TOOLS / "venv" / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
            try:
                tried = subprocess.run([*pip, *PACKAGES], capture_output=True, text=True, timeout=300, check=False)
            except subprocess.TimeoutExpired:
                return "pywb could not be installed within five minutes"
            if tried.returncode:
                return f"pywb cannot be installed here: {tried.stderr.strip().splitlines()[-1:]}"
            done.write_text(wanted)
    return TOOLS / "venv" / "bin"
