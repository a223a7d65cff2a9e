"""A text divided into files: what comes before the first heading, then a chapter per heading of level 2."""

from dataclasses import dataclass, field

from ...markdown import Node, Tree


@dataclass
class Chapter:
    """`notes` are the numbers of the notes that are first referred to here."""

    file: str
    title: str
    blocks: list[Node] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)

    def sections(self) -> list[tuple[str, str]]:
        """Id and words of each heading of level 3, for the contents."""
        return [
            (block.data["id"], block.words())
            for block in self.blocks
            if block.kind == "heading" and block.data["level"] == 3
        ]


def divide(tree: Tree, opening: str) -> list[Chapter]:
    """The chapters in order; the first is called `opening` when words stand before any heading."""
    chapters: list[Chapter] = []
    for block in tree.blocks:
        begins = block.kind == "heading" and block.data["level"] == 2
        if begins or not chapters:
            title = block.words() if begins else opening
            chapters.append(Chapter(f"text-{len(chapters) + 1}.xhtml", title))
        chapters[-1].blocks.append(block)
    _share_notes(tree, chapters)
    return chapters


def _share_notes(tree: Tree, chapters: list[Chapter]) -> None:
    """Each note with the chapter that first refers to it, also by way of another note."""
    left = set(tree.notes)
    for chapter in chapters:
        waiting = list(chapter.blocks)
        while waiting:
            for node in waiting.pop(0).walk():
                number = node.data.get("number") if node.kind == "note" else None
                if number in left:
                    left.discard(number)
                    chapter.notes.append(number)
                    waiting += tree.notes[number]
        chapter.notes.sort()
    if chapters:
        chapters[-1].notes += sorted(left)


def homes(chapters: list[Chapter]) -> dict[str, str]:
    """The file in which each id of a heading or note stands."""
    found = {
        block.data["id"]: chapter.file
        for chapter in chapters
        for block in chapter.blocks
        if block.kind == "heading"
    }
    for chapter in chapters:
        found |= {f"fn-{number}": chapter.file for number in chapter.notes}
    return found
