"""Windows -> tensors, losses and decoding."""
import copy
import random

import numpy as np
import torch
import torch.nn.functional as F

from model import MAX_WIDTH


def batches(windows, pieces, shuffle):
    """Lists of windows of like length, at most `pieces` subwords each after padding."""
    size = lambda w: 2 + sum(map(len, w.pieces))
    ws = list(windows)
    if shuffle:
        random.shuffle(ws)
    ws.sort(key=lambda w: size(w) + (random.random() * 12 if shuffle else 0))
    out, cur, widest = [], [], 0
    for w in ws:
        if cur and max(widest, size(w)) * (len(cur) + 1) > pieces:
            out.append(cur)
            cur, widest = [], 0
        cur.append(w)
        widest = max(widest, size(w))
    out += [cur] if cur else []
    if shuffle:
        random.shuffle(out)
    return out


def joined(windows, most=96):
    """Neighbouring one-sentence windows put together at random into windows of several sentences, as articles have them."""
    out = []
    for w in windows:
        if out and len(out[-1].pieces) + len(w.pieces) <= most and random.random() < 0.6:
            last, number = out[-1], out[-1].sentence[-1] + 1
            fine, word = len(last.pieces), len(last.words)
            last.pieces = last.pieces + w.pieces
            last.sentence = last.sentence + [number] * len(w.pieces)
            last.words = last.words + [(x + fine, pos, fs, h + word if h >= 0 else h, r, s) for x, pos, fs, h, r, s in w.words]
        else:
            out.append(copy.copy(w))
    return out


def parted(w):
    """The sentences of a window, each a window of its own."""
    out = []
    for n in range(w.sentence[-1] + 1):
        fine = [i for i, s in enumerate(w.sentence) if s == n]
        words = [j for j, x in enumerate(w.words) if w.sentence[x[0]] == n]
        one = copy.copy(w)
        one.pieces, one.sentence = [w.pieces[i] for i in fine], [0] * len(fine)
        one.words = [(w.words[j][0] - fine[0], *w.words[j][1:3], -2, *w.words[j][4:]) for j in words]
        one.place = words
        out.append(one)
    return out


def inputs(batch):
    """ids [b, n] with <s> and </s>, pad 1; first [b, m]: position of each fine token's first piece; words [b, k]: index of each word."""
    rows, firsts = [], []
    for w in batch:
        ids, first = [0], []
        for p in w.pieces:
            first.append(min(len(ids), 510))
            ids += p
        rows.append(ids[:511] + [2])
        firsts.append(first)
    ids = torch.ones(len(batch), max(map(len, rows)), dtype=torch.long)
    first = torch.zeros(len(batch), max(map(len, firsts)), dtype=torch.long)
    k = max(len(w.words or [0]) for w in batch)
    words = torch.zeros(len(batch), k, dtype=torch.long)
    for i, w in enumerate(batch):
        ids[i, :len(rows[i])] = torch.tensor(rows[i])
        first[i, :len(firsts[i])] = torch.tensor(firsts[i])
        if w.words:
            words[i, :len(w.words)] = torch.tensor([x[0] for x in w.words])
    return ids, first, words


def span_mask(batch, n):
    s = torch.full((len(batch), n), -1)
    for i, w in enumerate(batch):
        s[i, :len(w.sentence)] = torch.tensor(w.sentence)
    i = torch.arange(n)
    band = (i[None] >= i[:, None]) & (i[None] - i[:, None] < MAX_WIDTH)
    return (s[:, :, None] == s[:, None, :]) & (s[:, :, None] >= 0) & band[None]


def span_loss(scores, batch):
    """ZLPR (Su et al. 2022) summed over types: every gold span above 0, every other below."""
    n = scores.shape[-1]
    mask = span_mask(batch, n)[:, None]
    gold = torch.zeros_like(scores, dtype=torch.bool)
    for i, w in enumerate(batch):
        for t, a, b in w.spans:
            gold[i, t, a, b] = True
    gold &= mask
    zero = torch.zeros_like(scores[..., 0, 0])[..., None]
    negative = scores.masked_fill(gold | ~mask, -1e4).flatten(2)
    positive = (-scores).masked_fill(~gold, -1e4).flatten(2)
    return (torch.logsumexp(torch.cat([negative, zero], -1), -1) + torch.logsumexp(torch.cat([positive, zero], -1), -1)).sum(1).mean()


def decode_spans(scores, batch):
    """Per window the set of (type, first, last) above 0; of crossing spans of one type the better stays."""
    n = scores.shape[-1]
    scores = scores.masked_fill(~span_mask(batch, n)[:, None], -1e4)
    out = [set() for _ in batch]
    hits = (scores > 0).nonzero().tolist()
    order = sorted(zip(scores[scores > 0].tolist(), hits), key=lambda x: -x[0])
    kept = {}
    for _, (b, t, i, j) in order:
        k = kept.setdefault((b, t), [])
        if not any(i < a <= j < c or a < i <= c < j for a, c in k):
            k.append((i, j))
            out[b].add((t, i, j))
    return out


def arc_mask(arcs, batch):
    """Only heads in the same sentence, never oneself."""
    n = arcs.shape[1]
    s = torch.full((len(batch), n), -1)
    for i, w in enumerate(batch):
        s[i, :len(w.words)] = torch.tensor([w.sentence[x[0]] for x in w.words])
    same = (s[:, :, None] == s[:, None, :]) & ~torch.eye(n, dtype=torch.bool)[None]
    return arcs.masked_fill(~torch.cat([torch.ones(*s.shape, 1, dtype=torch.bool), same], -1), -1e4)


