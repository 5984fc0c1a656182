#!/usr/bin/env python3
"""Runs the steps of a Containerfile without an engine: each stage is a folder, and the programs are those of this machine.

    tools/containerfile.py Containerfile --build-arg PROFILE=dev --in FOLDER [-- ARGUMENT...]

What the file copies from this repository is what git tracks, or would. At the end the entry point of the last stage runs
in FOLDER, with the arguments or with those of CMD, and its exit code is the one of this program.
"""

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile


def instructions(text):
    """The instructions of a file, continued lines joined, without comments."""
    lines = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    for line in re.sub(r"\\\n", " ", lines).splitlines():
        if line.strip():
            name, _, rest = line.strip().partition(" ")
            yield name.upper(), rest.strip()


class Stage:
    """One image, as a folder in the place of its root."""

    def __init__(self, root):
        self.root, self.workdir, self.args, self.entrypoint, self.cmd = root, "/", {}, [], []

    def path(self, path):
        return os.path.join(self.root, os.path.normpath(os.path.join(self.workdir, path)).lstrip("/"))

    def environment(self):
        """The programs of the stage come first, and git's settings for the system are its own."""
        path = os.pathsep.join([os.path.join(self.root, "usr/local/bin"), os.environ["PATH"]])
        settings = os.path.join(self.root, "etc/gitconfig")
        os.makedirs(os.path.dirname(settings), exist_ok=True)
        return {**os.environ, **self.args, "PATH": path, "GIT_CONFIG_SYSTEM": settings}


def tracked():
    """The files of this repository, those that git does not know yet included."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], check=True, capture_output=True)
    return sorted(name for name in listed.stdout.decode().split("\0") if name and os.path.isfile(name))


def copy(stage, stages, rest):
    words = shlex.split(rest)
    source = next((word.removeprefix("--from=") for word in words if word.startswith("--from=")), None)
    *paths, target = [word for word in words if not word.startswith("--")]
    if source is None:
        if paths != ["."]:
            sys.exit(f"found COPY {rest}, expected `COPY . FOLDER`")
        for name in tracked():
            place = stage.path(os.path.join(target, name))
            os.makedirs(os.path.dirname(place), exist_ok=True)
            shutil.copy2(name, place)
        return
    for path in paths:
        place = stage.path(target)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        shutil.copy2(stages[source].path(path), place)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file")
    parser.add_argument("--build-arg", action="append", default=[])
    parser.add_argument("--in", dest="folder", required=True)
    end = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    options, arguments = parser.parse_args(sys.argv[1:end]), sys.argv[end + 1 :]
    given = dict(argument.split("=", 1) for argument in options.build_arg)
    with open(options.file, encoding="utf-8") as file:
        steps = list(instructions(file.read()))
    with tempfile.TemporaryDirectory() as roots:
        stages, stage = {}, None
        for name, rest in steps:
            print(f"-- {name} {rest}", file=sys.stderr, flush=True)
            if name == "FROM":
                image = re.fullmatch(r"\S+/\S+:\S+(?: AS (\w+))?", rest)
                if not image:
                    sys.exit(f"found FROM {rest}, expected `registry/image:tag [AS name]`")
                root = os.path.join(roots, str(len(stages)))
                os.makedirs(root)
                stage = stages[image[1] or str(len(stages))] = Stage(root)
            elif name == "ARG":
                key, _, value = rest.partition("=")
                stage.args[key] = given.get(key, value)
            elif name == "WORKDIR":
                stage.workdir = rest
                os.makedirs(stage.path("."), exist_ok=True)
            elif name == "COPY":
                copy(stage, stages, rest)
            elif name == "RUN":
                subprocess.run(["sh", "-euc", rest], cwd=stage.path("."), env=stage.environment(), check=True)
            elif name in ("ENTRYPOINT", "CMD"):
                setattr(stage, name.lower(), json.loads(rest))
            else:
                sys.exit(f"found {name}, expected an instruction that this script knows")
        command = stage.entrypoint + (arguments or stage.cmd)
        return subprocess.run(command, cwd=options.folder, env=stage.environment()).returncode


if __name__ == "__main__":
    sys.exit(main())
