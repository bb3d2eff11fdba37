#!/usr/bin/env python3
"""Write annotated reports from short lines: NAME.rows beside NAME.txt becomes NAME.json.

    lines.py FOLDER

A file of rows begins with `key value` lines (published, source, title, url, text_from; each may be absent) and goes on with one row a
line, fields parted by " | ", "-" for none, pieces of the text abbreviated as "first words … last words":

    S speaker | country | kind | cue | content [| via NAME]
    E TYPE[:mode] | modality | trigger | in | actors > recipients | time | areas
    C committer > beneficiary | stage | action | areas | quantity | due | made | evidence

Parties are parted by ", " (`KGZ`, `Name|KGZ`, `ЕАЭС`), quantities by "; " (`1000 место`), areas by spaces. `in` may be "-": the trigger
itself where it stands once in the text, else the sentence that holds it first. An evidence "-" is the sentence that holds the action. Prints what is
wrong as `FILE:LINE: problem` and exits 1; then `check.py` looks at the rest.
"""
import hashlib, json, pathlib, re, sys


def piece(text, short):
    """The piece of the text that `short` stands for: the first whose ends fit."""
    if "…" not in short or short in text:
        if short not in text:
            raise ValueError(f"not in the text: {short!r}")
        return short
    head, tail = (s.strip() for s in short.split("…", 1))
    at = text.find(head)
    if at < 0:
        raise ValueError(f"not in the text: {head!r}")
    end = text.find(tail, at + len(head))
    if end < 0:
        raise ValueError(f"not after it in the text: {tail!r}")
    return text[at:end + len(tail)]


def sentence(text, part):
    """The sentence that holds the first `part`, by a rough rule good enough for evidence."""
    at = text.find(part)
    if at < 0:
        raise ValueError(f"not in the text: {part!r}")
    start = max([0] + [m.end() for m in re.finditer(r"[.!?»]\s+(?=[А-ЯӨҮҢA-Z«—])|\n+", text[:at])])
    after = re.compile(r"[.!?]»?(?=\s+[А-ЯӨҮҢA-Z«—]|\s*$)|\n").search(text, at + len(part) - 1)
    return text[start:after.end() if after else len(text)].strip()


def around(text, trigger):
    return trigger if text.count(trigger) == 1 else sentence(text, trigger)


def parties(s):
    return [] if s.strip() in ("", "-") else [p.strip() for p in s.split(", ")]


def sides(s):
    a, _, b = s.partition(">")
    return parties(a), parties(b)


def none(s):
    return None if s == "-" else s


def quantity(s):
    out = []
    for q in [] if s == "-" else s.split(";"):
        n, _, unit = q.strip().partition(" ")
        out.append([float(n) if "." in n else int(n), unit])
    return out


def row(kind, f, text):
    if kind == "S":
        out = {"speaker": f[0], "speaker_country": none(f[1]), "kind": f[2], "cue": piece(text, f[3]), "content": piece(text, f[4])}
        if len(f) > 5:
            out["via"] = f[5].removeprefix("via ")
        return "statements", out
    if kind == "E":
        name, _, mode = f[0].partition(":")
        actors, recipients = sides(f[4])
        trigger = piece(text, f[2])
        return "events", {"type": name, "mode": mode or None, "actors": actors, "recipients": recipients, "trigger": trigger,
                          "in": around(text, trigger) if f[3] == "-" else piece(text, f[3]), "modality": f[1], "time": none(f[5]),
                          "areas": f[6].split()}
    committer, beneficiary = sides(f[0])
    action = piece(text, f[2])
    return "commitments", {"committer": committer, "beneficiary": beneficiary, "action": action, "areas": f[3].split(),
                           "quantity": quantity(f[4]), "due": none(f[5]), "made": none(f[6]), "stage": f[1],
                           "evidence": sentence(text, action) if f[7] == "-" else piece(text, f[7])}


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    bad = False
    for path in sorted(pathlib.Path(sys.argv[1]).glob("*.rows")):
        data = path.with_suffix(".txt").read_bytes()
        text = data.decode("utf-8")
        doc = {"id": path.stem, "url": None, "source": None, "published": None, "language": "ru", "title": None,
               "statements": [], "events": [], "commitments": []}
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            key, _, rest = line.strip().partition(" ")
            if not key or key.startswith("#"):
                continue
            try:
                if key in ("S", "E", "C"):
                    kind, out = row(key, [s.strip() for s in re.split(r"\s\|\s", rest)], text)
                    doc[kind].append(out)
                elif key == "text_from":
                    doc = {"id": doc.pop("id"), "text_from": rest, "text_sha256": hashlib.sha256(data).hexdigest(), **doc}
                elif key in doc:
                    doc[key] = rest
                else:
                    raise ValueError(f"unknown key {key!r}")
            except (ValueError, IndexError) as e:
                print(f"{path.name}:{n}: {e}")
                bad = True
        path.with_suffix(".json").write_text(json.dumps(doc, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
