#!/usr/bin/env python3
"""Correct technical text: what the manuals of cloud services say, in which nothing was misheard.

Each record of `tools/pairs/manuals` has the same text as heard and as meant, so that all that is proposed there is wrong;
the documents have 300 to 3,500 words, in which ordinary words of the trade ("container", "IDs", "firmware") come again and
again. `fixtures/eval/manuals` has some of other services, to which nothing is fitted.

    pip install botocore==1.43.11
    python3 tools/manuals.py
"""

import glob
import gzip
import html
import json
import os
import random
import re
import tomllib

import botocore

FITTED, HELD, LISTS = 60, 24, 12
# What no speaker would read out: code, links, names that are put together.
UNSPOKEN = re.compile(r"[{}_\[\]|\\]|\w/\w|[a-z][A-Z]\w*\b.*[a-z][A-Z]")


def texts_of(value):
    """The documentation in the description of a service, without tags."""
    if isinstance(value, list):
        for item in value:
            yield from texts_of(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key != "documentation" or not isinstance(item, str):
                yield from texts_of(item)
            elif "<code>" not in item and "http" not in item:
                text = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", item))).strip()
                if 8 <= len(text.split()) <= 120 and re.search(r"[.!?]$", text) and not UNSPOKEN.search(text):
                    yield text


def documents(chance, lengths):
    """Services in random order: the name of each, and as many of its texts as make so many words."""
    folders = sorted(glob.glob(os.path.join(os.path.dirname(botocore.__file__), "data", "*", "")))
    chance.shuffle(folders)
    for folder in folders:
        versions = sorted(glob.glob(folder + "*/service-2.json*"))
        if not versions:
            continue
        with gzip.open(versions[-1]) as file:
            texts = list(dict.fromkeys(texts_of(json.load(file))))
        chance.shuffle(texts)
        wanted, taken, words = chance.choice(lengths), [], 0
        for text in texts:
            taken.append(text)
            words += len(text.split())
            if words >= wanted:
                break
        if words >= 0.7 * wanted:
            yield os.path.basename(folder.rstrip("/")), taken


def write(folder, documents, lists):
    os.makedirs(folder, exist_ok=True)
    for number, terms in enumerate(lists):
        with open(os.path.join(folder, f"dict-{number}.txt"), "w") as file:
            file.write("\n".join(terms) + "\n")
    with open(os.path.join(folder, "pairs.jsonl"), "w") as file:
        for at, (name, texts) in enumerate(documents):
            for number, text in enumerate(texts):
                record = {"id": f"{name}-{number:03}", "doc": name, "dict": f"dict-{at % len(lists)}.txt", "hyp": text, "ref": text, "gold": []}
                file.write(json.dumps(record) + "\n")


def main():
    chance = random.Random(7)
    dictionaries = [tomllib.load(open(path, "rb"))["term"] for path in sorted(glob.glob("dictionaries/*.toml"))]
    fitted, held, lists = [], [], []
    for document in documents(chance, [300, 300, 1000, 3500]):
        if len(lists) < LISTS:
            terms = dictionaries[len(lists) % len(dictionaries)]
            lists.append(sorted(chance.sample([term["text"] for term in terms], 40)))
        if len(fitted) < FITTED:
            fitted.append(document)
        elif len(held) < HELD:
            held.append(document)
        else:
            break
    write("tools/pairs/manuals", fitted, lists)
    write("fixtures/eval/manuals", held, lists[:1])


if __name__ == "__main__":
    main()
