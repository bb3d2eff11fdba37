"""Trains the head of acts on annotated reports and writes ../data/models/kelishim-acts-v1.bin with its card.

    kelishim eval evidence REPORTS build/acts/NAME     # for each folder of annotated reports (docs/formats/gold.md)
    python acts.py --read NAME REPORTS ... --fresh NAME REPORTS ... [--folds 5] [--write VERSION]

Folders after `--read` are those that frames were tuned on: there the frames' evidence is hidden, since it is better than it will be
on reports that nobody has read. With `--folds N` the figures of N held-out parts of the fresh folders are printed. Two minutes of
one core for 600 reports.

For each verb, noun, adjective and adverb two softmaxes: type of event or nothing, stage of an undertaking or nothing. Input: the
encoder's state of the word, normalised and projected, plus a sum of rows for the checksums that `kelishim` calls evidence; one residual
layer; beside it a linear term for each checksum. `crates/kelishim-infer/src/acts.rs` runs it.
"""
import argparse
import hashlib
import json
import math
import pathlib
import random
import struct

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

BUILD = pathlib.Path("build/acts")
TYPES = """AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE
ASSAULT""".split()
STAGES = "proposed negotiating agreed signed ratified started delivered delayed cancelled".split()
HIDDEN, WIDTH, FEATURES = 384, 96, 1 << 14
OUTPUTS = len(TYPES) + len(STAGES) + 2
# What stands for the frames' evidence where it is hidden.
HIDDEN_FRAMES = 0
# Share of the words without a label that a pass sees; they count as much more.
KEEP = 0.35


class Report:
    """Tokens, states and evidence of one report, with the labels of its annotation."""

    def __init__(self, features, annotated, read):
        doc = json.loads(features.read_text(encoding="utf-8"))
        self.name, self.read = features.stem, read
        self.tokens, self.evidence = doc["tokens"], doc["evidence"]
        states = np.fromfile(features.with_suffix(".f32"), dtype="<f4")
        self.states = states.reshape(len(self.tokens), HIDDEN) if len(self.tokens) else np.zeros((0, HIDDEN), np.float32)
        gold = json.loads(annotated.read_text(encoding="utf-8"))
        text = annotated.with_suffix(".txt").read_bytes().decode("utf-8")
        n = len(self.tokens)
        self.type, self.stage, self.weight = np.zeros(n, int), np.zeros(n, int), np.ones(n, np.float32)
        self.events = []
        for event in gold["events"]:
            at = text.find(event["trigger"], max(text.find(event["in"]), 0))
            inside, head = self.part(at, at + len(event["trigger"]))
            if head is None:
                continue
            # Other words of a trigger are neither it nor nothing.
            self.weight[[t for t in inside if not self.type[t]]] = 0
            self.type[head], self.weight[head] = 1 + TYPES.index(event["type"]), 1
            self.events.append((TYPES.index(event["type"]), self.tokens[head][4]))
        for row in gold["commitments"]:
            at = text.find(row["action"], max(text.find(row["evidence"]), 0))
            _, head = self.part(at, at + len(row["action"]))
            if head is not None:
                self.stage[head] = 1 + STAGES.index(row["stage"])

    def part(self, start, end):
        """Tokens of a stretch, and the one by which it hangs: the first whose head lies outside, a word of meaning if any."""
        inside = [i for i, t in enumerate(self.tokens) if t[0] < end and t[1] > start >= 0]
        top = [i for i in inside if self.tokens[i][2] not in inside]
        word = [i for i in top if self.tokens[i][3] not in ("PUNCT", "ADP", "PART", "CCONJ", "SCONJ")]
        return inside, next(iter(word or top), None)


class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm, self.dense = nn.LayerNorm(HIDDEN), nn.Linear(HIDDEN, WIDTH)
        self.inner = nn.EmbeddingBag(FEATURES, WIDTH, mode="sum", sparse=True)
        self.direct = nn.EmbeddingBag(FEATURES, OUTPUTS, mode="sum", sparse=True)
        nn.init.normal_(self.inner.weight, std=0.02)
        nn.init.zeros_(self.direct.weight)
        self.mix, self.out, self.drop = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, OUTPUTS), nn.Dropout(0.3)

    def forward(self, states, features, offsets):
        x = self.drop(self.dense(self.drop(self.norm(states)))) + self.inner(features, offsets)
        x = self.drop(F.relu(x))
        x = x + self.drop(F.relu(self.mix(x)))
        return (self.out(x) + self.direct(features, offsets)).split([len(TYPES) + 1, len(STAGES) + 1], -1)


def batch(reports, rng=None):
    """Tensors of the words of some reports; with `rng` only some of the words without a label."""
    states, features, offsets, types, stages, weights = [], [], [], [], [], []
    for r in reports:
        for token, plain, declared in r.evidence:
            nothing = not r.type[token] and not r.stage[token]
            # The rare words that a frame binds are all seen.
            thin = nothing and len(declared) <= 6
            if rng and thin and rng.random() > KEEP:
                continue
            offsets.append(len(features))
            features += [f % FEATURES for f in plain] + ([HIDDEN_FRAMES] if r.read else [f % FEATURES for f in declared])
            states.append(r.states[token])
            types.append(r.type[token])
            stages.append(r.stage[token])
            weights.append(r.weight[token] / (KEEP if rng and thin else 1))
    t = torch.tensor
    return (t(np.array(states, np.float32)), t(features), t(offsets)), t(types), t(stages), t(weights, dtype=torch.float)


