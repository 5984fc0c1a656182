#!/usr/bin/env bash
# Compares `check --since` on many transcripts of which a few changed with the same on those few alone.
#
#   benches/since.sh MONDEGREEN [TRANSCRIPTS] [CHANGED] [RUNS]
#
# Makes two repositories of git in a temporary folder, of 5000 transcripts (or TRANSCRIPTS) and of 3 (or CHANGED), with
# the same change to those 3 in both, and prints the median wall and processor time of 20 runs (or RUNS) of each, taken
# in turn. Needs git and python3.
set -euo pipefail
if [ $# -lt 1 ]; then
  sed -n '2,8s/^# \{0,1\}//p' "$0"
  exit 2
fi
exec python3 - "$(realpath "$0")" "$(realpath "$1")" "${@:2}" <<'PYTHON'
import os, resource, statistics, subprocess, sys, tempfile, time

script, mondegreen = sys.argv[1:3]
transcripts, changed, runs = (int(given) for given in (sys.argv[3:] + ["5000", "3", "20"][len(sys.argv) - 3 :]))
with open(os.path.join(os.path.dirname(script), "../fixtures/talks/call.txt"), encoding="utf-8") as file:
    talk = file.read()


def git(folder, *args):
    who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "gc.auto=0"]
    subprocess.run(["git", *who, *args], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def repository(folder, count):
    """Transcripts in folders of a hundred, committed, and the last line of the first ones of some folders changed."""
    step = max(count // changed, 1)
    names = [f"calls/{number // 100}/{number}.txt" for number in range(count)]
    for number, name in enumerate(names):
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"Call {number}\n\n{talk}")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "--all")
    git(folder, "commit", "-q", "-m", "calls")
    # Files as old as the index are read again by git until it has looked at them later.
    time.sleep(1.1)
    git(folder, "update-index", "--really-refresh", "--force-write-index")
    for name in names[::step][:changed]:
        with open(os.path.join(folder, name), "a", encoding="utf-8") as file:
            file.write("\nAnd now, Give That Dudo with Amazon Q.\n")
    return folder


def measure(folder, *options):
    command = [mondegreen, "check", "--isolated", "--format", "jsonl", *options]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    run = subprocess.run(command, cwd=folder, capture_output=True)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if run.returncode != 1:
        sys.exit(f"{' '.join(command)}: exit code {run.returncode}\n{run.stderr.decode()}")
    found = run.stdout.count(b"\n")
    return wall * 1000, (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000, found


with tempfile.TemporaryDirectory() as folder:
    cases = {
        f"{transcripts} transcripts, {changed} changed": (repository(os.path.join(folder, "many"), transcripts), "--since", "main"),
        f"{changed} transcripts, {changed} changed": (repository(os.path.join(folder, "few"), changed), "--since", "main"),
    }
    times = {name: [] for name in cases}
    for turn in range(-2, runs):  # two rounds to warm up
        for name, case in cases.items():
            taken = measure(*case)
            if turn >= 0:
                times[name].append(taken)
    for name, taken in times.items():
        wall, cpu, found = (statistics.median(column) for column in zip(*taken))
        print(f"{name:36} wall {wall:7.1f} ms   processor {cpu:7.1f} ms   {found:.0f} findings")
    wall, cpu, found = measure(os.path.join(folder, "many"))
    print(f"{f'{transcripts} transcripts, all of them':36} wall {wall:7.1f} ms   processor {cpu:7.1f} ms   {found} findings")
PYTHON
