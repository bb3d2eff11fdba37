"""Trains the head of acts on annotated reports and writes ../data/models/kelishim-acts-v6.bin with its card.

    kelishim eval evidence REPORTS build/acts/NAME     # for each folder of annotated reports (docs/formats/gold.md)
    python acts.py --learn NAME REPORTS ... [--read NAME REPORTS ...] [--held NAME REPORTS ...] [--folds 5] [--write VERSION]

`reports/read.txt` names the reports that frames were tuned on: there the frames' evidence is hidden, since it is better than it will
be on reports that nobody has read. Learned from are all reports after `--learn`, and of the folders after `--read` those that the
list names. With `--folds N` the figures of N held-out parts of the others are printed, with `--held` those of folders that nothing
is learned from. Five minutes of one core for 1,500 reports.

For each verb, noun, adjective and adverb two softmaxes: type of event or nothing, stage of an undertaking or nothing. Input: the
encoder's state of the word, normalised and projected, what a layer makes of the means of these projections over the sentence and
the article, and a sum of rows for the checksums that `kelishim` calls evidence; one residual layer; beside it a linear term for
each checksum. `crates/kelishim-infer/src/acts.rs` runs it.

A second network on top gives the parties of an act of a known type or stage: each of up to seven sides is out, acts or receives; it
scores each side in each role, the numbers of acting and receiving sides, and takes one softmax over all assignments, so that an
answer comes with its chance. Input: the projected states of the word and of the side's nearest mention, the evidence of the word
and that of the side. `crates/kelishim-infer/src/parties.rs` runs it.

A third says who of a state is meant as a party, the state itself or somebody of it whom the words name, by a softmax over all of them; a
fourth whether what the rules take for a statement is one, and on relations: from the mean of the projections of its words, that
of the article, and checksums; a fifth, as the third, who of those named around speaks.
"""
import argparse
import hashlib
import json
import math
import pathlib
import random
import re
import struct
import sys

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

BUILD = pathlib.Path("build/acts")
READ = pathlib.Path("reports/read.txt")
TYPES = """AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE
ASSAULT""".split()
STAGES = "proposed negotiating agreed signed ratified started delivered delayed cancelled".split()
HIDDEN, WIDTH, FEATURES = 384, 96, 1 << 14
OUTPUTS = len(TYPES) + len(STAGES) + 2
# What stands for the frames' evidence where it is hidden.
HIDDEN_FRAMES = 0
# Share of the words without a label that a pass sees; they count as much more.
KEEP = 0.35
# Of the second network: sides weighed, width, features. A kind is a type or, after them, a stage.
MOST, PARTY_WIDTH, PARTY_FEATURES = 7, 64, 1 << 14
KINDS = TYPES + STAGES
OUT, ACTS, RECEIVES = range(3)
# Examples a step of all but the first network.
BATCH = 32
# Of each of those that give one number: width, features.
SCORER_WIDTH, SCORER_FEATURES = 48, 1 << 12
# All assignments of roles to sides, and which of 4 x 3 layouts (acting, receiving sides) each has.
ROLES = np.stack(np.meshgrid(*[range(3)] * MOST, indexing="ij")).reshape(MOST, -1).T
LAYOUT = torch.tensor(np.minimum((ROLES == ACTS).sum(1), 3) * 3 + np.minimum((ROLES == RECEIVES).sum(1), 2))
CHOSEN = torch.tensor(np.eye(3, dtype=np.float32)[ROLES].reshape(len(ROLES), -1).T)