def syntax_loss(head, x, batch, labels):
    upos, feats, lemma, arcs, state = head(x)
    arcs = arc_mask(arcs, batch)
    shape = x.shape[:2]
    y = {k: torch.full(shape, -100) for k in ("upos", "head", "rel", "lemma")}
    yf = torch.full((*shape, len(head.cuts)), -100)
    for i, w in enumerate(batch):
        for j, (_, pos, fs, parent, rel, script) in enumerate(w.words):
            y["upos"][i, j] = labels["upos"].get(pos, -100)
            y["lemma"][i, j] = labels["lemma"].get(script, -100)
            if parent != -2 and parent != j and (parent == -1 or w.sentence[w.words[parent][0]] == w.sentence[w.words[j][0]]):
                y["head"][i, j] = parent + 1
                y["rel"][i, j] = labels["rel"].get(rel, labels["rel"].get(rel.split(":")[0], -100))
            for k, (name, values) in enumerate(labels["feats"].items()):
                yf[i, j, k] = values.get(fs.get(name, "_"), -100)
    ce = lambda a, b: F.cross_entropy(a.flatten(0, 1), b.flatten(), ignore_index=-100)
    loss = ce(upos, y["upos"]) + sum(ce(feats[..., a:b], yf[..., k]) for k, (a, b) in enumerate(head.cuts))
    if (y["lemma"] >= 0).any():
        loss = loss + ce(lemma, y["lemma"])
    if (y["head"] >= 0).any():
        loss = loss + ce(arcs, y["head"]) + ce(head.labels(state, y["head"].clamp(min=0)), y["rel"])
    return loss


def spanning_tree(scores):
    """Chu-Liu/Edmonds with one root. scores[d, h]: n x (n + 1), column 0 the root. -> heads, 0 is the root."""
    n = len(scores)
    full = np.full((n + 1, n + 1), -1e9)
    full[1:] = scores
    np.fill_diagonal(full, -1e9)
    heads = _arborescence(full)
    roots = [i for i in range(1, n + 1) if heads[i] == 0]
    if len(roots) > 1:
        keep = max(roots, key=lambda i: full[i, 0])
        for i in range(1, n + 1):
            if i != keep:
                full[i, 0] -= 1e5
        heads = _arborescence(full)
    return heads[1:]


@torch.no_grad()
def read_words(model, batch, labels):
    """What the model reads of gold words: a window a list, a word (UPOS, features, lemma script, head, relation).

    Features are pairs in the order of the labels; a head counts from 1, 0 is the root.
    """
    names = {k: {i: x for x, i in labels[k].items()} for k in ("upos", "rel", "lemma")}
    feats = [(k, {i: x for x, i in v.items()}) for k, v in labels["feats"].items()]
    ids, first, words = inputs(batch)
    x = model.encoder(ids, first)
    upos, values, lemma, arcs, state = model.syntax(x.gather(1, words[:, :, None].expand(-1, -1, x.shape[-1])))
    arcs = arc_mask(arcs, batch)
    heads = torch.zeros(arcs.shape[:2], dtype=torch.long)
    for i, w in enumerate(batch):
        k = len(w.words)
        heads[i, :k] = torch.tensor(spanning_tree(arcs[i, :k, :k + 1].numpy().astype(np.float64)))
    rel, upos, lemma = model.syntax.labels(state, heads).argmax(-1), upos.argmax(-1), lemma.argmax(-1)
    values = [values[..., a:b].argmax(-1) for a, b in model.syntax.cuts]
    return [[(names["upos"][int(upos[i, j])], [(k, v[int(y[i, j])]) for (k, v), y in zip(feats, values) if int(y[i, j])],
              names["lemma"][int(lemma[i, j])], int(heads[i, j]), names["rel"][int(rel[i, j])])
             for j in range(len(w.words))] for i, w in enumerate(batch)]


def _arborescence(m):
    n = len(m)
    heads = m.argmax(1)
    heads[0] = 0
    cycle, seen = None, [0] * n
    for start in range(1, n):
        path, x = [], start
        while x and not seen[x]:
            seen[x] = start
            path.append(x)
            x = heads[x]
        if x and seen[x] == start and x in path:
            cycle = path[path.index(x):]
            break
    if not cycle:
        return heads
    rest = [i for i in range(n) if i not in cycle]
    index = {v: i for i, v in enumerate(rest)}
    k = len(rest)
    small, into, out = np.full((k + 1, k + 1), -1e9), {}, {}
    for i in rest:
        for j in rest:
            small[index[i], index[j]] = m[i, j]
        if i:
            out[i] = max(cycle, key=lambda c: m[i, c])
            small[index[i], k] = m[i, out[i]]
        into[i] = max(cycle, key=lambda c: m[c, i] - m[c, heads[c]])
        small[k, index[i]] = m[into[i], i] - m[into[i], heads[into[i]]]
    got = _arborescence(small)
    for i in rest:
        if i:
            heads[i] = out[i] if got[index[i]] == k else rest[got[index[i]]]
    entry = rest[got[k]]
    heads[into[entry]] = entry
    return heads
