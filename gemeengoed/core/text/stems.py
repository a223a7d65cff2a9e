"""Words as the index knows them: folded (é to e, capitals to small) and cut down to their stem.

Dutch and English are stemmed by Snowball, in Python and pinned, so that every database finds the same.
Words of other languages keep their form.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from threading import local

import snowballstemmer

# A run of letters and digits, with a genitive or plural 's; in scripts without spaces each sign.
WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"
    r"|(?:(?![\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff])[^\W_])+"
    r"(?:['’]s(?![^\W_]))?"
)
MAX_LENGTH = 60
ALGORITHMS = {"nl": "dutch", "en": "english"}
_NO_DECOMPOSITION = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})

# The closed class of Dutch plurals in -eren, also at the end of a compound.
_EREN_PLURALS = {
    "eieren": "ei",
    "beenderen": "been",
    "bladeren": "blad",
    "gelederen": "gelid",
    "gemoederen": "gemoed",
    "goederen": "goed",
    "hoenderen": "hoen",
    "kalveren": "kalf",
    "kinderen": "kind",
    "klederen": "kleed",
    "lammeren": "lam",
    "liederen": "lied",
    "raderen": "rad",
    "runderen": "rund",
    "volkeren": "volk",
}
_ENDS_IN_EREN = re.compile(f"(?:{'|'.join(_EREN_PLURALS)})$")
_SHORTEST_BEFORE_HEID = 5

_stemmers = local()


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """`word` in small letters without accents or apostrophes."""
    if word.isascii():
        return word.lower().replace("'", "")
    # Decomposed first: a mathematical capital becomes a letter only then (Unicode, section 5.18).
    plain = unicodedata.normalize("NFKD", word).casefold()
    bare = unicodedata.normalize("NFKD", plain).translate(_NO_DECOMPOSITION)
    return "".join(sign for sign in bare if sign.isalnum())


def words(text: str) -> list[str]:
    """The folded words of `text`, in order."""
    return [word for word, _start, _end in places(unicodedata.normalize("NFC", text))]


def places(text: str) -> Iterator[tuple[str, int, int]]:
    """Each folded word of `text`, which is in NFC, with where it begins and ends, in code points."""
    for found in WORD.finditer(text):
        word = fold(found[0])[:MAX_LENGTH]
        if word:
            yield word, found.start(), found.end()


def terms(text: str, language: str) -> list[str]:
    """The stems of the words of `text`, in order."""
    return [stem(word, language) for word in words(text)]


def base(language: str) -> str:
    """The part of a language tag that decides on stemming: 'nl' of 'nl-BE'."""
    return language.partition("-")[0].lower()


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """The stem of one folded word; the word itself in a language without a stemmer."""
    kind = base(language)
    if kind == "nl":
        return _dutch(word)
    return _snowball(word, kind) if kind in ALGORITHMS else word


def _dutch(word: str) -> str:
    """Snowball's Dutch with three repairs: plurals in -eren, a short word before -heid, and ge-.

    Left alone it makes 'over' of overheid and 'meen' of gemeente.
    """
    plural = _ENDS_IN_EREN.search(word)
    if plural:
        word = word[: plural.start()] + _EREN_PLURALS[plural[0]]
    if word.endswith("heden") and len(word) > len("heden"):
        word = word.removesuffix("heden") + "heid"
    if word.endswith("heid") and len(word) < _SHORTEST_BEFORE_HEID + len("heid"):
        return word
    found = _snowball(word, "nl")
    if word.startswith("ge") and not found.startswith("ge"):
        return "ge" + _snowball(word.removeprefix("ge"), "nl")
    return found


def _snowball(word: str, language: str) -> str:
    """Snowball keeps state while it works, so each thread has its own."""
    stemmer = getattr(_stemmers, language, None)
    if stemmer is None:
        stemmer = snowballstemmer.stemmer(ALGORITHMS[language])
        setattr(_stemmers, language, stemmer)
    return str(stemmer.stemWord(word))
