"""Times `kelishim analyse` beside natasha's segmentation, morphology, syntax and entities, on the same texts in one run.

    python3 -m venv venv && . venv/bin/activate && pip install -r bench/requirements.txt
    cargo build --release
    python bench/against_natasha.py ../shared/data/nerel/dev [--rounds 3]

Both on one thread, then kelishim on two; the best of the rounds counts. kelishim's time holds its start, its lemmas and its output;
natasha's holds neither its start nor lemmas.
"""
import argparse
import collections
import glob
import inspect
import json
import os
import pathlib
import subprocess
import tempfile
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

if not hasattr(inspect, "getargspec"):  # pymorphy2 wants the call that Python 3.11 dropped
    Spec = collections.namedtuple("ArgSpec", "args varargs keywords defaults")
    inspect.getargspec = lambda f: Spec(*inspect.getfullargspec(f)[:4])

from natasha import Doc, NewsEmbedding, NewsMorphTagger, NewsNERTagger, NewsSyntaxParser, Segmenter

BINARY = pathlib.Path(__file__).parent.parent / "target/release/kelishim"


def natasha_run(texts):
    """A function that analyses the texts and gives seconds and tokens."""
    segmenter, embedding = Segmenter(), NewsEmbedding()
    steps = [NewsMorphTagger(embedding), NewsSyntaxParser(embedding), NewsNERTagger(embedding)]

    def run():
        began, tokens = time.perf_counter(), 0
        for text in texts:
            doc = Doc(text)
            doc.segment(segmenter)
            doc.tag_morph(steps[0])
            doc.parse_syntax(steps[1])
            doc.tag_ner(steps[2])
            tokens += len(doc.tokens)
        return time.perf_counter() - began, tokens

    return run


def kelishim_run(files, threads):
    """A function that analyses the files in one process and gives seconds and tokens."""
    def run():
        began = time.perf_counter()
        out = subprocess.run([BINARY, "analyse", "--language", "ru", "--threads", str(threads), "--format", "conllu", *files],
                             check=True, capture_output=True, text=True).stdout
        return time.perf_counter() - began, sum(line[:1].isdigit() for line in out.splitlines())

    return run


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("folder")
    ap.add_argument("--rounds", type=int, default=3)
    opt = ap.parse_args()
    files = sorted(glob.glob(opt.folder + "/*.txt"))
    texts = [open(f, encoding="utf8").read() for f in files]
    runs = {"natasha, one thread": natasha_run(texts), "kelishim, one thread": kelishim_run(files, 1),
            "kelishim, two threads": kelishim_run(files, 2)}
    best = {}
    for _ in range(opt.rounds):
        for name, run in runs.items():
            seconds, tokens = run()
            best[name] = min(best.get(name, (seconds, tokens)), (seconds, tokens))
    first = best["natasha, one thread"][0]
    for name, (seconds, tokens) in best.items():
        print(f"{name:24} {seconds:6.2f} s {tokens / seconds:8.0f} tokens/s {first / seconds:5.2f} times natasha")
    print(json.dumps({k: round(first / s, 3) for k, (s, _) in best.items()}))


if __name__ == "__main__":
    main()
