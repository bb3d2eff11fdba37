"""Forms whose lemma cannot be told from their ending: ("VERB", "начнется") -> "начаться".

By the dictionary of OpenCorpora (CC BY-SA 3.0) in pymorphy2 (MIT). Regular forms are left to the network.
"""
import collections
import inspect

if not hasattr(inspect, "getargspec"):  # pymorphy2 wants the call that Python 3.11 dropped
    Spec = collections.namedtuple("ArgSpec", "args varargs keywords defaults")
    inspect.getargspec = lambda f: Spec(*inspect.getfullargspec(f)[:4])

import pymorphy2

from prepare import lemma_script

# Parts of speech of OpenCorpora for those of UD.
POS = {"VERB": ("INFN", "VERB", "GRND", "PRTF", "PRTS"), "NOUN": ("NOUN",), "ADJ": ("ADJF", "ADJS")}
plain = lambda s: s.replace("ё", "е")


def irregular_forms(lemmas, regular=40):
    """{"VERB начнется": "начаться"} for "VERB начаться" and the like in `lemmas`.

    Left out are forms made by one of the `regular` commonest scripts of their part of speech, and forms of two lemmas.
    """
    morph = pymorphy2.MorphAnalyzer()
    made = collections.defaultdict(dict)
    for pos, lemma in sorted(k.split(" ", 1) for k in lemmas):
        if pos not in POS or not lemma.isalpha():
            continue
        for parse in morph.parse(lemma):
            if parse.tag.POS in POS[pos] and parse.is_known and plain(parse.normal_form) == plain(lemma):
                for form in parse.lexeme:
                    if form.tag.POS in POS[pos]:
                        made[pos].setdefault(plain(form.word), set()).add(plain(lemma))
    out = {}
    for pos, forms in made.items():
        one = {f: next(iter(ls)) for f, ls in forms.items() if len(ls) == 1}
        scripts = collections.Counter(lemma_script(f, l) for f, l in one.items())
        common = {s for s, _ in scripts.most_common(regular)}
        for form, lemma in one.items():
            if lemma_script(form, lemma) in common:
                continue
            # Another word of the same part of speech may have this form though it is no known lemma.
            rivals = {plain(p.normal_form) for p in morph.parse(form) if p.tag.POS in POS[pos] and p.score > 0.2}
            if rivals == {lemma}:
                out[f"{pos} {form}"] = lemma
    return out