def train(reports, epochs, seed=1, lr=1.5e-3):
    torch.manual_seed(seed)
    rng, head, reports = random.Random(seed), Head(), [r for r in reports if r.evidence]
    sparse = [head.inner.weight, head.direct.weight]
    dense = [p for p in head.parameters() if all(p is not s for s in sparse)]
    steps, size = 0, 8
    last = epochs * math.ceil(len(reports) / size)
    optimisers = [torch.optim.AdamW(dense, lr=lr, weight_decay=0.05), torch.optim.SparseAdam(sparse, lr=lr)]
    for epoch in range(epochs):
        rng.shuffle(reports)
        head.train()
        total = 0
        for i in range(0, len(reports), size):
            x, types, stages, weights = batch(reports[i:i + size], rng)
            a, b = head(*x)
            loss = (F.cross_entropy(a, types, reduction="none") * weights).sum() / 100
            loss = loss + (F.cross_entropy(b, stages, reduction="none") * weights.clamp(min=1)).sum() / 150
            loss.backward()
            nn.utils.clip_grad_norm_(dense, 2.0)
            for o in optimisers:
                for group in o.param_groups:
                    group["lr"] = lr * max(0.02, 1 - steps / last)
                o.step()
                o.zero_grad()
            steps += 1
            total += loss.item()
        print(f"epoch {epoch + 1} of {epochs}: loss {total / len(reports):.3f}", flush=True)
    head.eval()
    return head


@torch.no_grad()
def figures(head, reports):
    """Prints F1 of types by sentence and of stages by word at several thresholds."""
    chances = []
    for r in (r for r in reports if r.evidence):
        a, b = head(*batch([r])[0])
        chances.append((r, a.softmax(-1).numpy(), b.softmax(-1).numpy()))
    for least in (0.3, 0.4, 0.5, 0.6, 0.7):
        hit = found = right = acts = 0
        gold = sum(len(r.events) for r in reports)
        undertaken = sum(int((r.stage > 0).sum()) for r in reports)
        for r, a, b in chances:
            free = list(r.events)
            for (token, *_), p, q in zip(r.evidence, a, b):
                if 1 - p[0] >= least:
                    found += 1
                    key = (int(p[1:].argmax()), r.tokens[token][4])
                    if key in free:
                        free.remove(key)
                        hit += 1
                if 1 - q[0] >= least:
                    acts += 1
                    right += int(q[1:].argmax()) + 1 == r.stage[token]
        f = lambda tp, g, n: 2 * tp / (g + n) if g + n else 0
        print(f"  from {least}: type P {hit / max(found, 1):.3f} F1 {f(hit, gold, found):.3f}; stage F1 {f(right, undertaken, acts):.3f}")


def write(head, version, reports):
    def table(weight):
        scale = np.maximum(np.abs(weight).max(1), 1e-12) / 127
        return scale.astype("<f4").tobytes() + np.clip(np.round(weight / scale[:, None]), -127, 127).astype(np.int8).tobytes()

    p = {k: v.detach().float().numpy() for k, v in head.state_dict().items()}
    layer = lambda name: p[name + ".weight"].astype("<f4").tobytes() + p[name + ".bias"].astype("<f4").tobytes()
    header = {"version": version, "model": "kelishim-v2", "hidden": HIDDEN, "width": WIDTH, "features": FEATURES,
              "types": TYPES, "stages": STAGES}
    head_bytes = json.dumps(header).encode()
    body = b"KELIACTS" + struct.pack("<II", 1, len(head_bytes)) + head_bytes
    body += layer("norm") + layer("dense") + table(p["inner.weight"]) + table(p["direct.weight"]) + layer("mix") + layer("out")
    body += hashlib.sha256(body).digest()
    file = pathlib.Path("../data/models") / f"kelishim-{version}.bin"
    file.write_bytes(body)
    file.with_suffix(".toml").write_text(f"""# What {file.name} is made of; the hash is that of the whole file.
file = "{file.name}"
version = "{version}"
sha256 = "{hashlib.sha256(body).hexdigest()}"
bytes = {len(body)}
model = "kelishim-v2"
licence = "CC BY-SA 4.0"  # as the model whose states it reads
reports = {len(reports)}
events = {sum(len(r.events) for r in reports)}
undertakings = {sum(int((r.stage > 0).sum()) for r in reports)}
run = "acts.py, one CPU core, seed 1"
""", encoding="utf-8")
    print(file, len(body), "bytes")


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--read", nargs="*", default=[], help="pairs of a name below build/acts and its folder of reports")
    ap.add_argument("--fresh", nargs="*", default=[])
    ap.add_argument("--folds", type=int, default=0)
    ap.add_argument("--epochs", type=int, default=10)
    ap.add_argument("--write", metavar="VERSION")
    opt = ap.parse_args()
    torch.set_num_threads(1)
    reports = []
    for names, read in ((opt.read, True), (opt.fresh, False)):
        for name, folder in zip(names[::2], names[1::2]):
            for file in sorted((BUILD / name).glob("*.json")):
                annotated = pathlib.Path(folder) / file.name
                if json.loads(annotated.read_text(encoding="utf-8"))["language"] == "ru":
                    reports.append(Report(file, annotated, read))
    print(len(reports), "reports")
    part = lambda r: int(hashlib.sha256(r.name.encode()).hexdigest(), 16) % opt.folds
    for fold in range(opt.folds):
        head = train([r for r in reports if r.read or part(r) != fold], opt.epochs)
        print(f"part {fold} of {opt.folds}")
        figures(head, [r for r in reports if not r.read and part(r) == fold])
    if opt.write:
        write(train(reports, opt.epochs), opt.write, reports)


if __name__ == "__main__":
    main()
