#!/usr/bin/env python3
"""Fits the weights of src/score.rs to sets of (what a recogniser heard, what a person wrote).

  python3 tools/fit.py --tool target/release/mondegreen SET... [--out src/weights.bin] [--folds 5] [--fold-weights FOLDER] [--cache FILE]

A set is a folder with pairs.jsonl (records with id, doc, dict, hyp, ref) and the dictionaries that the records name. Its
domain is the name of the folder, or stands before it where several sets are of one: DOMAIN=FOLDER. Each document is read in several ways: with its own list; with that list among hundreds or thousands of terms of the other
sets and words that only look like terms; with the list of another document; with the shipped dictionaries; and, with both, as it was really said, where
nothing should be found. The examples and keeps of the shipped dictionaries are read too.

Every candidate that the tool notices is put into its line alone; it is right where the line then comes nearer to the
reference, wrong where it goes farther, and left out of the fit where neither holds. People who write down what others
say cannot spell every name either ("<unk>", "Steve Fleischman"): in the domains of --doubtful, a candidate is left out of the
fit too where the reference has a gap or words much like the term at its place, or the same sounds in another spelling. Two
rounds of trees, which may use each piece of evidence in one direction only: the first weighs a candidate alone, the second
what the other candidates of the document make of it. Printed are figures out of fold, each document (or sentence that several recognisers heard)
judged by weights fitted without it, and figures of whole domains left out.

Needs numpy, lightgbm and rapidfuzz.
"""
import argparse, bisect, collections, concurrent.futures, glob, json, math, multiprocessing, os, pickle, random, re, struct, subprocess, sys, tempfile
import tomllib, unicodedata, zlib

import lightgbm
import numpy
from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio

# +1: more of it makes a candidate likelier; -1: less likely. Evidence that is not named may go either way.
DIRECTION = dict(
    sound=-1, sound_cost=-1, consonants=-1, vowels=-1, added=-1, lost=-1, length=1, spelling=1, same_words=1, rest=-1, initials=-1, numbers=-1, form=1,
    heard_rarest=-1, heard_commonest=-1, unknown=1, pair_inside=-1, phrase=-1, pair_before=-1, pair_after=-1,
    gain_before=1, gain_after=1, capitals=1, break_inside=-1, attached=-1, near=1, has_near=-1, domain=1, mentions=1,
    relatives=1, beside_part=1, nearer=-1, forms=-1, margin=1, stretch=1, rivals=-1, mentioned=1, dictionary_size=-1, density=-1,
    introduced=1, followed=1, determined=-1, term_rarest=-1, term_commonest=-1,
    own=1, best_place=1, best_elsewhere=0, best_rival=-1, likely_share=1, likely_rate=1, repeats=1)
LEFT_OUT = {"alias", "case_only", "unless"}
# What the other places of a term say is added to what the first round says; the second adds to both, from these.
SECOND = ["best_rival", "likely_share", "likely_rate", "has_near"]
AUTO, REVIEW = 0.8, 0.5
EXAMPLES = 5.0
NOISE = (0, 150, 600, 2500)
FOREIGN = 1
ALONE, LONELY = 8, 0.25
# What was really said is changed nowhere: this much of each place where it could be.
SAID = 0.3


def words(text):
    text = unicodedata.normalize("NFKC", text).replace("\u2019", "'").lower()
    return re.sub(r"[^\w\s'&%$+]", " ", re.sub(r"[-\u2013\u2014/]", " ", text)).split()


def squash(text):
    return "".join(words(text)).replace("'", "")


def holds(reference, core):
    if len(core) > 4:
        return core in squash(" ".join(reference))
    flat = [squash(word) for word in reference]
    return any("".join(flat[k:k + n]) in (core, core + "s") for n in (1, 2, 3, 4) for k in range(len(flat)))


def stands(text, phrase):
    return re.search(r"(?<!\w)" + re.escape(phrase) + r"(?!\w)", text) is not None


GAPS = {"unk", "inaudible", "crosstalk", "indiscernible"}
ALIKE = 60


