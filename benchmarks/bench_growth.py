"""Growth of the build from 178 to 2,000 to 20,000 captures: time and memory, of a process that only builds.

python benchmarks/bench_growth.py [--captures 178 2000 20000]

178 profiles are looked at again and again, and 2 % of them were edited each time.  Every build is cold: no reading is
in the cache.  What is measured is a whole `jsiq-scrape build`, whose memory counts from the start of the interpreter.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from processes import Used, measured
from rows import seconds, tell

HERE = Path(__file__).resolve().parent
PROFILES = 178

# In a process of its own: what a process is started from counts into its memory.
STORE = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from bench_history import captures, store
from jsiq_scrape.workspace import Workspace
store(Workspace(Path(sys.argv[2])), captures(int(sys.argv[3]), int(sys.argv[4])))
"""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--captures", type=int, nargs="+", default=[178, 2000, 20000])
    arguments.add_argument("--rounds", type=int, default=2, help="of all but the largest")
    asked = arguments.parse_args()
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    found: list[tuple[int, Used]] = []
    for wanted in asked.captures:
        times = max(1, round(wanted / PROFILES))
        with tempfile.TemporaryDirectory() as name:
            command = [sys.executable, "-c", STORE, str(HERE), name, str(PROFILES), str(times)]
            subprocess.run(command, env=environment, check=True)
            runs = []
            for _ in range(1 if wanted == max(asked.captures) else asked.rounds):
                shutil.rmtree(Path(name) / ".cache", ignore_errors=True)
                runs.append(measured([sys.executable, "-m", "jsiq_scrape", "build", "--root", name], environment))
            used = Used(
                min(one.wall for one in runs), min(one.processor for one in runs), min(one.memory for one in runs)
            )
            found.append((times * PROFILES, used))
        said = f"{used.processor:7.2f} s processor {used.wall:7.2f} s wall {used.memory:5.0f} MB"
        print(f"{times * PROFILES:7} captures {said}")
    (few, small), (many, large) = found[0], found[-1]
    for number, used in found:
        tell(
            f"build of {number:,} captures, processor time; peak memory {used.memory:.0f} MB",
            used.processor / number * 1000,
            ours=seconds(used.processor),
            ratio="ms a capture",
        )
    if len(found) > 1:
        growth = (large.processor / small.processor) / (many / few)
        print(f"{many / few:.0f} times the captures take {growth:.2f} times as long a capture")
        tell(
            f"time a capture of {many:,} against {few:,}",
            growth,
            ours=seconds(large.processor),
            floor=seconds(small.processor),
            ratio="share",
            at_most=1.0,
        )
        a_thousand = (large.memory - small.memory) / (many - few) * 1000
        print(f"every further thousand captures takes {a_thousand:.2f} MB")
        tell("memory of a further thousand captures", a_thousand, ours=f"{a_thousand:.2f} MB", ratio="MB")


if __name__ == "__main__":
    main()
