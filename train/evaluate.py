"""Figures of a PyTorch checkpoint: entities on NEREL dev, words and trees on treebanks with gold tokens."""
import collections
import json
import sys

import torch

import batch as B
from prepare import BUILD, TYPES, Window  # noqa: F401

OUTER = {"PERSON": "PER", "CITY": "LOC", "COUNTRY": "LOC", "STATE_OR_PROVINCE": "LOC", "LOCATION": "LOC", "DISTRICT": "LOC", "ORGANIZATION": "ORG"}


def f1(tp, predicted, gold):
    return 200 * tp / max(1, predicted + gold)


def outermost(spans):
    """Spans of persons, places and bodies that lie in no other such span, as {(doc, start, end, PER|LOC|ORG)}."""
    mapped = {(d, a, b, OUTER[t]) for d, a, b, t in spans if t in OUTER}
    by_doc = collections.defaultdict(list)
    for d, a, b, _ in mapped:
        by_doc[d].append((a, b))
    return {x for x in mapped if not any((a, b) != x[1:3] and a <= x[1] and x[2] <= b for a, b in by_doc[x[0]])}


@torch.no_grad()
def entity_figures(model, windows, gold):
    """Micro F1 (exact span and type) over all types, by type, and of outermost PER/LOC/ORG."""
    model.eval()
    found = set()
    for batch in B.batches(windows, 3000, False):
        ids, first, _ = B.inputs(batch)
        for w, spans in zip(batch, B.decode_spans(model.spans(model.encoder(ids, first)), batch)):
            found |= {(w.doc, w.offsets[a][0], w.offsets[b][1], TYPES[t]) for t, a, b in spans}
    score = lambda p, g: f1(len(p & g), len(p), len(g))
    types = {t: score({x for x in found if x[3] == t}, {x for x in gold if x[3] == t}) for t in TYPES}
    micro, outer = score(found, gold), score(outermost(found), outermost(gold))
    line = "NER micro %.2f outermost %.2f | " % (micro, outer) + " ".join("%s %.1f" % (t[:6], types[t]) for t in ("PERSON", "COUNTRY", "ORGANIZATION", "PROFESSION", "DATE", "EVENT", "CITY"))
    return {"micro": micro, "outermost": outer, "types": types, "line": line}


def apply_script(form, script, pos):
    """The lemma that a script makes of a form; names keep their capital."""
    cut, add = script.split("+", 1)
    low = form.lower()
    lemma = low[:len(low) - int(cut)] + add if int(cut) <= len(low) else low
    return lemma[:1].upper() + lemma[1:] if pos == "PROPN" and form[:1].isupper() else lemma


@torch.no_grad()
def treebank_figures(model, windows, labels):
    """Accuracy in percent of UPOS, all features, lemma (case apart), heads and labelled heads; gold tokens."""
    model.eval()
    hit, n = collections.Counter(), 0
    for batch in B.batches(windows, 3000, False):
        for w, read in zip(batch, B.read_words(model, batch, labels)):
            for (form, gold_lemma, gold_pos, gold_feats, gold_head, gold_rel), (pos, fs, script, head, rel) in zip(w.gold, read):
                n += 1
                fs = "|".join(sorted((f"{k}={v}" for k, v in fs), key=str.lower)) or "_"
                hit["upos"] += pos == gold_pos
                hit["feats"] += fs == gold_feats
                hit["lemma"] += apply_script(form, script, pos).lower() == gold_lemma.lower()
                right = head == gold_head
                hit["uas"] += right
                hit["las"] += right and rel == gold_rel
    return {k: round(100 * v / n, 2) for k, v in hit.items()} | {"words": n}


if __name__ == "__main__":
    import pickle
    from model import Model
    name = sys.argv[1] if len(sys.argv) > 1 else "model.pt"
    data = pickle.load(open(BUILD / "data.pkl", "rb"))
    labels = json.load(open(BUILD / (name + ".labels.json")))
    state = torch.load(BUILD / name)
    layers = 1 + max(int(k.split(".")[2]) for k in state if k.startswith("encoder.layers."))
    model = Model(layers, json.load(open(BUILD / "vocabulary.json"))["ids"], len(TYPES), labels)
    model.load_state_dict(state, strict=False)
    print(entity_figures(model, data["windows"]["dev"], data["gold"]["dev"])["line"])
    for bank in sorted(data["banks"]):
        if bank not in data["training"]:
            print(bank, treebank_figures(model, data["banks"][bank], labels))