def beside(line, start, end, reference):
    """The words of the reference that stand where the heard words do."""
    before, heard = words(line[:start]), words(line[start:end])
    first, last = len(before), len(before) + len(heard)
    found = []
    for change in Levenshtein.opcodes(before + heard + words(line[end:]), reference):
        if change.tag == "equal":
            found += reference[change.dest_start + max(0, first - change.src_start):change.dest_start + max(0, min(last, change.src_end) - change.src_start)]
        elif change.src_start < last and change.src_end > first or first < change.src_start == change.src_end < last:
            found += reference[change.dest_start:change.dest_end]
    return found


def is_at_fault(line, start, end, meant, reference, evidence):
    """Whether the reference may have the name wrong."""
    if squash(line[start:end]) in squash(" ".join(reference)):
        return evidence["sound_cost"] == 0 and evidence["capitals"] > 0.5
    there = beside(line, start, end, reference)
    return bool(GAPS.intersection(there)) or ratio(squash(" ".join(there)), squash(meant)) >= ALIKE


def label(line, start, end, meant, reference, before, sure, written, evidence):
    """1 right, 0 wrong, None where neither can be told; the reference may be at fault unless it is `sure` of its names."""
    core = squash(re.sub(r"['\u2019]s$", "", meant))
    after = Levenshtein.distance(words(line[:start] + meant + line[end:]), reference)
    wrong = lambda: 0 if sure or not is_at_fault(line, start, end, meant, reference, evidence) else None
    if after < before:
        return 1 if holds(reference, core) else wrong()
    heard = squash(line[start:end])
    if core == heard:
        # Spaces, hyphens and case: as the reference writes it.
        return None if not sure else 1 if stands(written, meant) else 0 if stands(written, line[start:end]) else None
    if after == before and holds(reference, core):
        return None
    if heard not in squash(" ".join(reference)):
        n = max(1, len(words(meant)))
        for k in range(len(reference)):
            for w in (n - 1, n, n + 1):
                if w > 0 and ratio(squash(" ".join(reference[k:k + w])), core) >= 85:
                    return None
    return wrong()


def exact_label(line, start, end, meant, reference):
    """For examples, where every character counts."""
    before = Levenshtein.distance(line, reference)
    after = Levenshtein.distance(line[:start] + meant + line[end:], reference)
    return 1 if after < before else 0


def run(job):
    """The candidates of one document: (evidence, label, place, record, what rules take off) each."""
    tool, lines, references, terms, defaults, exact, sure = job
    command = list(tool)
    files = []
    try:
        with tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False, encoding="utf8", newline="") as file:
            file.write("\n\n".join(lines) + "\n")
        files.append(file.name)
        command += ["check", file.name, "--isolated", "--format", "jsonl", "--min-tier", "hint", "--exit-zero", "--evidence"]
        if not defaults:
            command.append("--no-builtin")
        if terms is not None:
            with tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False, encoding="utf8") as file:
                file.write("\n".join(terms) + "\n")
            files.append(file.name)
            command += ["--dict", file.name]
        done = subprocess.run(command, capture_output=True)
    finally:
        for name in files:
            os.unlink(name)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stderr.decode()}")
    starts, at, before, out = [], 0, {}, []
    for line in lines:
        starts.append(at)
        at += len(line.encode()) + 2
    said = [words(reference) for reference in references]
    known = {}
    for row in done.stdout.decode().splitlines():
        finding = json.loads(row)
        # What the dictionary speaks against is weighed in src/score.rs, and what rules decide is known.
        if finding["meant"] is None or finding["evidence"]["unless"] or finding["taken_off"] is None:
            continue
        k = bisect.bisect_right(starts, finding["start"]) - 1
        raw = lines[k].encode()
        start, end = finding["start"] - starts[k], finding["end"] - starts[k]
        if end > len(raw):
            continue
        start, end = len(raw[:start].decode()), len(raw[:end].decode())
        key = k, start, end, finding["meant"]
        if key not in known:
            if k not in before:
                before[k] = Levenshtein.distance(words(lines[k]), said[k])
            known[key] = (exact_label(lines[k], start, end, finding["meant"], references[k]) if exact
                          else label(lines[k], start, end, finding["meant"], said[k], before[k], sure, references[k], finding["evidence"]))
        place = (finding["start"], finding["end"], squash(finding["heard"]), finding["meant"], finding["term"], finding["dictionary"])
        out.append((list(finding["evidence"].values()), known[key], place, k, finding["taken_off"]))
    return list(json.loads(done.stdout.decode().split("\n")[0])["evidence"]) if done.stdout.strip() else None, out


