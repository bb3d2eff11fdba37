"""Trains the encoder and its heads: build/model.pt, with figures on NEREL dev and the treebanks at the end.

Balance of tasks: each task's gradient at the encoder's output is divided by the running mean of its norm, so that
neither loss's scale decides (after GradNorm, Chen et al. 2018, without its learned weights).
"""
import argparse
import collections
import json
import pickle
import random
import time

import torch

import batch as B
from evaluate import entity_figures, treebank_figures
from model import Model
from prepare import BUILD, TYPES, Window  # noqa: F401 (Window is what the pickle holds)


def label_sets(windows):
    """Labels seen often enough to learn, in a fixed order."""
    upos, rel, lemma, feats = collections.Counter(), collections.Counter(), collections.Counter(), collections.defaultdict(collections.Counter)
    for w in windows:
        for _, pos, fs, _, r, script in w.words or ():
            upos[pos] += 1
            rel[r] += 1
            lemma[script] += 1
            for k, v in fs.items():
                feats[k][v] += 1
    index = lambda xs: {x: i for i, x in enumerate(xs)}
    return {"upos": index(sorted(upos)), "rel": index(sorted(r for r in rel if rel[r] >= 5)),
            "lemma": index(sorted(s for s in lemma if s and lemma[s] >= 4)),
            "feats": {k: index(["_"] + sorted(v for v in feats[k] if feats[k][v] >= 5)) for k in sorted(feats) if sum(feats[k].values()) >= 50}}


@torch.no_grad()
def relabel(model, windows, labels):
    """Puts the model's own parts of speech, features and trees, read one sentence a window, in place of natasha's.

    The model is better at them than natasha once it has seen the treebanks, and keeps to one convention; natasha's lemmas
    rest on a dictionary and stay.
    """
    model.eval()
    parts = [p for w in windows for p in B.parted(w)]
    for p in parts:
        p.found = []
    for batch in B.batches([p for p in parts if p.words], 3000, False):
        for w, read in zip(batch, B.read_words(model, batch, labels)):
            w.found = [(pos, dict(fs), head - 1, rel) for pos, fs, _, head, rel in read]
    at = 0
    for w in windows:
        for p in parts[at:at + w.sentence[-1] + 1]:
            for j, (pos, fs, head, rel) in zip(p.place, p.found):
                w.words[j] = (w.words[j][0], pos, fs, p.place[head] if head >= 0 else -1, rel, w.words[j][5])
        at += w.sentence[-1] + 1


def main():
    ap = argparse.ArgumentParser()
    for name, value in dict(layers=6, minutes=60.0, pieces=1200, lr=2.4e-4, head_lr=1.7e-3, threads=2, seed=1, ner=1.0, tree=1.0, silver=0.5, russian_repeat=2, ema=0.998, save="model.pt", start="").items():
        ap.add_argument("--" + name.replace("_", "-"), type=type(value), default=value)
    opt = ap.parse_args()
    print(opt, flush=True)
    torch.set_num_threads(opt.threads)
    torch.manual_seed(opt.seed)
    random.seed(opt.seed)
    data = pickle.load(open(BUILD / "data.pkl", "rb"))
    windows = data["windows"]
    gold = [w for b in data["training"] for w in data["banks"][b]]
    russian = [w for w in gold if w.doc.startswith("ru_")]
    labels = label_sets(windows["train"] + windows["extra"] + gold)
    json.dump(labels, open(BUILD / (opt.save + ".labels.json"), "w"), ensure_ascii=False, indent=0)
    vocabulary = json.load(open(BUILD / "vocabulary.json"))["ids"]
    model = Model(opt.layers, vocabulary, len(TYPES), labels)
    if opt.start:
        model.load_state_dict(torch.load(BUILD / opt.start), strict=False)
        relabel(model, windows["train"] + windows["extra"], labels)
        print("relabelled", flush=True)
    enc = [p for p in model.encoder.parameters() if p.requires_grad]
    heads = list(model.spans.parameters()) + list(model.syntax.parameters())
    adam = torch.optim.AdamW([dict(params=enc, lr=opt.lr), dict(params=heads, lr=opt.head_lr)], weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    began = time.time()
    # The schedule follows the clock, so that a run ends when it was told to on any machine.
    rate = torch.optim.lr_scheduler.LambdaLR(adam, lambda s: min((s + 1) / 100, max(0.02, 1 - (time.time() - began) / 60 / opt.minutes)))
    # What is saved is the running mean of the weights over about the last five hundred steps.
    mean = torch.optim.swa_utils.AveragedModel(model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(opt.ema))
    kept = lambda: {k.removeprefix("module."): v for k, v in mean.state_dict().items() if k != "n_averaged" and k != "module.encoder.word.weight"}
    norm = {}
    epoch, done = 0, False
    while not done:
        model.train()
        epoch, total, steps = epoch + 1, collections.Counter(), 0
        todo = B.batches(windows["train"], opt.pieces, True) + B.batches(windows["extra"], opt.pieces, True)
        todo += B.batches(B.joined(gold), opt.pieces, True)
        for _ in range(opt.russian_repeat - 1):
            todo += B.batches(B.joined(russian), opt.pieces, True)
        random.shuffle(todo)
        for step in todo:
            if time.time() - began > opt.minutes * 60:
                done = True
                break
            ids, first, words = B.inputs(step)
            x = model.encoder(ids, first)
            leaf = x.detach().requires_grad_()
            pull = torch.zeros_like(leaf)
            adam.zero_grad()
            jobs = []
            if step[0].spans is not None:
                jobs.append(("ner", opt.ner, B.span_loss(model.spans(leaf), step), list(model.spans.parameters())))
            if step[0].words is not None:
                at = leaf.gather(1, words[:, :, None].expand(-1, -1, leaf.shape[-1]))
                jobs.append(("tree", opt.tree * (opt.silver if step[0].silver else 1), B.syntax_loss(model.syntax, at, step, labels), list(model.syntax.parameters())))
            for name, weight, loss, own in jobs:
                g, *rest = torch.autograd.grad(loss, [leaf] + own, allow_unused=True)
                for p, d in zip(own, rest):
                    p.grad = d
                size = float(g.norm())
                norm[name] = 0.98 * norm.get(name, size) + 0.02 * size
                pull += weight * g / norm[name]
                total[name] += float(loss.detach())
                total[name, "n"] += 1
            x.backward(pull)
            torch.nn.utils.clip_grad_norm_(enc, 1.0)
            torch.nn.utils.clip_grad_norm_(heads, 2.0)
            adam.step()
            mean.update_parameters(model)
            rate.step()
            steps += 1
            if steps % 50 == 0:
                means = {k: round(total[k] / total[k, "n"], 3) for k in ("ner", "tree") if total[k, "n"]}
                print(f"epoch {epoch} step {steps}/{len(todo)} {means} norms {({k: round(v, 3) for k, v in norm.items()})} {time.time() - began:.0f}s", flush=True)
            if steps % 400 == 0:
                torch.save(kept(), BUILD / opt.save)
        if not done:
            print("epoch", epoch, entity_figures(mean.module, windows["dev"], data["gold"]["dev"])["line"], flush=True)
    torch.save(kept(), BUILD / opt.save)
    print("final", entity_figures(mean.module, windows["dev"], data["gold"]["dev"])["line"])
    for bank in ("ru_gsd-ud-test", "ru_taiga-ud-test", "ky_ktmu-ud-test", "en_ewt-ud-test"):
        print(bank, treebank_figures(mean.module, data["banks"][bank], labels))


if __name__ == "__main__":
    main()