class Report:
    """Tokens, states and evidence of one report, with the labels of its annotation."""

    def __init__(self, features, annotated, read):
        doc = json.loads(features.read_text(encoding="utf-8"))
        self.name, self.read = features.stem, read
        self.tokens, self.evidence = doc["tokens"], doc["evidence"]
        states = np.fromfile(features.with_suffix(".f32"), dtype="<f4")
        self.states = states.reshape(len(self.tokens), HIDDEN) if len(self.tokens) else np.zeros((0, HIDDEN), np.float32)
        self.around = self.means()
        gold = json.loads(annotated.read_text(encoding="utf-8"))
        self.language = gold["language"]
        text = annotated.with_suffix(".txt").read_bytes().decode("utf-8")
        n = len(self.tokens)
        self.type, self.stage, self.weight = np.zeros(n, int), np.zeros(n, int), np.ones(n, np.float32)
        self.events, self.acts, self.whom, self.weighed = [], [], [], dict(doc["parties"])
        self.said, self.voices = self.matched(doc["statements"], gold["statements"], text)
        self.statements = len(gold["statements"])
        for event in gold["events"]:
            at = text.find(event["trigger"], max(text.find(event["in"]), 0))
            inside, head = self.part(at, at + len(event["trigger"]))
            if head is None:
                continue
            # Other words of a trigger are neither it nor nothing.
            self.weight[[t for t in inside if not self.type[t]]] = 0
            self.type[head], self.weight[head] = 1 + TYPES.index(event["type"]), 1
            self.events.append((TYPES.index(event["type"]), self.tokens[head][4]))
            self.assign(KINDS.index(event["type"]), head, event["actors"], event["recipients"])
        for row in gold["commitments"]:
            at = text.find(row["action"], max(text.find(row["evidence"]), 0))
            _, head = self.part(at, at + len(row["action"]))
            if head is not None:
                self.stage[head] = 1 + STAGES.index(row["stage"])
                parties = [row[k] if isinstance(row[k], list) else [row[k]] if row[k] else [] for k in ("committer", "beneficiary")]
                self.assign(KINDS.index(row["stage"]), head, *parties)

    def assign(self, kind, head, acting, receiving):
        """Notes which of the sides weighed at a word act and receive; nothing where one of the parties is not among them."""
        sides = self.weighed.get(head)
        context = next((e[1:] for e in self.evidence if e[0] == head), None)
        if not sides or not context:
            return
        roles = [OUT] * len(sides)
        for names, role in ((acting, ACTS), (receiving, RECEIVES)):
            for name in names:
                at = next((i for i, s in enumerate(sides) if roles[i] == OUT and same_party(name, *s[0])), None)
                if at is None:
                    return
                roles[at] = role
                self.member(kind, role, head, name, sides[at][4])
        if any(roles):
            self.acts.append((kind, head, context, sides, roles))

    def matched(self, found, annotated, text):
        """What was found said, each with whether an annotated statement is it (nothing for a second one of the same words); and of those
        that are one the cue, who may be the speaker, and who of them is, where any is."""
        spans = [(at, at + len(row["content"])) for row in annotated for at in [text.find(row["content"])]]
        overlap = lambda a, b: max(0, min(a[1], b[1]) - max(a[0], b[0]))
        union = lambda a, b: overlap(a, b) / (a[1] - a[0] + b[1] - b[0] - overlap(a, b))
        near = sorted(((union(f, s), i, j) for i, f in enumerate(found) for j, s in enumerate(spans)), reverse=True)
        answer, taken, voices = [0] * len(found), set(), []
        for share, i, j in near:
            if share >= 0.5 and not answer[i]:
                answer[i] = None if j in taken else 1
                taken.add(j)
                cue, who = found[i][5]
                is_he = lambda w: same_state(annotated[j], w[1]) and any(same_speaker(annotated[j]["speaker"], n) for n in w[0] if n)
                voices.append((cue, who, next((k for k, w in enumerate(who) if is_he(w)), None)))
        return [(range(f[2], f[3]), f[4], a) for f, a in zip(found, answer) if a is not None], voices

    def means(self):
        """For each token the mean of its sentence's states and that of the article's, each state normalised."""
        if not self.tokens:
            return np.zeros((0, 2, HIDDEN), np.float32)
        x = self.states - self.states.mean(1, keepdims=True)
        self.even = x / np.sqrt((x ** 2).mean(1, keepdims=True) + 1e-5)
        number = np.array([t[4] for t in self.tokens])
        sentences = np.zeros((number.max() + 1, HIDDEN), np.float32)
        np.add.at(sentences, number, self.even)
        sentences /= np.maximum(np.bincount(number), 1)[:, None]
        return np.stack([sentences[number], np.broadcast_to(self.even.mean(0), self.even.shape)], 1)

    def member(self, kind, role, head, annotated, whom):
        """Notes who of a state is meant: the state itself or somebody of that name; nothing where nobody of the name was weighed."""
        words, _, code = annotated.partition("|")
        answer = next((i for i, w in enumerate(whom) if i and w[0] and same_name(words, w[0])), None) if code else 0
        if len(whom) > 1 and answer is not None:
            self.whom.append((kind, role, head, whom, answer))

    def part(self, start, end):
        """Tokens of a stretch, and the one by which it hangs: the first whose head lies outside, a word of meaning if any."""
        inside = [i for i, t in enumerate(self.tokens) if t[0] < end and t[1] > start >= 0]
        top = [i for i in inside if self.tokens[i][2] not in inside]
        word = [i for i in top if self.tokens[i][3] not in ("PUNCT", "ADP", "PART", "CCONJ", "SCONJ")]
        return inside, next(iter(word or top), None)


