"""How easily a text reads: a figure with a word for it, and the sentences that are long.

    reading = readability.measure(html, "nl")   # html as the renderer made it
    reading.score, reading.word, reading.long, reading.html

Flesch-Douma for Dutch, Flesch Reading Ease for English; other languages have no figure, but their long
sentences are found as well. For whoever writes; readers never see it.
"""

from .measuring import LONG, LongSentence, Readability, measure

__all__ = ["LONG", "LongSentence", "Readability", "measure"]
