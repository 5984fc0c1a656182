#!/usr/bin/env python3
"""Fits the weights of src/score.rs to sets of (what a recogniser heard, what a person wrote).

  python3 tools/fit.py --tool target/release/mondegreen SET... [--out src/weights.json] [--folds 5]

A set is a folder with pairs.jsonl (records with id, doc, dict, hyp, ref) and the dictionaries that the records name.
Every candidate that the tool notices is put into its line alone; it is right where the line then comes nearer to the
reference, wrong where it goes farther, and left out of the fit where neither holds. The trees may use each piece of
evidence in one direction only. Printed first are figures out of fold: each document is judged by weights that were
fitted without it (sentences that several recognisers heard are in one fold).

Needs numpy and lightgbm.
"""
import argparse, bisect, collections, json, os, re, subprocess, sys, tempfile, unicodedata, zlib

import lightgbm
import numpy

# +1: more of it makes a candidate likelier; -1: less likely. Evidence that is not named may go either way.
DIRECTION = dict(
    sound=-1, sound_cost=-1, consonants=-1, vowels=-1, added=-1, lost=-1, length=1, spelling=1, form=1,
    heard_rarest=-1, heard_commonest=-1, unknown=1, pair_inside=-1, phrase=-1, pair_before=-1, pair_after=-1,
    capitals=1, break_inside=-1, domain=1, mentions=1, relatives=1, beside_part=1, margin=1, rivals=-1,
    dictionary_size=-1, density=-1, introduced=1, followed=1, term_rarest=-1, term_commonest=-1)
# Weighed by rules in src/score.rs, for the sets have no known mishearings and no near words.
LEFT_OUT = {"alias", "near", "has_near", "case_only", "domain"}
AUTO, REVIEW = 0.9, 0.5


def words(text):
    text = unicodedata.normalize("NFKC", text).replace("\u2019", "'").lower()
    return re.sub(r"[^\w\s'&%$+]", " ", re.sub(r"[-\u2013\u2014/]", " ", text)).split()


def squash(text):
    return "".join(words(text)).replace("'", "")


def distance(a, b):
    while a and b and a[0] == b[0]:
        a, b = a[1:], b[1:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    row = list(range(len(b) + 1))
    for x in a:
        next_row = [row[0] + 1]
        for j, y in enumerate(b):
            next_row.append(min(row[j] + (x != y), row[j + 1] + 1, next_row[j] + 1))
        row = next_row
    return row[-1]


def label(line, start, end, meant, reference, before):
    """1 right, 0 wrong, None neither."""
    said = squash(" ".join(reference))
    core = squash(re.sub(r"['\u2019]s$", "", meant))
    after = distance(words(line[:start] + meant + line[end:]), reference)
    holds = core in said if len(core) > 4 else any(
        "".join(squash(w) for w in reference[k:k + n]) in (core, core + "s") for n in (1, 2, 3, 4) for k in range(len(reference)))
    if after < before:
        return 1 if holds else 0
    heard = squash(line[start:end])
    if core == heard or after == before and holds:
        return None
    if heard not in said:
        import difflib
        n = max(1, len(words(meant)))
        for k in range(len(reference)):
            for w in (n - 1, n, n + 1):
                if w > 0 and difflib.SequenceMatcher(None, squash(" ".join(reference[k:k + w])), core).ratio() >= 0.85:
                    return None
    return 0


class Set:
    """The candidates of one set: evidence, labels, places and folds."""

    def __init__(self, folder, tool, folds):
        self.name = os.path.basename(os.path.normpath(folder))
        self.rows, self.labels, self.places, self.folds, self.words = [], [], [], [], 0
        documents = collections.OrderedDict()
        for line in open(os.path.join(folder, "pairs.jsonl"), encoding="utf8"):
            record = json.loads(line)
            documents.setdefault((record["doc"], record["dict"]), []).append(record)
        for (doc, dictionary), records in documents.items():
            self.read(folder, tool, doc, dictionary, records, folds)

    def read(self, folder, tool, doc, dictionary, records, folds):
        lines = [record["hyp"].replace("\n", " ") for record in records]
        references = [words(record["ref"]) for record in records]
        self.words += sum(map(len, references))
        with tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False, encoding="utf8", newline="") as file:
            file.write("\n\n".join(lines) + "\n")
        command = tool + ["check", file.name, "--isolated", "--no-builtin", "--dict", os.path.join(folder, dictionary),
                          "--format", "jsonl", "--min-tier", "hint", "--exit-zero", "--evidence"]
        done = subprocess.run(command, capture_output=True)
        os.unlink(file.name)
        if done.returncode:
            sys.exit(f"{' '.join(command)}: {done.stderr.decode()}")
        starts, before = [], {}
        for line in lines:
            starts.append(starts[-1] + len(lines[len(starts) - 1].encode()) + 2 if starts else 0)
        for row in done.stdout.decode().splitlines():
            finding = json.loads(row)
            if finding["meant"] is None:
                continue
            k = bisect.bisect_right(starts, finding["start"]) - 1
            raw = lines[k].encode()
            start, end = finding["start"] - starts[k], finding["end"] - starts[k]
            if end > len(raw):
                continue
            start, end = len(raw[:start].decode()), len(raw[:end].decode())
            if k not in before:
                before[k] = distance(words(lines[k]), references[k])
            self.rows.append(finding["evidence"])
            self.labels.append(label(lines[k], start, end, finding["meant"], references[k], before[k]))
            self.places.append((doc, finding["start"], finding["end"], squash(finding["heard"]), finding["meant"]))
            key = records[k]["ref"] if "earnings" not in self.name and "bitcoin" not in self.name else doc
            self.folds.append(zlib.crc32(key.encode()) % folds)