def read_sets(sets):
    for given in sets:
        domain, _, folder = given.rpartition("=")
        name = os.path.basename(os.path.normpath(folder))
        domain = domain or name
        documents = collections.OrderedDict()
        for line in open(os.path.join(folder, "pairs.jsonl"), encoding="utf8"):
            record = json.loads(line)
            documents.setdefault((record["doc"], record["dict"]), []).append(record)
        for (doc, dictionary), records in documents.items():
            terms = [line.strip() for line in open(os.path.join(folder, dictionary), encoding="utf8")]
            terms = [term for term in terms if term and not term.startswith("#")]
            yield name, domain, doc, terms, records


def noise_pool(documents):
    """Terms of the sets, and runs of capitals and pairs of words as a careless miner takes them, by domain."""
    pool = collections.defaultdict(set)
    for _, domain, _, terms, records in documents:
        if len(terms) < 1000:
            pool[domain].update(terms)
        for record in records:
            text = record["ref"]
            pool[domain].update(re.findall(r"(?<=[a-z,] )(?:[A-Z][\w&.]+ ?){1,3}(?= )", text)[:20])
            plain = re.findall(r"\b[a-z]{5,}(?: [a-z]{4,})?\b", text)
            pool[domain].update(random.Random(record["id"]).sample(plain, min(1, len(plain))))
    return {domain: sorted(term.strip() for term in terms if 3 < len(term.strip()) < 40) for domain, terms in pool.items()}


def sets_of_sentences(documents):
    """The sets in which most of what was said stands in several documents, as several recognisers heard it: folds are by
    sentence there, else by document. As `by_sentence` in src/cli/eval.rs."""
    where = collections.defaultdict(lambda: collections.defaultdict(set))
    for name, _, doc, _, records in documents:
        for record in records:
            where[name][record["ref"]].add(doc)
    return {name for name, said in where.items() if 2 * sum(len(docs) > 1 for docs in said.values()) > len(said)}


def foreign_lists(documents):
    """For each document the list of another one (FOREIGN of them), of the same domain where there is one, without what is said here:
    that a list is short does not mean that its names are spoken of."""
    short = [(domain, terms) for _, domain, _, terms, _ in documents if 5 <= len(terms) <= 60]
    found = []
    for _, domain, doc, terms, records in documents:
        here = set(words(" ".join(terms))) | {word for record in records for word in words(record["ref"])}
        others = [other for other in short if other[1] != terms]
        near = [other for other in others if other[0] == domain] or others
        chosen = random.Random(doc).sample(near, min(FOREIGN, len(near)))
        found.append([[term for term in list if not here & {word for word in words(term) if len(word) > 3}] for _, list in chosen])
    return found


