"""Encoder and heads. `kelishim-infer` runs the same arithmetic in int8; names of parameters are names in the model file."""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

import base

MAX_WIDTH = 32


class Layer(nn.Module):
    def __init__(self, c, dropout):
        super().__init__()
        h = c["hidden"]
        self.heads = c["heads"]
        self.qkv, self.out = nn.Linear(h, 3 * h), nn.Linear(h, h)
        self.norm1, self.norm2 = nn.LayerNorm(h, c["eps"]), nn.LayerNorm(h, c["eps"])
        self.up, self.down = nn.Linear(h, c["ff"]), nn.Linear(c["ff"], h)
        self.drop = nn.Dropout(dropout)

    def forward(self, x, mask):
        b, n, h = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        a = (q * (h // self.heads) ** -0.5) @ k.transpose(-1, -2)
        a = a.masked_fill(~mask, -1e4).softmax(-1)
        x = self.norm1(x + self.drop(self.out((a @ v).transpose(1, 2).reshape(b, n, h))))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """First `layers` layers of the base; embeddings frozen. ids [b, n] (pad = 1) -> states of the pieces at `first` [b, m, h]."""

    def __init__(self, layers, vocabulary, dropout=0.1):
        super().__init__()
        t, c, _ = base.read_weights()
        self.config, h = c, c["hidden"]
        get = lambda name, *shape: torch.tensor(t[name].reshape(shape))
        self.word = nn.Embedding.from_pretrained(get("emb.word", -1, h)[vocabulary].clone(), freeze=True)
        self.position = nn.Parameter((get("emb.pos", -1, h) + get("emb.type", -1, h)[:1])[:512].clone(), requires_grad=False)
        self.norm = nn.LayerNorm(h, c["eps"])
        self.norm.weight.data, self.norm.bias.data = get("emb.ln.w", h), get("emb.ln.b", h)
        self.layers = nn.ModuleList()
        for i in range(layers):
            y, p = Layer(c, dropout), f"l{i}."
            y.qkv.weight.data = torch.cat([get(p + k + ".w", h, h) for k in "qkv"])
            y.qkv.bias.data = torch.cat([get(p + k + ".b", h) for k in "qkv"])
            for ours, theirs, shape in (("out", "ao", (h, h)), ("up", "fi", (-1, h)), ("down", "fo", (h, c["ff"]))):
                getattr(y, ours).weight.data = get(p + theirs + ".w", *shape)
                getattr(y, ours).bias.data = get(p + theirs + ".b", -1)
            for ours, theirs in (("norm1", "aln"), ("norm2", "oln")):
                getattr(y, ours).weight.data, getattr(y, ours).bias.data = get(p + theirs + ".w", h), get(p + theirs + ".b", h)
            self.layers.append(y)

    def forward(self, ids, first):
        mask = (ids != 1)[:, None, None, :]
        x = self.norm(self.word(ids) + self.position[:ids.shape[1]])
        for layer in self.layers:
            x = layer(x, mask)
        return x.gather(1, first[:, :, None].expand(-1, -1, x.shape[-1]))


class Spans(nn.Module):
    """Score of each (type, first, last): scaled q.k, start, end and width terms. Positive means an entity."""

    def __init__(self, h, types, d=24):
        super().__init__()
        self.types, self.d = types, d
        self.qk, self.ends = nn.Linear(h, 2 * types * d), nn.Linear(h, 2 * types)
        self.width = nn.Parameter(torch.zeros(types, MAX_WIDTH))

    def forward(self, x):
        b, n, _ = x.shape
        q, k = self.qk(x).view(b, n, 2, self.types, self.d).permute(2, 0, 3, 1, 4)
        s, e = self.ends(x).view(b, n, 2, self.types).permute(2, 0, 3, 1)
        i = torch.arange(n)
        w = (i[None] - i[:, None]).clamp(0, MAX_WIDTH - 1)
        return q @ k.transpose(-1, -2) / math.sqrt(self.d) + s[..., :, None] + e[..., None, :] + self.width[:, w][None]


class Syntax(nn.Module):
    """UPOS, one softmax a feature, lemma script, biaffine arcs (Dozat and Manning 2017) and labels, over words."""

    def __init__(self, h, labels, arc=128, rel=64, dropout=0.25):
        super().__init__()
        self.arc, self.rel, self.drop = arc, rel, nn.Dropout(dropout)
        self.upos, self.lemma = nn.Linear(h, len(labels["upos"])), nn.Linear(h, len(labels["lemma"]))
        self.cuts, n = [], 0
        for values in labels["feats"].values():
            self.cuts.append((n, n + len(values)))
            n += len(values)
        self.feats = nn.Linear(h, n)
        self.project = nn.Linear(h, 2 * arc + 2 * rel)
        self.root = nn.Parameter(torch.randn(arc + rel) * 0.1)
        self.arc_w = nn.Parameter(torch.randn(arc + 1, arc) * 0.05)
        self.rel_w = nn.Parameter(torch.randn(len(labels["rel"]), rel + 1, rel + 1) * 0.05)

    def forward(self, x):
        """-> upos, feats, lemma logits [b, m, .], arcs [b, m, m + 1] (column 0 is the root), and what `labels` needs."""
        x = self.drop(x)
        ad, ah, rd, rh = self.drop(F.gelu(self.project(x))).split([self.arc, self.arc, self.rel, self.rel], -1)
        root = self.root.expand(len(x), 1, -1)
        ah, rh = torch.cat([root[..., :self.arc], ah], 1), torch.cat([root[..., self.arc:], rh], 1)
        one = torch.ones(*ad.shape[:2], 1)
        arcs = torch.cat([ad, one], -1) @ self.arc_w @ ah.transpose(1, 2)
        return self.upos(x), self.feats(x), self.lemma(x), arcs, (rd, rh)

    def labels(self, state, heads):
        """Label logits [b, m, r] of the arcs to `heads` (0 is the root)."""
        rd, rh = state
        rh = rh.gather(1, heads[:, :, None].expand(-1, -1, self.rel))
        one = torch.ones(*rd.shape[:2], 1)
        return torch.einsum("bni,rij,bnj->bnr", torch.cat([rd, one], -1), self.rel_w, torch.cat([rh, one], -1))


class Model(nn.Module):
    def __init__(self, layers, vocabulary, types, labels):
        super().__init__()
        self.encoder = Encoder(layers, vocabulary)
        h = self.encoder.config["hidden"]
        self.spans, self.syntax = Spans(h, types), Syntax(h, labels)
