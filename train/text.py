"""Tokens as `kelishim-read` cuts them (crates/kelishim-read/src/token.rs): one rule, two implementations."""
import re

# A word or number: letters and digits, marks, inner apostrophes, decimal points and commas between digits.
FINE = re.compile(r"\d+(?:[.,]\d+)+|[^\W_](?:[\w\u0300-\u036f]|['’ʼ](?=[^\W\d_]))*|[^\w\s]|_")
HYPHENS = "-‐‑"


def fine_tokens(text):
    """[(start, end)] of words, numbers and single marks; hyphenated words come in parts."""
    return [m.span() for m in FINE.finditer(text)]


def words(text, fine):
    """[(first, last)] indices into `fine`: parts joined by a hyphen without spaces are one word."""
    out, i = [], 0
    while i < len(fine):
        j = i
        while (j + 2 < len(fine) and fine[j][1] == fine[j + 1][0] and fine[j + 1][1] == fine[j + 2][0]
               and text[fine[j + 1][0]:fine[j + 1][1]] in HYPHENS
               and text[fine[j][1] - 1].isalnum() and text[fine[j + 2][0]].isalnum()):
            j += 2
        out.append((i, j))
        i = j + 1
    return out