def jobs_of(documents, tool, dictionaries, doubtful):
    sentences = sets_of_sentences(documents)
    pool = noise_pool(documents)
    noise_of = {}
    for domain in pool:
        others = [term for other, terms in sorted(pool.items()) if other != domain for term in terms]
        noise_of[domain] = others
    for (name, domain, doc, terms, records), foreign in zip(documents, foreign_lists(documents)):
        hyps = [record["hyp"].replace("\n", " ") for record in records]
        refs = [record["ref"].replace("\n", " ") for record in records]
        keys = [record["ref"] for record in records] if name in sentences else [doc] * len(refs)
        size = NOISE[1 + zlib.crc32(doc.encode()) % 3]
        noise = random.Random(doc).sample(noise_of[domain], min(size, len(noise_of[domain])))
        ways = [("list", hyps, terms, False)]
        if len(terms) < 1000:
            ways.append(("noisy", hyps, terms + noise, False))
        ways.append(("defaults", hyps, None, True))
        # Where nothing was misheard, what was said is what was heard.
        if hyps != refs:
            ways.append(("said", refs, None, True))
        ways += [(f"foreign {number}", hyps, used, False) for number, used in enumerate(foreign) if used]
        for way, lines, used, defaults in ways:
            yield (name, domain, way, doc, keys, sum(len(words(ref)) for ref in refs)), (tool, lines, refs, used, defaults, False, way.startswith("foreign") or domain not in doubtful)
        # A short text has no more to go by than itself, and keeps the same promise.
        if len(terms) < 1000:
            for at in random.Random(doc).sample(range(len(hyps)), min(ALONE, len(hyps))):
                yield ((name, domain, "alone", f"{doc} {at}", [keys[at]], len(words(refs[at]))),
                       (tool, [hyps[at]], [refs[at]], terms, False, False, domain not in doubtful))
                if foreign and foreign[0]:
                    yield ((name, domain, "foreign alone", f"{doc} {at}", [keys[at]], len(words(refs[at]))),
                           (tool, [hyps[at]], [refs[at]], foreign[0], False, False, True))
    for path in sorted(glob.glob(os.path.join(dictionaries, "*.toml"))):
        dictionary = os.path.basename(path)[:-5]
        for term in tomllib.load(open(path, "rb"))["term"]:
            texts = [(one["from"], one["to"]) for one in term.get("example", [])] + [(one["text"], one["text"]) for one in term.get("keep", [])]
            for number, (text, meant) in enumerate(texts):
                yield (("examples", "examples-" + dictionary, "examples", f"{term['text']} {number}", [term["text"]], len(words(meant))),
                       (tool, [text], [meant], None, True, True, True))


class Rows:
    """All candidates, column by column."""

    def __init__(self, collected, names, folds):
        self.names = names
        self.sets, self.domains, self.ways, self.docs, self.places, labels, rows, fold, taken_off = ([] for _ in range(9))
        self.words = collections.Counter()
        self.lengths = {}
        for (name, domain, way, doc, keys, count), found in collected:
            self.words[name, way] += count
            self.lengths[name, way, doc] = count
            for evidence, told, place, k, taken in found:
                rows.append(evidence)
                taken_off.append(taken)
                labels.append(-1 if told is None else told)
                self.sets.append(name)
                self.domains.append(domain)
                self.ways.append(way)
                self.docs.append((name, way, doc))
                self.places.append(place)
                fold.append(zlib.crc32(keys[min(k, len(keys) - 1)].encode()) % folds)
        self.x = numpy.array(rows, dtype=numpy.float32)
        self.y = numpy.array(labels)
        self.fold = numpy.array(fold)
        self.taken_off = numpy.array(taken_off)
        self.sets, self.domains, self.ways = map(numpy.array, (self.sets, self.domains, self.ways))
        self.weight = numpy.ones(len(self.y))
        self.weight[self.ways == "examples"] = EXAMPLES
        self.weight[(self.ways == "alone") | (self.ways == "foreign alone")] = LONELY
        self.weight[self.ways == "said"] = SAID
        for domain, count in zip(*numpy.unique(self.domains, return_counts=True)):
            self.weight[self.domains == domain] *= LIGHT.get(domain, 1) * min(1, MOST_OF_DOMAIN / count)

    def column(self, name):
        return self.x[:, self.names.index(name)]


def train(x, y, weight, names, start=None, **shape):
    """Trees that each see some of the evidence and some of the candidates: what one piece says has to hold without the others."""
    settings = dict(
        objective="binary", learning_rate=0.06, reg_lambda=5, monotone_constraints=[DIRECTION.get(name, 0) for name in names],
        deterministic=True, force_row_wise=True, verbose=-1, seed=7, num_threads=THREADS, **shape)
    rounds = settings.pop("rounds")
    return lightgbm.train(settings, lightgbm.Dataset(x, y, weight=weight, init_score=start), rounds)


