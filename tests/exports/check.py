"""Reads a folder of exports with pandas, pyarrow, followthemoney, icalendar and jsonschema; any mismatch with the JSON lines fails."""
import calendar
import datetime
import json
import re
import sys
from pathlib import Path

import icalendar
import jsonschema
import pandas
import pyarrow.parquet
import pyarrow.types
from followthemoney import model

folder = Path(sys.argv[1])
KINDS = ["commitments", "steps", "events", "tellings", "statements", "actors", "articles"]


def lines(name):
    return [json.loads(line) for line in (folder / name).read_text("utf-8").split("\n") if line]


def same(what, got, expected):
    if got != expected:
        sys.exit(f"{what}: {got!r} is not {expected!r}")


tables = {kind: lines(f"{kind}.jsonl") for kind in KINDS}
articles = {a["id"]: a for a in tables["articles"]}


# -- citations and evidence: what the register promises of every row
for kind, rows in tables.items():
    ids = [r["id"] for r in rows]
    same(f"{kind}: ids are unique", len(set(ids)), len(ids))
    for r in rows:
        same(f"{r['id']}: citation", r["citation"].endswith(f"version {r['version']}, {r['learnt'][:10]}"), True)
        same(f"{r['id']}: citation names it", r["citation"].startswith(r["id"]), True)
for kind, anchor in [("steps", "action"), ("tellings", "trigger"), ("statements", "content")]:
    for r in tables[kind]:
        text = articles[r["article"]]["text"] if r["article"] in articles else None
        if text is not None:
            same(f"{r['id']}: words", text[r[f"{anchor}_start"] : r[f"{anchor}_end"]], r[anchor])


# -- CSV and TSV
def split_list(cell):
    """`a; b`, with `;` and `\\` escaped and an unknown value as `\\N`."""
    if cell == "":
        return []
    out, item, i = [], "", 0
    while i < len(cell):
        if cell[i] == "\\":
            item += {"N": "\0"}.get(cell[i + 1], cell[i + 1])
            i += 2
        elif cell[i : i + 2] == "; ":
            out.append(item)
            item, i = "", i + 2
        else:
            item += cell[i]
            i += 1
    return [None if x == "\0" else x for x in out + [item]]


def untsv(cell):
    return re.sub(r"\\(.)", lambda m: {"t": "\t", "n": "\n", "r": "\r"}.get(m[1], m[1]), cell)


def uncsv(cell):
    return cell[1:] if cell.startswith("'") else cell


def compare(name, frame, rows, undo):
    same(f"{name}: rows", len(frame), len(rows))
    if rows:
        same(f"{name}: columns", list(frame.columns), list(rows[0]))
    for got, row in zip(frame.to_dict("records"), rows):
        for column, expected in row.items():
            cell = undo(got[column])
            where = f"{name}, {row['id']}, {column}"
            if isinstance(expected, list):
                items = split_list(cell)
                number = expected and isinstance(expected[0], (int, float))
                same(where, [float(x) for x in items] if number else items, [float(x) for x in expected] if number else expected)
            elif isinstance(expected, bool):
                same(where, cell, str(expected).lower())
            elif isinstance(expected, (int, float)):
                same(where, float(cell), float(expected))
            else:
                same(where, cell, expected or "")


for kind, rows in tables.items():
    plain = {"dtype": str, "keep_default_na": False, "na_filter": False}
    same(f"{kind}.csv: begins with a byte order mark", (folder / f"{kind}.csv").read_bytes()[:3], b"\xef\xbb\xbf")
    frame = pandas.read_csv(folder / f"{kind}.csv", encoding="utf-8-sig", **plain)
    for column in frame.columns:
        for cell in frame[column]:
            armed = cell[:1] in ("=", "@", "\t") or cell[:1] in ("+", "-") and not re.fullmatch(r"-?[0-9.]+", cell)
            same(f"{kind}.csv, {column}: no formula", armed, False)
    compare(f"{kind}.csv", frame, rows, uncsv)
    frame = pandas.read_csv(folder / f"{kind}.tsv", sep="\t", quoting=3, encoding="utf-8", **plain)
    compare(f"{kind}.tsv", frame, rows, untsv)


