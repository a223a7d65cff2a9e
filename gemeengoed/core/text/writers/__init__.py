"""One text in other forms: paper, e-book, word processor. Pure functions of a `Manuscript`.

source = typst.write(manuscript, "a4")        # files for typst, to be set elsewhere
data = epub.write(manuscript, fonts)          # bytes of an .epub, the same for the same text
data = epub.bind(volume, books)               # of books that `epub.open_book` read back
data = docx.write(manuscript)
data = odt.write(manuscript)
text = source.write(manuscript)               # Markdown with a head of YAML
"""
