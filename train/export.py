"""Writes ../data/models/kelishim-v2.bin (what kelishim-infer loads) and its card kelishim-v2.toml.

Layout, little endian: "KELISHIM", u32 format version, u32 length of the header, header (JSON, padded to 64 bytes), tensors
each padded to 64 bytes, SHA-256 of everything before it. Header: version, config, labels, known lemmas, irregular forms, tensors {name: [dtype, shape,
offset from the end of the header]}. dtypes: f64, f32, f16; i8 (a matrix by rows, symmetric; its scales are NAME.scale, f32);
q4 (the base's blocks of 32: f16 scale, 16 bytes of nibbles); utf8 (`vocabulary.text`: pieces by id, each ended by a line feed).
"""
import argparse
import collections
import glob
import hashlib
import json
import pickle
import re
import struct

import numpy as np
import torch

import base
from evaluate import apply_script
from forms import irregular_forms
from prepare import BUILD, TYPES, Window  # noqa: F401

FORMAT = 2
CARD = """# What kelishim-v2.bin is made of; the hash is that of the whole file.
file = "{file}"
version = "{version}"
sha256 = "{digest}"
bytes = {bytes}
format = {format}
licence = "CC BY-SA 4.0"  # because of the treebanks
base = "multilingual-e5-small (MIT), first {layers} layers, embeddings in 4 bits, {pieces} of its pieces"
sources = [
    "NEREL (Wikinews texts CC BY 2.5; annotation by its authors): entities",
    "factRuEval-2016 (MIT): texts",
    "trees by natasha (MIT) on NEREL and factRuEval texts",
    "OpenCorpora (CC BY-SA 3.0) by pymorphy2 (MIT): forms whose lemma is irregular",
    "Universal Dependencies, Russian GSD and Taiga, English EWT: dev (CC BY-SA 4.0)",
    "Universal Dependencies, Kyrgyz KTMU: train; Kazakh KTB: all (CC BY-SA 4.0)",
]
run = "{run}"
"""


def by_rows(w):
    scale = np.maximum(np.abs(w).max(1), 1e-12) / 127
    return np.clip(np.round(w / scale[:, None]), -127, 127).astype(np.int8), scale.astype(np.float32)


def known_lemmas():
    """"VERB подписать" for every lemma of the training texts (silver ones seen twice) and of the frames and lexicons."""
    data = pickle.load(open(BUILD / "data.pkl", "rb"))
    seen = collections.Counter()
    for w in data["windows"]["train"] + data["windows"]["extra"] + [w for b in data["training"] for w in data["banks"][b]]:
        for i, (first, pos, _, _, _, script) in enumerate(w.words or ()):
            if script and pos not in ("PROPN", "PUNCT", "NUM", "SYM", "X"):
                form = w.gold[i][0] if not w.silver else whole_word(w, first)
                seen[pos + " " + apply_script(form, script, pos).lower()] += 1 if w.silver else 2
    out = {k for k, n in seen.items() if n >= 2}
    # Words of the grammar stand in the lexicons too; known as nouns they would be lemmas of other words ("доз": "до").
    grammar = {k.split()[1] for k in out if k.split()[0] in ("ADP", "CCONJ", "SCONJ", "PART", "PRON", "DET")}
    # Of the lexicons those that hold words, not stems with endings.
    files = ["../data/lang/ru/lexicon/classes.toml", "../data/lang/ru/lexicon/speech.toml"]
    for path in files + sorted(glob.glob("../data/lang/ru/frames/**/*.toml", recursive=True)):
        for word in re.findall(r'"([а-яё]+(?:-[а-яё]+)*)"', open(path, encoding="utf8").read()):
            if word in grammar:
                continue
            kind = "VERB" if re.search(r"(ть|ти|чь)(ся)?$", word) else "ADJ" if re.search(r"(ый|ий|ой)$", word) else "NOUN"
            out.add(kind + " " + word)
    return sorted(out)


def whole_word(w, first):
    """The word that begins at a fine token: hyphenated parts joined."""
    word, i = w.forms[first], first
    while i + 2 < len(w.forms) and w.forms[i + 1] in "-‐‑" and not w.spaced[i + 1] and not w.spaced[i + 2]:
        word += w.forms[i + 1] + w.forms[i + 2]
        i += 2
    return word


