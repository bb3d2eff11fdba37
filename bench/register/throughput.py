"""Throughput of `ingest` beside that of the bare analysis, on the same articles, turn by turn.

    python3 bench/register/throughput.py PROGRAM RUCOCO_JSONL [ARTICLES] [ROUNDS]

The bare analysis is `kelishim analyse --format json`, which reads one article after another and splits each over all cores;
`kelishim read --json`, which also fills frames but writes no register, stands beside it. Every round runs the three in turn, so
that what else the machine does falls on all alike. `ingest` is measured whole: reading, rows, writing, linking. Asked is a ratio
of 0.85 or more.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time


def run(command):
    begun = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if done.returncode > 1:
        sys.exit(f"{command[1]}: {done.stderr.decode()[-500:]}")
    return time.perf_counter() - begun


def main():
    program, source = sys.argv[1:3]
    articles = int(sys.argv[3]) if len(sys.argv) > 3 else 600
    rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 3
    cores = str(os.cpu_count())
    with tempfile.TemporaryDirectory() as folder:
        with open(source, encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line, _ in zip(lines, range(articles))]
        files = []
        os.mkdir(f"{folder}/texts")
        for number, text in enumerate(texts):
            files.append(f"{folder}/texts/{number:05}.txt")
            with open(files[-1], "w", encoding="utf-8") as out:
                out.write(text)
        size = sum(len(t.encode()) for t in texts)
        print(f"{len(texts)} articles, {size / 1e6:.1f} MB, {cores} threads")
        times = {"analyse": [], "read": [], "ingest": []}
        for number in range(rounds):
            common = ["--language", "ru", "--threads", cores]
            times["analyse"].append(run([program, "analyse", "--format", "json", *common, *files]))
            times["read"].append(run([program, "read", "--json", *common, *files]))
            times["ingest"].append(run([program, "ingest", "--db", f"{folder}/{number}.db", *common, f"{folder}/texts"]))
            print(", ".join(f"{name} {t[-1]:.1f} s" for name, t in times.items()), flush=True)
        rate = {name: len(texts) / statistics.median(t) for name, t in times.items()}
        for name in rate:
            print(f"{name}: {rate[name]:.2f} articles/s at the median")
        ratio = rate["ingest"] / rate["analyse"]
        print(f"ingest / analyse = {ratio:.2f} (0.85 asked), ingest / read = {rate['ingest'] / rate['read']:.2f}")
        sys.exit(ratio < 0.85)


main()