def same_party(annotated, name, state):
    """Whether an annotated party is this actor: the same state, or without one half of the words of the names."""
    words, _, code = annotated.partition("|")
    if code or state or re.fullmatch("[A-Z]{3}", annotated):
        return (code or annotated) == state
    return same_name(words, name)


def same_state(statement, state):
    """Whether a state may be that of a statement's speaker."""
    return not statement["speaker_country"] or not state or statement["speaker_country"] == state


def same_speaker(words, name):
    """Whether a speaker is meant by a name: of a person given name and surname agree, as where statements are scored."""
    person, other = words.split(), name.split()
    if not (1 < len(person) <= 3 and all(w[0].isupper() and not w[1:].isupper() for w in person)):
        return same_name(words, name)
    begins = lambda a, b, n: a.lower().replace("ё", "е")[:n] == b.lower().replace("ё", "е")[:n]
    return len(other) > 1 and begins(person[-1], other[-1], 6) and begins(person[0], other[0], 3)


def same_name(words, name):
    """Whether half of the words of two names are one, or one is the other's last: a surname."""
    a, b = ({w[:5] for w in re.findall(r"\w+", n.lower().replace("ё", "е")) if len(w) > 1} for n in (words, name))
    last = [n.lower().replace("ё", "е").split()[-1:] for n in (words, name)]
    return 2 * len(a & b) >= len(a | b) > 0 or last[0] == last[1] and 1 in (len(words.split()), len(name.split()))


class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm, self.dense = nn.LayerNorm(HIDDEN), nn.Linear(HIDDEN, WIDTH)
        self.inner = nn.EmbeddingBag(FEATURES, WIDTH, mode="sum", sparse=True)
        self.direct = nn.EmbeddingBag(FEATURES, OUTPUTS, mode="sum", sparse=True)
        nn.init.normal_(self.inner.weight, std=0.02)
        nn.init.zeros_(self.direct.weight)
        self.mix, self.out, self.drop = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, OUTPUTS), nn.Dropout(0.3)
        self.around = nn.Linear(2 * WIDTH, WIDTH)

    def project(self, even):
        """Projection of a mean of normalised states."""
        return self.dense(even * self.norm.weight + self.norm.bias)

    def forward(self, states, around, features, offsets):
        x = self.drop(self.dense(self.drop(self.norm(states)))) + self.inner(features, offsets)
        x = x + self.around(self.drop(self.project(self.drop(around))).flatten(1))
        x = self.drop(F.relu(x))
        x = x + self.drop(F.relu(self.mix(x)))
        return (self.out(x) + self.direct(features, offsets)).split([len(TYPES) + 1, len(STAGES) + 1], -1)