def train(rows, labels, names):
    model = lightgbm.LGBMClassifier(
        n_estimators=300, num_leaves=4, learning_rate=0.06, min_child_samples=60, reg_lambda=5,
        monotone_constraints=[DIRECTION.get(name, 0) for name in names], monotone_constraints_method="advanced",
        deterministic=True, force_row_wise=True, verbose=-1, random_state=7)
    model.fit(rows, labels)
    return model


def log_odds(p):
    p = numpy.clip(p, 0.001, 0.999)
    return numpy.log(p / (1 - p))


def document_step(p, places):
    """As `let_places_inform_each_other` in src/score.rs."""
    groups = collections.defaultdict(list)
    for at, (doc, _, _, heard, meant) in enumerate(places):
        groups[doc, heard, meant].append(at)
    p = p.copy()
    for at in groups.values():
        best = p[at].max()
        if len(at) > 1 and best > 0.4:
            mine = log_odds(p[at])
            p[at] = 1 / (1 + numpy.exp(-(mine + 0.5 * (log_odds(best) - mine) + 0.3 * numpy.log(len(at)))))
    return p


def figures(p, one):
    """Right and wrong at auto and from review on, overlaps resolved."""
    taken, counts = collections.defaultdict(list), collections.Counter()
    for at in sorted(range(len(p)), key=lambda at: -p[at]):
        doc, start, end, _, _ = one.places[at]
        if p[at] < 0.1 or any(s < end and start < e for s, e in taken[doc]):
            continue
        taken[doc].append((start, end))
        for tier, least in (("auto", AUTO), ("review", REVIEW), ("any", 0.1)):
            if p[at] >= least:
                counts[tier, one.labels[at]] += 1
    text = []
    for tier in ("auto", "review", "any"):
        right, wrong = counts[tier, 1], counts[tier, 0]
        text.append(f"{tier} {right} right {wrong} wrong ({right / max(1, right + wrong):.3f}, {wrong / max(1, one.words) * 1e4:.1f} wrong in 10,000 words)")
    return "; ".join(text)


def exported(model, names):
    """The trees as src/score.rs reads them; names and order of the evidence are kept with them."""
    trees = []
    for tree in model.booster_.dump_model()["tree_info"]:
        splits, leaves = [], []

        def walk(node):
            if "leaf_value" in node and "split_feature" not in node:
                leaves.append(round(node["leaf_value"], 5))
                return -len(leaves)
            at = len(splits)
            splits.append(None)
            below, above = walk(node["left_child"]), walk(node["right_child"])
            splits[at] = [node["split_feature"], float(f"{node['threshold']:.6g}"), below, above]
            return at

        walk(tree["tree_structure"])
        trees.append({"splits": splits, "leaves": leaves})
    return {"features": names, "trees": trees}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--tool", required=True, help="the program, split at spaces")
    parser.add_argument("--out", default="src/weights.json")
    parser.add_argument("--folds", type=int, default=5)
    arguments = parser.parse_args()
    sets = [Set(folder, arguments.tool.split(), arguments.folds) for folder in arguments.sets]
    names = [name for name in sets[0].rows[0] if name not in LEFT_OUT]
    matrix = {one.name: numpy.array([[row[name] for name in names] for row in one.rows], dtype=numpy.float32) for one in sets}
    told = {one.name: numpy.array([value is not None for value in one.labels]) for one in sets}
    labels = {one.name: numpy.array([value or 0 for value in one.labels]) for one in sets}
    folds = {one.name: numpy.array(one.folds) for one in sets}

    def fit(choose):
        rows = numpy.vstack([matrix[one.name][told[one.name] & choose(one)] for one in sets])
        return train(rows, numpy.concatenate([labels[one.name][told[one.name] & choose(one)] for one in sets]), names)

    out_of_fold = {one.name: numpy.zeros(len(one.labels)) for one in sets}
    for fold in range(arguments.folds):
        model = fit(lambda one: folds[one.name] != fold)
        for one in sets:
            held = folds[one.name] == fold
            if held.any():
                out_of_fold[one.name][held] = model.predict_proba(matrix[one.name][held])[:, 1]
    for one in sets:
        print("out of fold", one.name, figures(document_step(out_of_fold[one.name], one.places), one))
    with open(arguments.out, "w", encoding="utf8") as file:
        json.dump(exported(fit(lambda one: True), names), file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
