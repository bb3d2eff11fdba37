#!/usr/bin/env python3
"""Put the annotations of real texts beside their texts.

    assemble.py SHARED_DATA OUT_DIR [SET ...]                  NAME.txt and NAME.json of each; tune and unread where no folder is named
    assemble.py --part SHARED_DATA IN_DIR SET                  rows that quote become rows that point: IN_DIR/NAME.json to SET/NAME.json

Each NAME.json names its text (`text_from`, below SHARED_DATA; `FILE#N` is the title and the body of the Nth line of JSONL
or record of CSV) and its SHA-256 (`text_sha256`). In `wire` and `wire-read` the pieces of text are `[start, end]` in code points, since
those texts may not be copied at all. A text that is missing or other than the one annotated, or a row whose words do not
stand in it, is printed and exits 1. The texts are never copied into this repository.
"""
import csv, functools, hashlib, json, pathlib, sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import check  # noqa: E402

MISSING = "{} is missing or is not the text annotated"
PIECES = ("cue", "content", "trigger", "in", "action", "evidence")


def side(source):
    """The set of a text, from its name alone: decided before anybody reads it."""
    return "unread" if int(hashlib.sha256(source.encode()).hexdigest(), 16) % 3 == 0 else "tune"


@functools.cache
def items(source):
    """The records of a file that many texts are taken from, lines of JSONL or rows of CSV."""
    with source.open(encoding="utf-8", newline="") as file:
        if source.suffix == ".csv":
            return list(csv.DictReader(file))
        return [json.loads(line) if line.strip() else {} for line in file]


def text_of(data, text_from):
    """The bytes of a text, empty where there is none."""
    name, _, line = text_from.partition("#")
    source = data / name
    if not source.exists():
        return b""
    if not line:
        return source.read_bytes()
    found = items(source)[int(line) - 1:int(line)] if int(line) > 0 else []
    if not found or not found[0]:
        return b""
    parts = [found[0].get("title"), found[0].get("text") or found[0].get("content")]
    return ("\n\n".join(p.strip() for p in parts if p) + "\n").encode()


def annotated(data, doc):
    """The text that a document annotates; nothing where it is missing or another."""
    text = text_of(data, doc["text_from"])
    return text.decode() if hashlib.sha256(text).hexdigest() == doc["text_sha256"] else None


def rows(doc):
    return (row for kind in ("statements", "events", "commitments") for row in doc[kind])


def quote(doc, text):
    """Pieces as words."""
    for row in rows(doc):
        row.update({k: text[row[k][0]:row[k][1]] for k in PIECES if isinstance(row.get(k), list)})


def point(doc, text):
    """Pieces as places, the trigger's inside its `in`."""
    for row in rows(doc):
        within = max(0, text.find(row["in"])) if "in" in row else 0
        for k in PIECES:
            if k in row:
                at = text.index(row[k], within if k == "trigger" else 0)
                row[k] = [at, at + len(row[k])]


def part(data, folder, into):
    """The number of documents whose text is missing or another, of which none is written."""
    bad = 0
    for path in sorted(folder.glob("*.json")):
        doc = json.loads(path.read_text(encoding="utf-8"))
        text = annotated(data, doc)
        if text is None:
            print(f"{path.name}: {MISSING.format(doc['text_from'])}")
            bad += 1
            continue
        point(doc, text)
        (into / path.name).write_text(lines(doc), encoding="utf-8")
    return bad


def lines(doc):
    """JSON with a line for each row."""
    def value(v):
        flat = [json.dumps(row, ensure_ascii=False) for row in v] if isinstance(v, list) else None
        return "[\n  " + ",\n  ".join(flat) + "\n ]" if flat else json.dumps(v, ensure_ascii=False)
    return "{\n " + ",\n ".join(f"{json.dumps(k)}: {value(v)}" for k, v in doc.items()) + "\n}\n"


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    if sys.argv[1] == "--part":
        data, folder, name = sys.argv[2:5]
        sys.exit(1 if part(pathlib.Path(data), pathlib.Path(folder), HERE / name) else 0)
    data, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    if HERE == out.resolve() or HERE in out.resolve().parents:
        sys.exit("OUT_DIR must lie outside the annotations: the texts stay out of the repository")
    out.mkdir(parents=True, exist_ok=True)
    bad = 0
    for name in sys.argv[3:] or ["tune", "unread"]:
        for path in sorted((HERE / name).glob("*.json")):
            doc = json.loads(path.read_text(encoding="utf-8"))
            text = annotated(data, doc)
            problems = []
            if text is None:
                problems = [MISSING.format(doc["text_from"])]
            else:
                if not name.startswith("wire") and side(doc["text_from"]) != pathlib.Path(name).name:
                    problems.append(f"belongs in {side(doc['text_from'])}")
                quote(doc, text)
                (out / f"{path.stem}.txt").write_bytes(text.encode())
                (out / path.name).write_text(json.dumps(doc, ensure_ascii=False, indent=1), encoding="utf-8")
                problems += check.problems(out / path.name)
            for problem in problems:
                print(f"{name}/{path.name}: {problem}")
            bad += bool(problems)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