def batch(reports, rng=None):
    """Tensors of the words of some reports; with `rng` only some of the words without a label."""
    states, around, features, offsets, types, stages, weights = [], [], [], [], [], [], []
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
            around.append(r.around[token])
            types.append(r.type[token])
            stages.append(r.stage[token])
            weights.append(r.weight[token] / (KEEP if rng and thin else 1))
    t = torch.tensor
    return (t(np.array(states, np.float32)), t(np.array(around, np.float32)), t(features), t(offsets)), t(types), t(stages), t(weights, dtype=torch.float)


def learn(loss, dense, optimisers, rate):
    """One step of all optimisers at a rate."""
    loss.backward()
    nn.utils.clip_grad_norm_(dense, 2.0)
    for o in optimisers:
        for group in o.param_groups:
            group["lr"] = rate
        o.step()
        o.zero_grad()


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
            learn(loss, dense, optimisers, lr * max(0.02, 1 - steps / last))
            steps += 1
            total += loss.item()
        print(f"epoch {epoch + 1} of {epochs}: loss {total / len(reports):.3f}", flush=True)
    head.eval()
    return head


class Parties(nn.Module):
    def __init__(self):
        super().__init__()
        table = lambda rows, width: nn.EmbeddingBag(rows, width, mode="sum", sparse=True)
        self.kind = nn.Embedding(len(KINDS), PARTY_WIDTH)
        self.word, self.mention = nn.Linear(WIDTH, PARTY_WIDTH), nn.Linear(WIDTH, PARTY_WIDTH)
        self.context, self.side = table(PARTY_FEATURES, PARTY_WIDTH), table(PARTY_FEATURES, PARTY_WIDTH)
        # One half for a feature, the other for a feature with the kind.
        self.direct = table(2 * PARTY_FEATURES, 3)
        self.mix, self.out = nn.Linear(PARTY_WIDTH, PARTY_WIDTH), nn.Linear(PARTY_WIDTH, 3)
        self.layout, self.drop = nn.Linear(PARTY_WIDTH, 12), nn.Dropout(0.3)
        nn.init.normal_(self.kind.weight, std=0.1)
        nn.init.normal_(self.context.weight, std=0.02)
        nn.init.normal_(self.side.weight, std=0.02)
        nn.init.zeros_(self.direct.weight)

    def forward(self, x):
        act = self.drop(self.word(self.drop(x["word"]))) + self.kind(x["kind"]) + self.context(*x["context"])
        h = self.side(*x["side"]) + act[x["act"]] + self.drop(self.mention(self.drop(x["mention"])))
        h = self.drop(F.relu(h))
        h = h + self.drop(F.relu(self.mix(h)))
        scores = torch.full((len(act), MOST, 3), -1e4)
        scores[:, :, OUT] = 0
        scores[x["act"], x["place"]] = self.out(h) + self.direct(*x["direct"])
        both = scores.view(len(act), -1) @ CHOSEN + self.layout(self.drop(F.relu(act)))[:, LAYOUT]
        return both


def acts_of(reports, head, nothing=True):
    """The acts of reports whose parties are all weighed, with projected states in place of the encoder's; with `nothing` also
    the words that some frame knows and nobody annotated, whose answer is that nobody is a party."""
    out = []
    with torch.no_grad():
        for r in reports:
            acts = list(r.acts)
            if nothing and r.evidence:
                types = head(*batch([r])[0])[0].softmax(-1).numpy()
                for (token, *context), chances in zip(r.evidence, types):
                    sides = r.weighed.get(token)
                    if sides and not r.type[token] and not r.stage[token] and r.weight[token]:
                        acts.append((int(chances[1:].argmax()), token, context, sides, [OUT] * len(sides)))
            for kind, token, (plain, declared), sides, roles in acts:
                words = np.array([token] + [token if s[3] is None else s[3] for s in sides])
                states = head.dense(head.norm(torch.from_numpy(r.states[words])))
                out.append((r.read, kind, states, plain, declared, sides, roles))
    return out