# -- Parquet
def as_day(text):
    day = re.split("[T ]", text)[0] if text else ""
    return datetime.date.fromisoformat(day) if len(day) == 10 else None


for kind, rows in tables.items():
    table = pyarrow.parquet.read_table(folder / f"{kind}.parquet")
    beside = {c for c in table.column_names if c.endswith("_day") or c.endswith("_at")}
    same(f"{kind}.parquet: rows", table.num_rows, len(rows))
    if rows:
        same(f"{kind}.parquet: columns", [c for c in table.column_names if c not in beside], list(rows[0]))
    for column in table.column_names:
        kind_of = table.schema.field(column).type
        if column.endswith("_day"):
            same(f"{kind}.parquet, {column}", pyarrow.types.is_date32(kind_of), True)
        if column.endswith("_at"):
            same(f"{kind}.parquet, {column}", str(kind_of), "timestamp[ms, tz=UTC]")
    for got, row in zip(table.to_pylist(), rows):
        for column, expected in row.items():
            same(f"{kind}.parquet, {row['id']}, {column}", got[column], expected)
            if f"{column}_day" in beside:
                same(f"{kind}.parquet, {row['id']}, {column}_day", got[f"{column}_day"], as_day(expected))
            if f"{column}_at" in beside:
                same(f"{kind}.parquet, {row['id']}, {column}_at", got[f"{column}_at"], datetime.datetime.fromisoformat(expected))


# -- PLOVER and CAMEO
events = {e["id"]: e for e in tables["events"]}
plover = lines("plover.jsonl")
same("plover: events", [p["id"] for p in plover], [e["id"] for e in tables["events"] if e["date"]])
for p in plover:
    e = events[p["id"]]
    first = (e["date"] + "-01-01")[:10] if len(e["date"]) == 4 else (e["date"] + "-01")[:10]
    same(f"plover, {p['id']}: date", p["date"], first)
    same(f"plover, {p['id']}: source", [a["identifier_id"] for a in p["source"]], e["actor_id"])
    same(f"plover, {p['id']}: recipient", [a["identifier_id"] for a in p["recipient"]], e["recipient_id"])
    same(f"plover, {p['id']}: citation", p["cite_info"]["citation"], e["citation"])
    if e["modality"] == "actual":
        same(f"plover, {p['id']}: event", (p["event"], p["event_scale"]), ([e["type"]], e["goldstein"]))
    same(f"plover, {p['id']}: quad", p["quad_code"] in (1, 2, 3, 4) and p["magnitude"] is None, True)

frame = pandas.read_csv(folder / "cameo.tsv", sep="\t", quoting=3, dtype=str, keep_default_na=False)
icews = ["Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code", "Intensity",
         "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City", "District",
         "Province", "Country", "Latitude", "Longitude"]
same("cameo: columns of ICEWS", list(frame.columns)[:20], icews)
same("cameo: ids are unique", frame["Event ID"].is_unique, True)
pairs = {}
for c in frame.to_dict("records"):
    e = events[c["Happening"]]
    datetime.date.fromisoformat(c["Event Date"])
    same(f"cameo, {c['Event ID']}: code", re.fullmatch(r"\d{2,4}", c["CAMEO Code"]) is not None and c["Event Text"] != "", True)
    same(f"cameo, {c['Event ID']}: citation and story", (c["Citation"], c["Story ID"]), (e["citation"], e["article"]))
    if e["modality"] == "actual":
        same(f"cameo, {c['Event ID']}: intensity", float(c["Intensity"]), e["goldstein"])
    pairs[e["id"]] = pairs.get(e["id"], 0) + 1
for e in events.values():
    if e["modality"] == "actual" and e["date"] and e["recipient_id"]:
        expected = sum(a != b for a in e["actor_id"] for b in e["recipient_id"])
        same(f"cameo, {e['id']}: pairs", pairs.get(e["id"], 0), expected)


