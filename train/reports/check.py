#!/usr/bin/env python3
"""Validate a folder of annotated reports (NAME.txt, NAME.json).

    check.py [FOLDER]

Prints `FILE: problem` for each defect and exits 1 on any. The closed lists are those of RECORD.md and PLOVER.md.
"""
import collections, datetime, json, pathlib, re, sys

ISO = set("""ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH BLM BLR
BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA
DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM
GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY
LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL
NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN
SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR
TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM XKX ZAF ZMB ZWE XKX""".split())
TYPES = set("""AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE
COERCE ASSAULT""".split())
MODES = {"visit", "third-party", "phone", "multilateral", "video"}
MODALITIES = {"actual", "planned", "hypothetical", "negated", "historical"}
STAGES = set("proposed negotiating agreed signed ratified started delivered delayed cancelled".split())
KINDS = {"direct", "indirect", "mixed"}
AREAS = set("""politics security trade finance energy transport digital migration health education science culture media environment
agriculture border humanitarian justice tourism""".split())
REPORT = {"id", "url", "source", "published", "language", "title", "statements", "events", "commitments"}
KEYS = {"statements": {"speaker", "speaker_country", "kind", "cue", "content"},
        "events": {"type", "mode", "actors", "recipients", "trigger", "in", "modality", "time", "areas"},
        "commitments": {"committer", "beneficiary", "action", "areas", "quantity", "due", "made", "stage", "evidence"}}
EXTRA = {"statements": {"via", "notes"}, "events": {"notes"}, "commitments": {"notes"}}
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


def date_ok(d):
    try:
        return bool(DATE.fullmatch(d)) and bool(datetime.date(*map(int, (d + "-01-01")[:10].split("-"))))
    except ValueError:
        return False


def time_ok(t):
    if t is None:
        return True
    parts = t.split("/") if isinstance(t, str) else []
    if not 1 <= len(parts) <= 2 or not any(parts) or not all(date_ok(p) for p in parts if p):
        return False
    return len(parts) == 1 or not all(parts) or parts[0][:4] <= parts[1][:4]


def party_ok(p):
    if not isinstance(p, str) or not p.strip():
        return False
    name, bar, code = p.partition("|")
    if bar:
        return bool(name.strip()) and code in ISO
    return p in ISO or not re.fullmatch(r"[A-Z]{3}", p)


def row_problems(kind, row, text):
    where = kind[:-1]
    yield from (f"{where}: key {k} missing" for k in sorted(KEYS[kind] - set(row)))
    yield from (f"{where}: key {k} unknown" for k in sorted(set(row) - KEYS[kind] - EXTRA[kind]))
    if KEYS[kind] - set(row):
        return
    where += " «" + str(row.get("content") or row.get("in") or row.get("action"))[:40] + "»"
    for k in ("cue", "content", "trigger", "in", "action", "evidence"):
        if k in row and (not isinstance(row[k], str) or not row[k] or row[k] not in text or row[k] != row[k].strip()):
            yield f"{where}: {k} is no exact piece of the text: {row[k]!r}"
    for k in ("actors", "recipients", "committer", "beneficiary"):
        if k in row:
            if not isinstance(row[k], list):
                yield f"{where}: {k} is no list"
            else:
                yield from (f"{where}: bad party {p!r}" for p in row[k] if not party_ok(p))
    for k in ("time", "due", "made"):
        if k in row and not time_ok(row[k]):
            yield f"{where}: bad {k} {row[k]!r}"
    if "areas" in row and (not row["areas"] or not set(row["areas"]) <= AREAS):
        yield f"{where}: bad areas {row['areas']}"
    if kind == "statements":
        if row["kind"] not in KINDS:
            yield f"{where}: bad kind {row['kind']!r}"
        if not row["speaker"] or not (row["speaker_country"] is None or row["speaker_country"] in ISO):
            yield f"{where}: bad speaker {row['speaker']!r} {row['speaker_country']!r}"
    elif kind == "events":
        if row["type"] not in TYPES:
            yield f"{where}: bad type {row['type']!r}"
        if row["mode"] is not None and (row["type"] != "CONSULT" or row["mode"] not in MODES):
            yield f"{where}: bad mode {row['mode']!r}"
        if row["modality"] not in MODALITIES:
            yield f"{where}: bad modality {row['modality']!r}"
        if row["trigger"] not in row["in"]:
            yield f"{where}: the trigger {row['trigger']!r} is not inside its `in`"
        if len(WORD.findall(row["trigger"])) > 6:
            yield f"{where}: the trigger has more than six words"
        if not row["actors"] + row["recipients"]:
            yield f"{where}: no parties"
    else:
        if row["stage"] not in STAGES:
            yield f"{where}: bad stage {row['stage']!r}"
        if not row["committer"]:
            yield f"{where}: no committer"
        for q in row["quantity"]:
            if not (isinstance(q, list) and len(q) == 2 and isinstance(q[0], (int, float)) and isinstance(q[1], str) and q[1]):
                yield f"{where}: bad quantity {q!r}"


def problems(path):
    source = path.with_suffix(".txt")
    if not source.exists():
        yield "no text beside it"
        return
    try:
        text, doc = source.read_bytes().decode("utf-8"), json.loads(path.read_text(encoding="utf-8"))
    except ValueError as e:
        yield str(e)
        return
    yield from (f"key {k} missing" for k in sorted(REPORT - set(doc)))
    yield from (f"key {k} unknown" for k in sorted(set(doc) - REPORT - {"notes", "text_from", "text_sha256"}))
    if doc.get("id") != path.stem:
        yield f"id {doc.get('id')!r} is not the file name"
    if doc.get("published") is not None and not date_ok(doc["published"]):
        yield f"bad published {doc['published']!r}"
    for kind in KEYS:
        for row in doc.get(kind, []):
            yield from row_problems(kind, row, text)
        rows = [json.dumps(r, sort_keys=True) for r in doc.get(kind, [])]
        yield from (f"{kind}: a row stands twice" for r, n in collections.Counter(rows).items() if n > 1)


def main():
    folder, bad = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "."), False
    for path in sorted(folder.glob("*.json")):
        for p in problems(path):
            print(f"{path.name}: {p}")
            bad = True
    for path in sorted(folder.glob("*.txt")):
        if not path.with_suffix(".json").exists():
            print(f"{path.name}: no record beside it")
            bad = True
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
