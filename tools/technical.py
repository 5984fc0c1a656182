#!/usr/bin/env python3
"""Makes src/leave/technical.txt: names of software, services, firms and commands, one a line, in small letters.

They come from the word lists of the spelling checker cspell (MIT License), as the npm registry carries them:

    for name in aws bash companies cryptocurrencies data-science docker filetypes fullstack gaming-terms git google \
        haskell k8s kotlin lua node npm public-licenses python ruby rust shell software-terms sql swift terraform
    do npm pack @cspell/dict-$name && mkdir -p lists/$name && tar xzf cspell-dict-$name-*.tgz -C lists/$name; done
    tools/technical.py lists > src/leave/technical.txt
"""
import gzip
import pathlib
import re
import sys

# A word of letters and digits that begins with a letter; longer ones are joined from others, and nobody says them.
WORD = re.compile(r"[A-Za-z][A-Za-z0-9]{2,15}")


def lines(path):
    opened = gzip.open(path, "rt", errors="ignore") if path.suffix == ".gz" else open(path, errors="ignore")
    with opened as file:
        for line in file:
            yield line.split("#")[0].strip()


def words(folder):
    for path in sorted(pathlib.Path(folder).glob("**/*.txt*")):
        if path.name.startswith(("LICENSE", "README")) or "legacy" in path.name:
            continue
        for line in lines(path):
            # "!" forbids a word; "*" and "+" join it with others.
            if line.startswith(("!", "~")):
                continue
            for word in re.split(r"[ _/.-]+", line.strip("*+")):
                if WORD.fullmatch(word):
                    yield word.lower()


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print("\n".join(sorted(set(words(sys.argv[1])))))


if __name__ == "__main__":
    main()