def party_batch(acts, rng=None):
    """Tensors of some acts; with `rng` the frames' evidence of every tenth is hidden."""
    kinds, words, mentions, act, place, answers = [], [], [], [], [], []
    context, side, direct = ([], []), ([], []), ([], [])
    for i, (read, kind, states, plain, declared, sides, roles) in enumerate(acts):
        hidden = read or rng is not None and rng.random() < 0.1
        kinds.append(kind)
        words.append(states[0])
        context[1].append(len(context[0]))
        context[0].extend(f % PARTY_FEATURES for f in plain + ([HIDDEN_FRAMES] if hidden else declared))
        for j, (_, plain, declared, *_) in enumerate(sides):
            features = plain + ([HIDDEN_FRAMES] if hidden else declared)
            side[1].append(len(side[0]))
            side[0].extend(f % PARTY_FEATURES for f in features)
            direct[1].append(len(direct[0]))
            direct[0].extend(f % PARTY_FEATURES for f in features)
            direct[0].extend(PARTY_FEATURES + (f * 31 + kind * 7919) % PARTY_FEATURES for f in features)
            mentions.append(states[1 + j])
            act.append(i)
            place.append(j)
        answers.append(sum(role * 3 ** (MOST - 1 - j) for j, role in enumerate(roles)))
    t = torch.tensor
    x = {"kind": t(kinds), "word": torch.stack(words), "mention": torch.stack(mentions), "act": t(act), "place": t(place)}
    return x | {"context": (t(context[0]), t(context[1])), "side": (t(side[0]), t(side[1])), "direct": (t(direct[0]), t(direct[1]))}, t(answers)


def fit(what, network, examples, loss, epochs, seed=1, lr=2e-3):
    """A network that has learned from examples, `BATCH` at a time, by `loss(net, examples, rng)`; its tables of features with Adam for sparse
    gradients."""
    torch.manual_seed(seed)
    rng, net, steps = random.Random(seed), network(), 0
    last = epochs * math.ceil(len(examples) / BATCH)
    sparse = [m.weight for m in net.modules() if isinstance(m, nn.EmbeddingBag)]
    dense = [p for p in net.parameters() if all(p is not s for s in sparse)]
    optimisers = [torch.optim.AdamW(dense, lr=lr, weight_decay=0.05), torch.optim.SparseAdam(sparse, lr=lr)]
    net.train()
    for epoch in range(epochs):
        rng.shuffle(examples)
        total = 0
        for i in range(0, len(examples), BATCH):
            part = examples[i:i + BATCH]
            step = loss(net, part, rng)
            learn(step, dense, optimisers, lr * max(0.02, 1 - steps / last))
            steps += 1
            total += step.item() * len(part)
        print(f"{what}, epoch {epoch + 1} of {epochs}: loss {total / max(len(examples), 1):.3f}", flush=True)
    net.eval()
    return net


def party_loss(net, acts, rng):
    x, answers = party_batch(acts, rng)
    return F.cross_entropy(net(x), answers)


def train_parties(reports, head, epochs=6):
    return fit("parties", Parties, acts_of(reports, head), party_loss, epochs)


class Scorer(nn.Module):
    """One number from two projections and features."""

    def __init__(self):
        super().__init__()
        self.first, self.second = nn.Linear(WIDTH, SCORER_WIDTH), nn.Linear(WIDTH, SCORER_WIDTH)
        self.inner = nn.EmbeddingBag(SCORER_FEATURES, SCORER_WIDTH, mode="sum", sparse=True)
        self.direct = nn.EmbeddingBag(SCORER_FEATURES, 1, mode="sum", sparse=True)
        nn.init.normal_(self.inner.weight, std=0.02)
        nn.init.zeros_(self.direct.weight)
        self.mix, self.out, self.drop = nn.Linear(SCORER_WIDTH, SCORER_WIDTH), nn.Linear(SCORER_WIDTH, 1), nn.Dropout(0.3)

    def forward(self, first, second, features, offsets):
        x = self.drop(self.first(self.drop(first))) + self.drop(self.second(self.drop(second)))
        x = self.drop(F.relu(x + self.inner(features, offsets)))
        x = x + self.drop(F.relu(self.mix(x)))
        return (self.out(x) + self.direct(features, offsets))[:, 0]


