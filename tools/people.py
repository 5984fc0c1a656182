#!/usr/bin/env python3
"""Makes src/leave/people.txt: parts of people's names, one a line, in small letters.

They come from the word list of the spelling checker cspell (MIT License), as the npm registry carries it:

    npm pack @cspell/dict-people-names && mkdir -p lists && tar xzf cspell-dict-people-names-*.tgz -C lists
    tools/people.py lists > src/leave/people.txt
"""
import pathlib
import sys


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    files = sorted(pathlib.Path(sys.argv[1]).glob("**/people-names.txt"))
    words = {line.strip().lower() for path in files for line in open(path, encoding="utf-8")}
    print("\n".join(sorted(word for word in words if len(word) > 2 and word.isalpha())))


if __name__ == "__main__":
    main()
