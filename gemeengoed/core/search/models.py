"""The index: what can be found, and the words of it. The tokens stand beside `Entry` (see stores)."""

from django.db import models

from gemeengoed.core.actors.models import Actor


class Item(models.Model):
    """An object that can be found, at the address `uri`. A narrow table: each search sorts by it."""

    uri = models.CharField(max_length=500)
    published = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uri"], name="search_item_uri")]

    def __str__(self) -> str:
        return self.uri


class Entry(models.Model):
    """An item in one language, as `registry.SearchEntry` gave it; `kind` in the source language.

    `id` is the item's times SLOTS plus a number of its own, so that a search can count an item once
    without looking here. The tokens of an entry stand under the same id (see stores).
    """

    SLOTS = 64
    MOST = 60

    id = models.BigIntegerField(primary_key=True)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="entries")
    language = models.CharField(max_length=35)
    object_type = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    audience = models.CharField(max_length=10)
    commons = models.ForeignKey(Actor, null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=80, blank=True)
    published = models.DateTimeField(null=True, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["item", "language"], name="search_entry_language")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} in {self.language}"


class Word(models.Model):
    """A folded word of the index; `entries` counts the entries in `language` ('nl') that have it.

    `backwards` is the stem from behind, so that compounds that end in it are a range as well.
    """

    word = models.CharField(max_length=60)
    language = models.CharField(max_length=8)
    stem = models.CharField(max_length=60)
    backwards = models.CharField(max_length=60)
    entries = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["word", "language"], name="search_word_once")
        ]
        indexes = [
            models.Index(fields=["stem"], name="search_word_stem"),
            models.Index(fields=["backwards"], name="search_word_backwards"),
            models.Index(fields=["-entries"], name="search_word_entries"),
        ]

    def __str__(self) -> str:
        return self.word


class Gram(models.Model):
    """Three letters in a row of the stem of a word, which has `length` letters, to find what a misspelt
    word may mean in whichever form."""

    pk = models.CompositePrimaryKey("gram", "length", "word_id")
    gram = models.CharField(max_length=3)
    length = models.PositiveSmallIntegerField()
    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="grams")

    def __str__(self) -> str:
        return self.gram


class WordChange(models.Model):
    """Words that one entry brought or took, parted by spaces; counted in batches afterwards, so that
    two entries that share a word need not wait for one another."""

    language = models.CharField(max_length=8)
    added = models.TextField(blank=True)
    removed = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"change {self.pk}"