def scored(rows):
    """Tensors of rows that are two projections and features."""
    features, offsets = [], []
    for _, _, own in rows:
        offsets.append(len(features))
        features += [f % SCORER_FEATURES for f in own]
    return *(torch.stack([r[i] for r in rows]) for i in (0, 1)), torch.tensor(features), torch.tensor(offsets)


def train_scorer(what, examples, loss, epochs=8):
    """A scorer that has learned from examples by `loss(net, examples, rng)`."""
    return fit(what, Scorer, examples, loss, epochs)


@torch.no_grad()
def whom_of(reports, head):
    """The parties whose side is a state: for each member of it the projections of the word and of its mention, features; and who it is."""
    out = []
    for r in reports:
        for kind, role, token, whom, answer in r.whom:
            words = np.array([token] + [w[1] for w in whom if w[1] is not None])
            states = list(head.dense(head.norm(torch.from_numpy(r.states[words]))))
            word, rest = states[0], iter(states[1:])
            mentions = [torch.zeros(WIDTH) if w[1] is None else next(rest) for w in whom]
            out.append(([(word, m, with_role(w[2], kind, role)) for w, m in zip(whom, mentions)], answer))
    return out


def with_role(features, kind, role):
    """Features, each alone and with the role, the first with kind and role too."""
    other = lambda f, n: (f * 31 + n * 7919) % (1 << 32)
    return features + [other(f, role) for f in features] + [other(features[0], 3 + 3 * kind + role)]


def whom_loss(net, examples, _):
    scores = net(*scored([row for rows, _ in examples for row in rows]))
    parts = scores.split([len(rows) for rows, _ in examples])
    return sum(F.cross_entropy(part[None], torch.tensor([answer])) for part, (_, answer) in zip(parts, examples)) / BATCH


@torch.no_grad()
def whom_figures(net, head, reports):
    """Prints how often who of a side is meant is told rightly, and how often the state itself is."""
    examples = whom_of(reports, head)
    right = [int(net(*scored(rows)).argmax()) == answer for rows, answer in examples]
    states = [answer == 0 for _, answer in examples]
    share = lambda l: sum(l) / max(len(l), 1)
    print(f"  who of a side: {share(right):.3f} of {len(right)}; the state itself {share(states):.3f}")


@torch.no_grad()
def voices_of(reports, head, all=False):
    """The statements whose speaker is among those weighed, in the manner of `whom_of`; with `all` the others too."""
    out = []
    for r in reports:
        for cue, who, answer in r.voices:
            if answer is None and not all or not who:
                continue
            words = np.array([cue] + [w[2] for w in who if w[2] is not None])
            states = list(head.dense(head.norm(torch.from_numpy(r.states[words]))))
            word, rest = states[0], iter(states[1:])
            out.append(([(word, torch.zeros(WIDTH) if w[2] is None else next(rest), w[3]) for w in who], answer))
    return out


@torch.no_grad()
def voice_figures(net, head, reports):
    """Prints how often the speaker of a statement is told rightly, and how often whom the rules take for it is."""
    examples = voices_of(reports, head, all=True)
    right = [answer is not None and int(net(*scored(rows)).argmax()) == answer for rows, answer in examples]
    share = lambda l: sum(l) / max(len(l), 1)
    print(f"  speakers: {share(right):.3f} of {len(right)}; by the rules {share([a == 0 for _, a in examples]):.3f},"
          f" weighed at all {share([a is not None for _, a in examples]):.3f}")


