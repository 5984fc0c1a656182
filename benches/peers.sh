#!/usr/bin/env bash
# Compares a run of mondegreen with a run of typos on the same file, in one session.
#
#   benches/peers.sh MONDEGREEN TYPOS FILE [RUNS]
#
# Prints the median wall and processor time of 20 runs of each (or RUNS), taken in turn, and the ratio of the two.
# MONDEGREEN is the program built with --release; TYPOS is the one that `pip install typos` brings. Needs python3.
set -euo pipefail
if [ $# -lt 3 ]; then
  sed -n '2,7s/^# \{0,1\}//p' "$0"
  exit 2
fi
exec python3 - "$@" <<'PYTHON'
import os, resource, statistics, subprocess, sys, time

mondegreen, typos, path = sys.argv[1:4]
runs = int(sys.argv[4]) if len(sys.argv) > 4 else 20
# Both read this file and nothing else, and answer with their findings; typos exits with 2 where it has some.
peers = {
    "mondegreen": ([mondegreen, "check", "--isolated", "--exit-zero", path], (0,)),
    "typos": ([typos, "--isolated", path], (0, 2)),
}


def measure(command, codes):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    code = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if code.returncode not in codes:
        sys.exit(f"{' '.join(command)}: exit code {code.returncode}\n{code.stderr.decode()}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


times = {name: [] for name in peers}
for round in range(-2, runs):  # two rounds to warm up
    for name, (command, codes) in peers.items():
        taken = measure(command, codes)
        if round >= 0:
            times[name].append(taken)

for name, (command, _) in peers.items():
    version = subprocess.run([command[0], "--version"], capture_output=True, text=True).stdout.strip()
    wall, cpu = (statistics.median(column) * 1000 for column in zip(*times[name]))
    print(f"{version:24} wall {wall:7.1f} ms   processor {cpu:7.1f} ms")
medians = {name: [statistics.median(column) for column in zip(*taken)] for name, taken in times.items()}
wall, cpu = (a / b for a, b in zip(medians["mondegreen"], medians["typos"]))
print(f"{'ratio':24} wall {wall:7.2f}      processor {cpu:7.2f}")
print(f"{runs} runs each on {path}, {os.path.getsize(path)} bytes, {os.cpu_count()} processors")
PYTHON
