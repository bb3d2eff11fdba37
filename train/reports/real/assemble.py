#!/usr/bin/env python3
"""Put the annotations of real texts beside their texts.

    assemble.py SHARED_DATA OUT_DIR [tune|unread ...]

Each NAME.json names its text (`text_from`, below SHARED_DATA) and its SHA-256 (`text_sha256`). Writes NAME.txt and NAME.json to
OUT_DIR, both sets where none is named. A text that is missing or other than the one annotated, or a row whose words do not
stand in it, is printed and exits 1. The texts are never copied into this repository.
"""
import hashlib, json, pathlib, sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import check  # noqa: E402


def side(source):
    """The set of a text, from its name alone: decided before anybody reads it."""
    return "unread" if int(hashlib.sha256(source.encode()).hexdigest(), 16) % 3 == 0 else "tune"


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    data, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    if HERE == out.resolve() or HERE in out.resolve().parents:
        sys.exit("OUT_DIR must lie outside the annotations: the texts stay out of the repository")
    out.mkdir(parents=True, exist_ok=True)
    bad = 0
    for name in sys.argv[3:] or ["tune", "unread"]:
        for path in sorted((HERE / name).glob("*.json")):
            doc = json.loads(path.read_text(encoding="utf-8"))
            source = data / doc["text_from"]
            text = source.read_bytes() if source.exists() else b""
            problems = []
            if hashlib.sha256(text).hexdigest() != doc["text_sha256"]:
                problems = [f"{source} is missing or is not the text annotated"]
            else:
                if side(doc["text_from"]) != name:
                    problems.append(f"belongs in {side(doc['text_from'])}")
                (out / f"{path.stem}.txt").write_bytes(text)
                (out / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
                problems += check.problems(out / path.name)
            for problem in problems:
                print(f"{name}/{path.name}: {problem}")
            bad += bool(problems)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