@torch.no_grad()
def said_of(reports, head):
    """The statements found in reports: mean of the projections of their words, that of the article, features, answer."""
    out = []
    for r in (r for r in reports if r.said):
        article = head.project(torch.from_numpy(r.even.mean(0)))
        for tokens, features, answer in r.said:
            out.append((head.project(torch.from_numpy(r.even[tokens].mean(0))), article, features, answer))
    return out


def said_loss(net, examples, _):
    answers = torch.tensor([float(e[3]) for e in examples])
    return F.binary_cross_entropy_with_logits(net(*scored([e[:3] for e in examples])), answers, reduction="sum") / BATCH


@torch.no_grad()
def said_figures(net, head, reports):
    """Prints precision, recall and F1 of the statements shown from several chances on."""
    said, annotated = said_of(reports, head), sum(r.statements for r in reports)
    if not said:
        return
    chances, answers = net(*scored([e[:3] for e in said])).sigmoid(), torch.tensor([e[3] for e in said])
    for least in (0.0, 0.2, 0.3, 0.4, 0.5, 0.6):
        shown = chances >= least
        hit, found = int(answers[shown].sum()), int(shown.sum())
        print(f"  statements from {least}: P {hit / max(found, 1):.3f} R {hit / max(annotated, 1):.3f} F1 {2 * hit / max(found + annotated, 1):.3f}")


@torch.no_grad()
def party_figures(net, head, reports):
    """Prints how many acts have all parties right, of all that are annotated, and of the surest."""
    acts = acts_of(reports, head, nothing=False)
    annotated = sum(len(r.events) + int((r.stage > 0).sum()) for r in reports)
    answers = []
    for i in range(0, len(acts), 64):
        x, gold = party_batch(acts[i:i + 64])
        chances = net(x).softmax(-1)
        # Somebody acts in each of them.
        chance, best = chances[:, 1:].max(-1)
        best += 1
        answers += zip(chance.tolist(), (best == gold).tolist())
    answers.sort(reverse=True)
    right = lambda part: sum(r for _, r in part) / max(len(part), 1)
    print(f"  parties: {sum(r for _, r in answers) / max(annotated, 1):.3f} of {annotated}; of those weighed {right(answers):.3f},"
          f" the surer half {right(answers[:len(answers) // 2]):.3f}")


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