def tensors_of(state, rows, vocabulary):
    """{name: (dtype, array)} of the file, from the checkpoint's {name: f32 array}."""
    state = dict(state)
    # Both biaffine forms as linear layers: the constant 1 beside a dependent or head makes their biases.
    arc = state.pop("syntax.arc_w")
    state["syntax.arc.weight"], state["syntax.arc.bias"] = arc[:-1].T, arc[-1]
    rel = state.pop("syntax.rel_w")
    rel = rel.reshape(-1, rel.shape[-1])
    state["syntax.label.weight"], state["syntax.label.bias"] = rel[:, :-1], rel[:, -1]
    text = "".join(p + "\n" for p, _ in vocabulary["pieces"])
    assert text.count("\n") == len(vocabulary["pieces"]), "a piece holds a line feed"
    out = {
        "encoder.word": ("q4", rows[vocabulary["ids"]]),
        "vocabulary.text": ("utf8", np.frombuffer(text.encode(), np.uint8)),
        "vocabulary.scores": ("f64", np.array([s for _, s in vocabulary["pieces"]], np.float64)),
        "encoder.position": ("f16", state.pop("encoder.position")[:512].astype(np.float16)),
    }
    for name, v in state.items():
        if name.endswith(".weight") and v.ndim == 2:
            q, scale = by_rows(v)
            out[name], out[name + ".scale"] = ("i8", q), ("f32", scale)
        else:
            out[name] = ("f32", v.astype(np.float32))
    return out


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--name", default="model.pt", help="checkpoint in the build folder")
    ap.add_argument("--version", default="kelishim-v2")
    ap.add_argument("--run", default="train.py --minutes 80, two CPU cores, seed 1", help="how it was trained, for the card")
    ap.add_argument("--out", default="../data/models", help="folder")
    opt = ap.parse_args()
    state = {k: v.float().numpy() for k, v in torch.load(BUILD / opt.name).items()}
    labels = json.load(open(BUILD / (opt.name + ".labels.json")))
    vocabulary = json.load(open(BUILD / "vocabulary.json"))
    _, config, rows = base.read_weights()
    layers = 1 + max(int(k.split(".")[2]) for k in state if k.startswith("encoder.layers."))
    tensors, index, chunks, at = tensors_of(state, rows, vocabulary), {}, [], 0
    for name in sorted(tensors):
        kind, v = tensors[name]
        raw = np.ascontiguousarray(v).tobytes()
        index[name] = [kind, list(v.shape), at]
        chunks.append(raw + b"\0" * (-len(raw) % 64))
        at += len(chunks[-1])
    inverse = lambda d: [x for x, _ in sorted(d.items(), key=lambda p: p[1])]
    known = known_lemmas()
    header = {
        "version": opt.version,
        "config": {"hidden": config["hidden"], "heads": config["heads"], "ff": config["ff"], "eps": config["eps"], "layers": layers},
        "types": TYPES,
        "upos": inverse(labels["upos"]),
        "relations": inverse(labels["rel"]),
        "lemmas": inverse(labels["lemma"]),
        "known_lemmas": known,
        "irregular_forms": irregular_forms(known),
        "feats": [[k, inverse(v)] for k, v in labels["feats"].items()],
        "tensors": index,
    }
    head = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    head += b" " * (-(16 + len(head)) % 64)
    body = b"KELISHIM" + struct.pack("<II", FORMAT, len(head)) + head + b"".join(chunks)
    body += hashlib.sha256(body).digest()
    digest = hashlib.sha256(body).hexdigest()
    with open(f"{opt.out}/kelishim-v2.bin", "wb") as f:
        f.write(body)
    with open(f"{opt.out}/kelishim-v2.toml", "w", encoding="utf8") as f:
        f.write(CARD.format(file="kelishim-v2.bin", version=opt.version, digest=digest, bytes=len(body), format=FORMAT,
                            layers=layers, pieces=len(vocabulary["ids"]), run=opt.run))
    print(len(body), "bytes", digest)


if __name__ == "__main__":
    main()
