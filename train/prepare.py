"""Makes the training files: build/windows_{train,dev}.pkl, build/ud_*.pkl, build/vocabulary.json.

NEREL and factRuEval texts get natasha's trees and lemmas as silver; the treebanks are gold.
Run once: `python prepare.py` (about four minutes on two cores). Data by ../../shared/data/SOURCES.md.
"""
import collections
import csv
import glob
import json
import os
import pathlib
import pickle
import re

import base
import text as T

DATA = pathlib.Path(os.environ.get("KELISHIM_DATA", "../../shared/data"))
BUILD = pathlib.Path(os.environ.get("KELISHIM_BUILD", "build"))
TYPES = ("AGE AWARD CITY COUNTRY CRIME DATE DISEASE DISTRICT EVENT FACILITY FAMILY IDEOLOGY LANGUAGE LAW LOCATION MONEY "
         "NATIONALITY NUMBER ORDINAL ORGANIZATION PENALTY PERCENT PERSON PRODUCT PROFESSION RELIGION STATE_OR_PROVINCE TIME "
         "WORK_OF_ART").split()
MAX_WORDS = 96


class Window:
    """Whole sentences of one text, at most 96 fine tokens.

    forms, spaced: the fine tokens and whether white space stands before each; offsets into `doc`'s text;
    sentence: the sentence number of each; spans: {(type, first, last)} or None where entities are not annotated;
    words: [(fine index of its first part, upos, feats, head word or -1 (root) or -2 (unknown), relation, lemma script)] or None.
    """


def lemma_script(form, lemma):
    """How to make the lemma from the lowercased form: characters cut from the end, then what is added."""
    form, lemma = form.lower(), lemma.lower()
    n = 0
    while n < min(len(form), len(lemma)) and form[n] == lemma[n]:
        n += 1
    return f"{len(form) - n}+{lemma[n:]}" if n or len(form) <= 2 else None


def split_sentences(text):
    from razdel import sentenize
    return [(s.start, s.stop) for s in sentenize(text)]


def silver(sentences):
    """natasha's analysis of tokenised sentences: [[(upos, feats, head, rel, lemma)]]."""
    import inspect
    if not hasattr(inspect, "getargspec"):  # pymorphy2 wants the call that Python 3.11 dropped
        Spec = collections.namedtuple("ArgSpec", "args varargs keywords defaults")
        inspect.getargspec = lambda f: Spec(*inspect.getfullargspec(f)[:4])
    from natasha import MorphVocab, NewsEmbedding, NewsMorphTagger, NewsSyntaxParser
    emb = NewsEmbedding()
    morph, syntax, vocabulary = NewsMorphTagger(emb), NewsSyntaxParser(emb), MorphVocab()
    out = []
    for at in range(0, len(sentences), 64):
        part = sentences[at:at + 64]
        for forms, m, s in zip(part, morph.map(part), syntax.map(part)):
            rows = []
            for form, a, b in zip(forms, m.tokens, s.tokens):
                try:
                    lemma = vocabulary.lemmatize(form, a.pos, a.feats)
                except Exception:
                    lemma = form.lower()
                rows.append((a.pos, dict(a.feats or {}), int(b.head_id) - 1, b.rel, lemma))
            out.append(rows)
    return out


def windows_of(doc, text, entities, trees):
    """Windows over one text. `trees`: an iterator of silver sentences, in order."""
    out, cur = [], None
    for a, b in split_sentences(text):
        fine = [(a + s, a + e) for s, e in T.fine_tokens(text[a:b])]
        if not fine:
            continue
        ws = T.words(text, fine)
        tree = next(trees) if trees else None
        for cut in range(0, len(fine), MAX_WORDS):
            part = fine[cut:cut + MAX_WORDS]
            if cur is None or len(cur.offsets) + len(part) > MAX_WORDS:
                cur = Window()
                cur.doc, cur.forms, cur.spaced, cur.offsets, cur.sentence = doc, [], [], [], []
                cur.spans, cur.words, cur.silver = (set() if entities is not None else None), ([] if trees else None), True
                out.append(cur)
            start, number = len(cur.offsets), (cur.sentence[-1] + 1 if cur.sentence else 0)
            for s, e in part:
                cur.forms.append(text[s:e])
                cur.spaced.append(s == a or text[s - 1].isspace())
                cur.offsets.append((s, e))
                cur.sentence.append(number)
            if tree:
                whole = len(part) == len(fine)
                first_word = len(cur.words)
                for (i, j), (pos, feats, head, rel, lemma) in zip(ws, tree):
                    if cut <= i < cut + len(part):
                        form = text[fine[i][0]:fine[j][1]]
                        head = (head + first_word if head >= 0 else -1) if whole else -2
                        cur.words.append((i - cut + start, pos, feats, head, rel, lemma_script(form, lemma)))
            if entities is not None:
                starts = {s: start + k for k, (s, _) in enumerate(part)}
                ends = {e: start + k for k, (_, e) in enumerate(part)}
                for s, e, t in entities:
                    if s in starts and e in ends and starts[s] <= ends[e]:
                        cur.spans.add((TYPES.index(t), starts[s], ends[e]))
    return out


