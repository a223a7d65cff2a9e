"""Markdown to safe HTML: CommonMark with tables, strike-through, footnotes, figures and call-outs.

    rendered = markdown.render(text, figure=lambda name: Figure(url, width, height), language="nl")
    rendered.html, rendered.plain, rendered.words, rendered.headings, rendered.problems
    tree = markdown.to_tree(text, figure, language="nl")   # for paper, e-book, word processor

HTML in the text is shown as it was typed; nothing of it reaches the page. Rendering is bounded in size and
time, from parsing to cleaning: a text that is too large or too intricate raises ValidationError.
"""

from .checking import check
from .limits import MAX_BYTES, new_deadline
from .model import Figure, Heading, Rendered
from .numbering import Block, number, replaced
from .remarks import render_remark
from .rendering import render, to_tree
from .tree import Node, Tree

__all__ = [
    "MAX_BYTES",
    "Block",
    "Figure",
    "Heading",
    "Node",
    "Rendered",
    "Tree",
    "check",
    "new_deadline",
    "number",
    "render",
    "render_remark",
    "replaced",
    "to_tree",
]
