"""Writes places.tsv: Russian names of cities and the state each betrays.

    make_places.py GEO_FOLDER CODES_CSV NAMES_FOLDER STATES_TOML PLACES_TOML TEXT... > places.tsv

GEO_FOLDER holds GeoNames extracts: `world_cities_100k.tsv`, `central_asia_russia_places.tsv` and
`libgeonames_ru.tsv`; CODES_CSV is datasets/country-codes; NAMES_FOLDER holds natasha's `first.txt` and `last.txt`;
each TEXT is a Russian text whose lowercase words count as ordinary ones.

Left out: names that the two TOML files have; names that two states share, unless one city is three times as large as
its namesakes; and names with a form that is also an ordinary word or a form of a given name ("Думу", "Джорджа"), or of
a family name where the city is small and far away or its name is built like one ("Гагарин"). PLACES_TOML is the place
for those of them that are meant more often than their namesakes.
"""

import csv
import re
import sys
import tomllib

RUSSIAN = re.compile(r"[А-ЯЁ][а-яё]+(?:[ -][А-ЯЁа-яё][а-яё]*)*")
LOWERCASE = re.compile(r"(?<![\w-])[а-яё]+(?![\w-])")
# Three letters are more often a surname or a common word ("Ким", "Бор") than a city.
SHORTEST = 4
LARGE = 300_000
SURNAME = re.compile(r".*([оеё]в|[иы]н|[сц]кий|[оеи][вн]о|[оы]й|ый)")
CHIEF = {"KG", "KZ", "UZ", "TJ", "TM"}
SMALLEST = {"RU": 30_000}
# Endings of the singular by the ending of the nominative, as crates/kelishim-registry/src/form.rs undoes them.
CASES = [
    ("ия", ("ии", "ию", "ией")),
    ("а", ("ы", "и", "е", "у", "ой")),
    ("я", ("и", "е", "ю", "ей")),
    ("й", ("я", "ю", "ем", "е")),
    ("ь", ("я", "ю", "ем", "е", "и", "ью")),
    ("ы", ("", "ов", "ам", "ами", "ах")),
]


def fold(name):
    return name.lower().replace("ё", "е")


def forms(name):
    """A folded name in all cases of the singular, with forms that do not exist among them."""
    for ending, cases in CASES:
        if name.endswith(ending):
            stem = name[: len(name) - len(ending)]
            return {name, *(stem + case for case in cases)}
    if name[-1] in "оеиуэю":
        return {name}
    return {name, *(name + case for case in ("а", "у", "ом", "ем", "ым", "е"))}


def words(path):
    """The first words of the lines of a list, comments aside."""
    with open(path, encoding="utf-8") as lines:
        return {fold(line.split()[0]) for line in lines if line.strip()}


def ordinary(paths):
    found = set()
    for path in paths:
        with open(path, encoding="utf-8") as file:
            found.update(fold(word) for word in LOWERCASE.findall(file.read()))
    return found


def russian_names(path):
    with open(path, encoding="utf-8") as lines:
        return dict(line.rstrip("\n").split("\t")[:2] for line in lines)


def cyrillic(alternates):
    """The names written in Russian letters: GeoNames does not say which language each is in."""
    return [name for name in alternates.split("|") if RUSSIAN.fullmatch(name)]


def cities(folder):
    """(id, two-letter code, population, alternate names), the world's large cities and the region's small ones."""
    with open(f"{folder}/world_cities_100k.tsv", encoding="utf-8") as lines:
        for line in lines:
            number, _, code, _, population, alternates = line.rstrip("\n").split("\t")[:6]
            yield number, code, int(population), alternates
    with open(f"{folder}/central_asia_russia_places.tsv", encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            population = int(row["population"] or 0)
            if row["country"] in CHIEF or population >= SMALLEST.get(row["country"], 0):
                yield row["geonameid"], row["country"], population, row["alternatenames"]


def taken(states, places):
    """Folded names that the TOML files have already."""
    names = set()
    for state in states["state"]:
        capital = state.get("capital", {})
        for key in ("ru", "ky", "abbreviations", "ambiguous", "metonyms"):
            names.update(map(fold, state.get(key, [])))
        names.update(fold(n) for key in ("ru", "ky") for n in capital.get(key, []))
    for place in places["place"]:
        names.update(map(fold, place["ru"] + place.get("other", [])))
    return names


def main(folder, codes_csv, names, states_toml, places_toml, *texts):
    with open(codes_csv, encoding="utf-8", newline="") as rows:
        alpha3 = {row["ISO3166-1-Alpha-2"]: row["ISO3166-1-Alpha-3"] for row in csv.DictReader(rows)}
    alpha3["XK"] = "XKX"
    with open(states_toml, "rb") as file:
        states = tomllib.load(file)
    with open(places_toml, "rb") as file:
        known = taken(states, tomllib.load(file))
    codes = {state["code"] for state in states["state"]}
    given = words(f"{names}/first.txt")
    misread = ordinary(texts).union(*map(forms, given))
    family = set().union(*map(forms, words(f"{names}/last.txt")))
    russian = russian_names(f"{folder}/libgeonames_ru.tsv")
    largest = {}
    for number, code, population, alternates in cities(folder):
        for name in [russian[number]] if number in russian else cyrillic(alternates)[:1]:
            folded = fold(name)
            usable = RUSSIAN.fullmatch(name) and len(name) >= SHORTEST and not name.endswith("ський")
            far = code not in CHIEF | SMALLEST.keys() and population < LARGE
            inflected = forms(folded)
            clear = misread.isdisjoint(inflected)
            if far or SURNAME.fullmatch(folded):
                clear = clear and family.isdisjoint(inflected)
            if usable and clear and folded not in known and alpha3.get(code) in codes:
                bearers = largest.setdefault(folded, {})
                bearers[alpha3[code]] = max(bearers.get(alpha3[code], (0, name)), (population, name))
    print("# Cities and the state each betrays: Russian name, tab, code. Made by make_places.py.")
    print("# Source: GeoNames (geonames.org). Licence: CC BY 4.0.")
    for _, bearers in sorted(largest.items()):
        ranked = sorted(((population, name, code) for code, (population, name) in bearers.items()), reverse=True)
        if len(ranked) == 1 or ranked[0][0] >= 3 * max(ranked[1][0], 1):
            print(f"{ranked[0][1]}\t{ranked[0][2]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