def read_nerel(split):
    for path in sorted(glob.glob(f"{DATA}/nerel/{split}/*.txt")):
        text = open(path, encoding="utf8", newline="").read()
        entities = set()
        for line in open(path[:-3] + "ann", encoding="utf8"):
            if line[0] == "T":
                kind, where = line.split("\t")[1].split(" ", 1)
                bits = re.findall(r"\d+", where)
                entities.add((int(bits[0]), int(bits[-1]), kind))
        yield pathlib.Path(path).stem, text, entities


def read_treebank(path):
    """One window a sentence, gold trees."""
    rows, out = [], []
    for line in open(path, encoding="utf8"):
        line = line.rstrip("\n")
        if line and line[0] != "#":
            q = line.split("\t")
            if q[0].isdigit():
                rows.append(q)
        elif not line and rows:
            w = Window()
            w.doc, w.forms, w.spaced, w.offsets, w.sentence, w.spans, w.words, w.silver = path.stem, [], [], None, [], None, [], False
            space = True
            for q in rows:
                form, first = q[1], len(w.forms)
                for s, e in T.fine_tokens(form) or [(0, len(form))]:
                    w.forms.append(form[s:e])
                    w.spaced.append(space or form[s - 1].isspace() if s == 0 or form[s - 1].isspace() else False)
                    w.sentence.append(0)
                    space = False
                feats = dict(x.split("=", 1) for x in q[5].split("|")) if q[5] != "_" else {}
                w.words.append((first, q[3], feats, int(q[6]) - 1, q[7], lemma_script(form, q[2])))
                space = "SpaceAfter=No" not in q[9]
            w.gold = [(q[1], q[2], q[3], q[5], int(q[6]), q[7]) for q in rows]
            out.append(w)
            rows = []
    return out


def choose_vocabulary(corpora):
    """Ids of the pieces kept: specials, all Cyrillic of our languages, what the training text uses of the rest."""
    pieces = base.read_pieces()
    cyrillic = set("абвгдеёжзийклмнопрстуфхцчшщъыьэюяңөүіїєғқұһәў")
    full = base.Unigram(pieces, 99)
    used = {i for w in corpora for f, s in zip(w.forms, w.spaced) for i in full.encode(f, s)}
    keep = []
    for i, (p, _) in enumerate(pieces):
        body = p.lstrip("▁").lower()
        if i < 4 or i in used or p == "▁" or (body and set(body) <= cyrillic) or (len(body) == 1 and ord(body) < 0x2600 and (body.isascii() or not body.isalpha())):
            keep.append(i)
    return keep


def main():
    BUILD.mkdir(exist_ok=True)
    jobs = {"train": [(n, t, e) for n, t, e in read_nerel("train")], "dev": [(n, t, e) for n, t, e in read_nerel("dev")],
            "extra": [(pathlib.Path(p).stem, open(p, encoding="utf8", newline="").read(), None) for p in sorted(glob.glob(f"{DATA}/facteval/devset/*.txt"))]}
    made = {}
    for name, docs in jobs.items():
        forms = []
        if name != "dev":
            for _, text, _ in docs:
                for a, b in split_sentences(text):
                    fine = [(a + s, a + e) for s, e in T.fine_tokens(text[a:b])]
                    if fine:
                        forms.append([text[fine[i][0]:fine[j][1]] for i, j in T.words(text, fine)])
        trees = iter(silver(forms)) if forms else None
        made[name] = [w for n, t, e in docs for w in windows_of(n, t, e, trees)]
        print(name, len(docs), "texts", len(made[name]), "windows", sum(len(w.spans or ()) for w in made[name]), "spans",
              sum(len(e or ()) for _, _, e in docs), "annotated", flush=True)
    gold = {n: {(i, s, e, t) for i, _, es in jobs[n] for s, e, t in es} for n in ("train", "dev")}
    banks = {}
    for path in sorted(glob.glob(f"{DATA}/ud/*/*.conllu")):
        banks[pathlib.Path(path).stem] = read_treebank(pathlib.Path(path))
    english = [w for p in sorted(glob.glob(f"{DATA}/news_en/data/*.csv")) for row in csv.DictReader(open(p, encoding="utf8"))
               for w in windows_of("en", row["text"], None, None)]
    training = ["ru_gsd-ud-dev", "ru_taiga-ud-dev", "ky_ktmu-ud-train", "en_ewt-ud-dev", "kk_ktb-ud-train", "kk_ktb-ud-test"]
    keep = choose_vocabulary(made["train"] + made["extra"] + english + [w for b in training for w in banks[b]])
    pieces = base.read_pieces()
    (BUILD / "vocabulary.json").write_text(json.dumps({"ids": keep, "pieces": [pieces[i] for i in keep]}, ensure_ascii=False))
    unigram = base.Unigram([pieces[i] for i in keep])
    for w in [w for ws in list(made.values()) + list(banks.values()) for w in ws]:
        w.pieces = [unigram.encode(f, s) for f, s in zip(w.forms, w.spaced)]
    pickle.dump(dict(windows=made, gold=gold, banks=banks, training=training), open(BUILD / "data.pkl", "wb"))
    n = sum(len(p) for w in made["train"] for p in w.pieces)
    print("vocabulary", len(keep), "train pieces", n, "per fine token %.2f" % (n / sum(len(w.forms) for w in made["train"])))


if __name__ == "__main__":
    main()
