"""Throughput of `ingest` beside that of the bare analysis, on the same articles, turn by turn.

    python3 bench/register/throughput.py PROGRAM RUCOCO_JSONL [ARTICLES] [TURN]

ARTICLES (600) are taken TURN (100) at a time, and each turn is analysed and ingested one after the other, so that what else the
machine does falls on both alike. The bare analysis is `kelishim analyse --format json`, which reads one article after another
and splits each over all cores. `ingest` is measured whole: reading, rows, writing, linking, into one register that grows from
turn to turn. Seconds by the clock and by the processor are given; asked is 0.85 of the analysis's throughput or more.
"""

import json
import os
import subprocess
import sys
import tempfile
import time


def run(command):
    """Seconds by the clock and by the processor."""
    begun = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status) > 1:
        sys.exit(f"{command[1]} failed")
    return time.perf_counter() - begun, usage.ru_utime + usage.ru_stime


def main():
    program, source = sys.argv[1:3]
    articles = int(sys.argv[3]) if len(sys.argv) > 3 else 600
    turn = int(sys.argv[4]) if len(sys.argv) > 4 else 100
    cores = str(os.cpu_count())
    total = {"analyse": [0.0, 0.0], "ingest": [0.0, 0.0]}
    with tempfile.TemporaryDirectory() as folder:
        with open(source, encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line, _ in zip(lines, range(articles))]
        print(f"{len(texts)} articles, {sum(len(t.encode()) for t in texts) / 1e6:.1f} MB, {cores} threads", flush=True)
        for begin in range(0, len(texts), turn):
            place = f"{folder}/{begin:05}"
            os.mkdir(place)
            files = []
            for number, text in enumerate(texts[begin : begin + turn]):
                files.append(f"{place}/{number:05}.txt")
                with open(files[-1], "w", encoding="utf-8") as out:
                    out.write(text)
            common = ["--language", "ru", "--threads", cores]
            commands = {
                "analyse": [program, "analyse", "--format", "json", *common, *files],
                "ingest": [program, "ingest", "--db", f"{folder}/register.db", *common, place],
            }
            # Who goes first changes from turn to turn.
            for name in sorted(commands, reverse=begin // turn % 2 == 1):
                for i, seconds in enumerate(run(commands[name])):
                    total[name][i] += seconds
            print(", ".join(f"{name} {t[0]:.1f} s, {t[1]:.1f} s of the processor" for name, t in total.items()), flush=True)
    for name, (wall, used) in total.items():
        print(f"{name}: {len(texts) / wall:.2f} articles/s, {used / len(texts) * 1000:.0f} ms of the processor an article")
    ratio, used = (total["analyse"][i] / total["ingest"][i] for i in (0, 1))
    print(f"ingest has {ratio:.2f} of the throughput of analyse by the clock (0.85 asked), {used:.2f} by the processor")
    sys.exit(ratio < 0.85)


main()