THREADS = 1
# Talks that are put together from few sentences teach less than what people said.
LIGHT = {"strangers": 0.3}
# No domain weighs more candidates than these, or the ways of those who wrote it down would be taken for those of all.
MOST_OF_DOMAIN = 40_000
ALONE_SHAPE = dict(rounds=1800, num_leaves=4, min_child_samples=60, feature_fraction=0.3, bagging_fraction=0.6, bagging_freq=1)
SECOND_SHAPE = dict(rounds=100, num_leaves=2, min_child_samples=200)

# Of the candidates that nobody would take for right, one in so many is enough to learn from.
EASY, ONE_IN = -5, 6

# Of so many places of the same words as the same term one is a good one. As in src/score.rs.
PLACES_FOR_ONE_GOOD = 4

# Log-odds are held within this, for no set is large enough to tell more.
LIMIT = 7.6
# The most questions of a tree.
QUESTIONS = ALONE_SHAPE["num_leaves"] - 1


def second_round(rows, own):
    """What the first round and the other places of a term say, and the columns of SECOND. As `standings` in src/score.rs."""
    own = own.clip(-LIMIT, LIMIT)
    p = 1 / (1 + numpy.exp(-own))
    new = {name: numpy.zeros(len(own), dtype=numpy.float32) for name in ("best_place", "best_elsewhere", "best_rival", "likely_share", "likely_rate")}
    least = -LIMIT
    documents = collections.defaultdict(list)
    for at, doc in enumerate(rows.docs):
        documents[doc].append(at)
    sizes = 10 ** rows.column("dictionary_size")
    for members in documents.values():
        places, forms, likely = collections.defaultdict(list), collections.defaultdict(dict), collections.defaultdict(dict)
        for at in members:
            _, _, heard, meant, term, dictionary = rows.places[at]
            places[heard, meant].append(own[at])
            forms[term][heard] = max(forms[term].get(heard, least), own[at])
            likely[dictionary][term] = max(likely[dictionary].get(term, 0), p[at])
        place = {key: sorted(owns, reverse=True)[(len(owns) - 1) // PLACES_FOR_ONE_GOOD] for key, owns in places.items()}
        share = {dictionary: sum(v for v in terms.values() if v > 0.5) for dictionary, terms in likely.items()}
        best = {term: sorted(((v, heard) for heard, v in found.items()), reverse=True)[:2] for term, found in forms.items()}
        sure = len({key for key, v in place.items() if v > 0})
        thousands = rows.lengths[rows.docs[members[0]]] / 1000 + 0.05
        members = sorted(members, key=lambda at: rows.places[at][0])
        for i, at in enumerate(members):
            start, end, heard, meant, term, dictionary = rows.places[at]
            new["best_place"][at] = place[heard, meant] - own[at]
            new["best_elsewhere"][at] = next((v for v, other in best[term] if other != heard), least)
            new["likely_share"][at] = share[dictionary] / sizes[at]
            new["likely_rate"][at] = numpy.log1p(sure / thousands)
            rival = least
            for step in (-1, 1):
                j = i + step
                while 0 <= j < len(members) and (rows.places[members[j]][0] < end if step > 0 else rows.places[members[j]][0] > start - 60):
                    other = rows.places[members[j]]
                    if other[4] != term and other[0] < end and start < other[1]:
                        rival = max(rival, own[members[j]])
                    j += step
            new["best_rival"][at] = rival - own[at]
    table = numpy.column_stack([new[name] if name in new else rows.column(name) for name in SECOND])
    return own + from_others(own, new["best_place"], rows.column("repeats"), new["best_elsewhere"]), table


def from_others(own, best_place, repeats, best_elsewhere):
    """As `from_others` in src/score.rs."""
    likely = own + best_place > -0.405
    return numpy.where(likely, 0.5 * best_place + 0.3 * repeats, 0) + numpy.where(own > -2, 0.1 * best_elsewhere.clip(0), 0)


def figures(rows, p, choose):
    """Right and wrong at auto and from review on, overlaps resolved; by set and way."""
    counts, taken = collections.Counter(), collections.defaultdict(list)
    for at in sorted(numpy.nonzero(choose & (p >= 0.1))[0], key=lambda at: -p[at]):
        start, end = rows.places[at][:2]
        if any(s < end and start < e for s, e in taken[rows.docs[at]]):
            continue
        taken[rows.docs[at]].append((start, end))
        key = rows.sets[at], rows.ways[at]
        for tier, least in (("auto", AUTO), ("review", REVIEW), ("any", 0.1)):
            if p[at] >= least:
                counts[key, tier, rows.y[at]] += 1
    return counts


def report(rows, p, title, shipped):
    """A line for the examples and for each domain that a shipped dictionary bears the name of, one for all others."""
    counts = figures(rows, p, numpy.ones(len(p), dtype=bool))
    print(title)
    domain_of = dict(zip(rows.sets, rows.domains))
    total = collections.Counter()
    for key in sorted({(name, way) for (name, way), _, _ in counts}):
        name, way = key
        group = name if name == "examples" else domain_of[name] if domain_of[name] in shipped else "other domains"
        for tier in ("auto", "review", "any"):
            for y in (1, 0):
                total[(group, way), tier, y] += counts[key, tier, y]
        total[(group, way), "words", 0] += rows.words[key]
    for key in sorted({key for key, _, _ in total}):
        cells = [f"{tier} {total[key, tier, 1]:4} / {total[key, tier, 0]:4} ({total[key, tier, 1] / max(1, total[key, tier, 1] + total[key, tier, 0]):.2f}, "
                 f"{total[key, tier, 0] / max(1, total[key, 'words', 0]) * 1e4:.2f})" for tier in ("auto", "review", "any")]
        print(f"  {key[0]:24} {key[1]:10}", "  ".join(cells), flush=True)


class Fitted:
    def __init__(self, rows, choose, names, columns):
        self.names, self.columns = names, columns
        x = rows.x[:, columns]
        easy = (rows.y == 0) & (rows.column("own") < EASY)
        some = numpy.array([zlib.crc32(repr(place).encode()) % ONE_IN == 0 for place in rows.places])
        weight = numpy.where(easy, rows.weight * ONE_IN, rows.weight)
        use = choose & (rows.y >= 0) & (~easy | some)
        # The second round learns from first rounds that did not see the document.
        first = numpy.full(len(rows.y), -LIMIT)
        for part in range(3):
            held = choose & (rows.fold % 3 == part)
            if held.any():
                inner = use & (rows.fold % 3 != part)
                model = train(x[inner], rows.y[inner], weight[inner], names, **ALONE_SHAPE)
                first[held] = model.predict(x[held], raw_score=True)
        first -= rows.taken_off
        self.first = train(x[use], rows.y[use], weight[use], names, **ALONE_SHAPE)
        before, second = second_round(rows, first)
        self.second = train(second[use], rows.y[use], weight[use], SECOND, before[use], **SECOND_SHAPE)

    def predict(self, rows):
        first = self.first.predict(rows.x[:, self.columns], raw_score=True) - rows.taken_off
        before, second = second_round(rows, first)
        return first, 1 / (1 + numpy.exp(-(before + self.second.predict(second, raw_score=True))))

    def write(self, path):
        with open(path, "wb") as file:
            file.write(b"WGT1" + exported(self.first, self.names) + exported(self.second, SECOND))


def exported(model, names):
    """A round as src/weights.rs reads it; the names of the evidence are kept with it."""
    trees = [outcomes(tree["tree_structure"]) for tree in model.dump_model()["tree_info"]]
    joined = "\n".join(names).encode()
    return struct.pack("<H", len(joined)) + joined + struct.pack("<H", len(trees)) + b"".join(trees)


def outcomes(tree):
    """The questions of a tree, and what each way to answer all of them adds."""
    splits = []

    def find(node):
        if "split_feature" in node:
            splits.append(node)
            find(node["left_child"])
            find(node["right_child"])

    def outcome(answers):
        node = tree
        while "split_feature" in node:
            at = next(at for at, split in enumerate(splits) if split is node)
            node = node["right_child" if answers >> at & 1 else "left_child"]
        return node["leaf_value"]

    find(tree)
    assert len(splits) <= QUESTIONS, "src/weights.rs holds smaller trees"
    none = QUESTIONS - len(splits)
    return struct.pack(f"<{QUESTIONS + 1}B{QUESTIONS}f{1 << QUESTIONS}f", *[split["split_feature"] for split in splits], *[0] * (none + 1),
                       *[split["threshold"] for split in splits], *[math.inf] * none, *[outcome(answers) for answers in range(1 << QUESTIONS)])


def collect(arguments):
    if arguments.cache and os.path.exists(arguments.cache):
        with open(arguments.cache, "rb") as file:
            return pickle.load(file)
    documents = list(read_sets(arguments.sets))
    work = list(jobs_of(documents, arguments.tool.split(), arguments.dictionaries, arguments.doubtful))
    names, collected = None, []
    with concurrent.futures.ProcessPoolExecutor() as executor:
        for (about, _), (found_names, found) in zip(work, executor.map(run, [job for _, job in work], chunksize=4)):
            names = names or found_names
            collected.append((about, found))
    if arguments.cache:
        with open(arguments.cache, "wb") as file:
            pickle.dump((names, collected), file)
    return names, collected


SHARED = {}


def fitted_without(part):
    """Weights that are fitted without one part, and what they say of it."""
    rows, fold = SHARED["rows"], SHARED["fold"]
    fitted = Fitted(rows, fold != part, SHARED["used"], SHARED["columns"])
    return fitted, fitted.predict(rows)[1][fold == part]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", metavar="[DOMAIN=]SET")
    parser.add_argument("--doubtful", action="append", default=[], metavar="DOMAIN", help="where what people wrote may be at fault; repeatable")
    parser.add_argument("--tool", required=True, help="the program, split at spaces")
    parser.add_argument("--out", default="src/weights.bin")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--fold-weights", help="a folder for the weights of each fold, fitted without it")
    parser.add_argument("--dictionaries", default="dictionaries")
    parser.add_argument("--cache", help="where candidates are kept between runs")
    arguments = parser.parse_args()
    names, collected = collect(arguments)
    # What was said teaches what to leave alone, but where names in it are spelled as their hearers could.
    rows = Rows([one for one in collected if one[0][2] != "said" or one[0][1] not in arguments.doubtful], names, 15)
    late = {"own", "best_place", "best_elsewhere", "best_rival", "likely_share", "likely_rate"}
    columns = [at for at, name in enumerate(names) if name not in LEFT_OUT | late]
    used = [names[at] for at in columns]
    shipped = {os.path.basename(path)[:-5] for path in glob.glob(os.path.join(arguments.dictionaries, "*.toml"))}
    for title, fold in (("out of fold", rows.fold % arguments.folds),
                        ("whole domains left out", numpy.array([zlib.crc32(domain.encode()) % arguments.folds for domain in rows.domains]))):
        p = numpy.zeros(len(rows.y))
        parts = [part for part in range(arguments.folds) if (fold == part).any()]
        SHARED.update(rows=rows, fold=fold, used=used, columns=columns)
        # The candidates are too many to be sent: the others see them because they are forked from here.
        with concurrent.futures.ProcessPoolExecutor(mp_context=multiprocessing.get_context("fork")) as executor:
            for part, (fitted, judged) in zip(parts, executor.map(fitted_without, parts)):
                p[fold == part] = judged
                if arguments.fold_weights and title == "out of fold":
                    os.makedirs(arguments.fold_weights, exist_ok=True)
                    fitted.write(os.path.join(arguments.fold_weights, f"weights-{part}-of-{arguments.folds}.bin"))
        report(rows, p, title, shipped)
    Fitted(rows, numpy.ones(len(rows.y), dtype=bool), used, columns).write(arguments.out)


if __name__ == "__main__":
    main()
