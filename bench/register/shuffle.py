"""Memory, time and size of `ingest` over many articles that are none of the same report.

    nice -n 10 python3 bench/register/shuffle.py PROGRAM RUCOCO_JSONL FOLDER [ARTICLES] [STEP] [SECONDS]

Makes ARTICLES articles (100,000) of three sentences each, drawn at random from all sentences of the real ones, with dates over
twenty years, and ingests them into FOLDER/shuffle.db, STEP (5,000) at a time. Three sentences, not whole articles: a hundred
thousand of full length take three hours on two cores. An article that shares two of its sentences with an earlier one is drawn
again, so that all stay below the likeness of reprints; how many reports the register counts is printed at the end and says
whether they did. Stops before a step that would pass SECONDS, and says so. Writes FOLDER/shuffle.csv after every step and a plot,
FOLDER/shuffle.svg.
"""

import csv
import datetime
import itertools
import json
import os
import random
import re
import subprocess
import sys
import time

SENTENCES = 3
MOST_CHARACTERS = 220


def sentences(source):
    """Sentences of a usual length of all articles."""
    out = []
    with open(source, encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"]
            for sentence in re.split(r"(?<=[.!?])\s+(?=[А-ЯЁ«\"])|\n+", text):
                if 40 <= len(sentence) <= MOST_CHARACTERS and sentence.strip().endswith((".", "!", "?")):
                    out.append(sentence.strip())
    return out


def articles(pool, seed):
    """Endless articles; no two share two sentences."""
    dice = random.Random(seed)
    first = datetime.date(2005, 1, 1)
    used = set()
    for number in itertools.count():
        while True:
            drawn = dice.sample(range(len(pool)), SENTENCES)
            pairs = {tuple(sorted(p)) for p in itertools.combinations(drawn, 2)}
            if not pairs & used:
                break
        used |= pairs
        day = first + datetime.timedelta(days=dice.randrange(7300))
        yield {
            "text": " ".join(pool[i] for i in drawn),
            "url": f"https://agency{dice.randrange(40)}.example/{number}",
            "published": day.isoformat(),
            "language": "ru",
        }


def ingest(program, source, database):
    """Seconds, peak memory in MB and processor seconds of one run."""
    begun = time.perf_counter()
    child = subprocess.Popen([program, "ingest", "--db", database, source], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status) > 1:
        sys.exit(f"ingest of {source} failed")
    return time.perf_counter() - begun, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def size(database):
    """MB of the register with its log."""
    return sum(os.path.getsize(database + end) for end in ("", "-wal") if os.path.exists(database + end)) / 1e6


def plot(rows, path):
    """Three lines over the number of articles, each from zero to its largest value."""
    width, height, left, top = 640, 150, 70, 30
    most = rows[-1][0]
    panels = [("seconds of the processor in all", 5), ("peak memory, MB", 2), ("database, MB", 4)]
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width + 110}" height="{(height + 60) * len(panels) + 20}" '
        'font-family="sans-serif" font-size="12" fill="none">'
    ]
    for panel, (title, column) in enumerate(panels):
        base = top + panel * (height + 60) + height
        largest = max(r[column] for r in rows) or 1
        points = " ".join(f"{left + width * r[0] / most:.1f},{base - height * r[column] / largest:.1f}" for r in rows)
        out.append(f'<path d="M{left},{base - height} V{base} H{left + width}" stroke="#999"/>')
        out.append(f'<polyline points="{points}" stroke="#246" stroke-width="2"/>')
        out.append(f'<text x="{left}" y="{base - height - 8}" fill="#000">{title}</text>')
        out.append(f'<text x="{left - 6}" y="{base - height + 4}" text-anchor="end" fill="#000">{largest:,.0f}</text>')
        out.append(f'<text x="{left - 6}" y="{base + 4}" text-anchor="end" fill="#000">0</text>')
        out.append(f'<text x="{left + width}" y="{base + 16}" text-anchor="end" fill="#000">{most:,} articles</text>')
    out.append("</svg>")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(out) + "\n")


def main():
    program, source, folder = sys.argv[1:4]
    count, step, seconds = (int(v) for v in (sys.argv[4:] + ["100000", "5000", "1000000"][len(sys.argv) - 4 :]))
    os.makedirs(folder, exist_ok=True)
    database = f"{folder}/shuffle.db"
    for end in ("", "-wal", "-shm"):
        if os.path.exists(database + end):
            os.remove(database + end)
    pool = sentences(source)
    print(f"{len(pool)} sentences", flush=True)
    drawn = articles(pool, 20261130)
    rows, total, processor = [], 0.0, 0.0
    print("| articles | s for the step | articles/s | s in all | processor s | peak memory MB | database MB |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for done in range(step, count + 1, step):
        if rows and total + 1.1 * (total - (rows[-2][1] if len(rows) > 1 else 0)) > seconds:
            print(f"stopped: the next step would pass {seconds} s")
            break
        path = f"{folder}/step.jsonl"
        with open(path, "w", encoding="utf-8") as file:
            for article in itertools.islice(drawn, step):
                file.write(json.dumps(article, ensure_ascii=False) + "\n")
        wall, memory, used = ingest(program, path, database)
        total, processor = total + wall, processor + used
        rows.append((done, total, memory, wall, size(database), processor))
        print(f"| {done:,} | {wall:.0f} | {step / wall:.1f} | {total:.0f} | {processor:.0f} | {memory:.0f} | {rows[-1][4]:.0f} |", flush=True)
        with open(f"{folder}/shuffle.csv", "w", newline="") as file:
            out = csv.writer(file)
            out.writerow(["articles", "seconds", "peak_mb", "step_seconds", "database_mb", "processor_seconds"])
            out.writerows(rows)
        plot(rows, f"{folder}/shuffle.svg")
    print(subprocess.run([program, "stats", "--db", database], capture_output=True, text=True).stdout)


main()