def write(head, parties, whom, said, voice, version, reports):
    def table(weight):
        scale = np.maximum(np.abs(weight).max(1), 1e-12) / 127
        return scale.astype("<f4").tobytes() + np.clip(np.round(weight / scale[:, None]), -127, 127).astype(np.int8).tobytes()

    p = {k: v.detach().float().numpy() for k, v in head.state_dict().items()}
    for name, net in (("party.", parties), ("whom.", whom), ("said.", said), ("voice.", voice)):
        p |= {name + k: v.detach().float().numpy() for k, v in net.state_dict().items()}
    layer = lambda name: p[name + ".weight"].astype("<f4").tobytes() + p[name + ".bias"].astype("<f4").tobytes()
    languages = sorted({r.language for r in reports})
    header = {"version": version, "model": "kelishim-v2", "languages": languages, "hidden": HIDDEN, "width": WIDTH, "features": FEATURES,
              "types": TYPES, "stages": STAGES, "party_width": PARTY_WIDTH, "party_features": PARTY_FEATURES,
              "scorer_width": SCORER_WIDTH, "scorer_features": SCORER_FEATURES}
    head_bytes = json.dumps(header).encode()
    body = b"KELIACTS" + struct.pack("<II", 4, len(head_bytes)) + head_bytes
    body += layer("norm") + layer("dense") + table(p["inner.weight"]) + table(p["direct.weight"])
    body += layer("around") + layer("mix") + layer("out")
    body += p["party.kind.weight"].astype("<f4").tobytes() + layer("party.word") + layer("party.mention")
    body += b"".join(table(p[f"party.{name}.weight"]) for name in ("context", "side", "direct"))
    body += layer("party.mix") + layer("party.out") + layer("party.layout")
    for net in ("whom.", "said.", "voice."):
        body += layer(net + "first") + layer(net + "second") + table(p[net + "inner.weight"]) + table(p[net + "direct.weight"])
        body += layer(net + "mix") + layer(net + "out")
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
statements = {sum(r.statements for r in reports)}
run = "acts.py, one CPU core, seed 1"
""", encoding="utf-8")
    print(file, len(body), "bytes")


def refuse_twice(folders):
    """Exits 1 where two of the folders have one report: it would be learned from twice, or be its own test."""
    seen, twice = {}, []
    for folder in folders:
        for file in sorted(pathlib.Path(folder).glob("*.txt")):
            first = seen.setdefault(hashlib.sha256(file.read_bytes()).digest(), file)
            if first is not file:
                twice.append(f"{file} is the report of {first}")
    if twice:
        sys.exit("\n".join(["a report may stand in one of the folders alone:", *twice]))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--learn", nargs="*", default=[], help="pairs of a name below build/acts and its folder of reports")
    ap.add_argument("--read", nargs="*", default=[], help="pairs of folders of which only what frames were tuned on is learned")
    ap.add_argument("--held", nargs="*", default=[], help="pairs of folders that nothing is learned from, for their figures")
    ap.add_argument("--folds", type=int, default=0)
    ap.add_argument("--share", type=float, default=1, help="learn from this share of the reports, by the hashes of their names")
    ap.add_argument("--epochs", type=int, default=10)
    ap.add_argument("--write", metavar="VERSION")
    opt = ap.parse_args()
    refuse_twice(folder for names in (opt.learn, opt.read, opt.held) for folder in names[1::2])
    torch.set_num_threads(1)
    reports, held = [], {}
    known = set(READ.read_text(encoding="utf-8").split())
    for names in (opt.learn, opt.read, opt.held):
        for name, folder in zip(names[::2], names[1::2]):
            into = held.setdefault(name, []) if names is opt.held else reports
            for file in sorted((BUILD / name).glob("*.json")):
                read = file.stem in known and names is not opt.held
                if read or names is not opt.read:
                    into.append(Report(file, pathlib.Path(folder) / file.name, read))
    number = lambda r: int(hashlib.sha256(r.name.encode()).hexdigest(), 16)
    # Other digits than those that choose the folds.
    reports = [r for r in reports if number(r) // 10**9 % 1000 < 1000 * opt.share]
    print(len(reports), "reports")
    part = lambda r: number(r) % opt.folds
    for fold in range(opt.folds):
        head = train([r for r in reports if r.read or part(r) != fold], opt.epochs)
        print(f"part {fold} of {opt.folds}")
        fold_out = [r for r in reports if not r.read and part(r) == fold]
        figures(head, fold_out)
        party_figures(train_parties([r for r in reports if r.read or part(r) != fold], head), head, fold_out)
        others = [r for r in reports if part(r) != fold]
        whom_figures(train_scorer("members", whom_of(others, head), whom_loss), head, fold_out)
        said_figures(train_scorer("statements", said_of(others, head), said_loss), head, fold_out)
        voice_figures(train_scorer("speakers", voices_of(others, head), whom_loss), head, fold_out)
    if opt.write or held:
        head = train(reports, opt.epochs)
        parties = train_parties(reports, head)
        whom = train_scorer("members", whom_of(reports, head), whom_loss)
        said = train_scorer("statements", said_of(reports, head), said_loss)
        voice = train_scorer("speakers", voices_of(reports, head), whom_loss)
        for name, held in held.items():
            print(name)
            figures(head, held)
            party_figures(parties, head, held)
            whom_figures(whom, head, held)
            said_figures(said, head, held)
            voice_figures(voice, head, held)
        if opt.write:
            write(head, parties, whom, said, voice, opt.write, reports)


if __name__ == "__main__":
    main()