# -- FollowTheMoney
entities = {}
for data in lines("ftm.jsonl"):
    same(f"ftm, {data['id']}: once", data["id"] in entities, False)
    schema = model.get(data["schema"])
    same(f"ftm, {data['id']}: schema", schema is not None and not schema.abstract, True)
    schema.validate(data)
    proxy = model.get_proxy(data, cleaned=False)
    for prop, values in data["properties"].items():
        same(f"ftm, {data['id']}, {prop}: kept by its type", len(proxy.get(prop)), len(values))
    entities[data["id"]] = proxy
for proxy in entities.values():
    for prop, value in proxy.itervalues():
        if prop.type.name == "entity":
            same(f"ftm, {proxy.id}, {prop.name}: points to an entity", value in entities, True)
            same(f"ftm, {proxy.id}, {prop.name}: of its range", entities[value].schema.is_a(prop.range), True)
count = lambda schema: sum(e.schema.name == schema for e in entities.values())
same("ftm: projects", count("Project"), len(tables["commitments"]))
same("ftm: events", count("Event"), sum(e["modality"] not in ("negated", "hypothetical") for e in events.values()))
same("ftm: notes", count("Note"), len(tables["steps"]) + len(tables["statements"]))


# -- Web Annotation
validator = jsonschema.Draft202012Validator(json.loads((Path(__file__).parent / "annotation.schema.json").read_text("utf-8")))
annotations = lines("annotations.jsonl")
rows = {r["id"]: r for kind in ("steps", "tellings", "statements") for r in tables[kind]}
same("annotations: rows", sorted(a["body"][1]["kelishim:id"] for a in annotations), sorted(rows))
for a in annotations:
    validator.validate(a)
    row = rows[a["body"][1]["kelishim:id"]]
    for key, value in a["body"][1].items():
        if key != "type":
            same(f"annotation {row['id']}, {key}", value, row[key.removeprefix("kelishim:")])
    quote, place = a["target"]["selector"]
    text = articles[row["article"]]["text"] if row["article"] in articles else None
    if text is not None:
        start, end = place["start"], place["end"]
        same(f"annotation {row['id']}: exact", text[start:end], quote["exact"])
        same(f"annotation {row['id']}: prefix", text[max(0, start - 32) : start], quote["prefix"])
        same(f"annotation {row['id']}: suffix", text[end : end + 32], quote["suffix"])


# -- iCalendar
raw = (folder / "due.ics").read_bytes()
same("ics: line ends", raw.count(b"\n"), raw.count(b"\r\n"))
same("ics: octets of a line", max(len(line) for line in raw.split(b"\r\n")) <= 75, True)
raw.replace(b"\r\n ", b"").decode("utf-8")
for line in raw.split(b"\r\n"):
    line.decode("utf-8")  # no character is cut
events_due = list(icalendar.Calendar.from_ical(raw).walk("VEVENT"))
due = {c["id"]: c for c in tables["commitments"] if c["due"] and c["stage"] not in ("delivered", "cancelled")}
same("ics: commitments", [str(e["UID"]).split("@")[0] for e in events_due], list(due))
for e in events_due:
    c = due[str(e["UID"]).split("@")[0]]
    parts = [int(x) for x in re.split("[T ]", c["due"])[0].split("-")]
    y, m = parts[0], parts[1] if len(parts) > 1 else 12
    day = datetime.date(y, m, parts[2] if len(parts) > 2 else calendar.monthrange(y, m)[1])
    same(f"ics, {c['id']}: last day", (e.decoded("DTSTART"), e.decoded("DTEND")), (day, day + datetime.timedelta(1)))
    same(f"ics, {c['id']}: summary", c["title"].replace("\t", " ") in str(e["SUMMARY"]), True)
    same(f"ics, {c['id']}: citation", str(e["X-KELISHIM-CITATION"]).replace("\\,", ","), c["citation"])
    same(f"ics, {c['id']}: stamp", e.decoded("DTSTAMP"), datetime.datetime.fromisoformat(c["learnt"]))

print(f"{sum(map(len, tables.values()))} rows in nine formats agree")
