"""Forms of sources and definitions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.commons.models import Commons

from . import names
from .citing import STYLES
from .details import LONGEST
from .models import CopiesFor, Definition, Source, SourceKind, SourceSettings
from .queries import listed

ADDRESS = {"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}
NUMBER = {"autocapitalize": "none", "spellcheck": "false"}


def _line(label: Any, name: str, help_text: Any = "", **attrs: str) -> forms.CharField:
    # Longer than may be kept, so that what is typed comes back with a word on its length.
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=2 * LONGEST[name] + 100,
        widget=forms.TextInput(attrs=attrs),
    )


class SourceForm(forms.Form):
    """What is known of a source; `details.tidied` checks it, so that form and API say the same."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=SourceKind.choices)
    authors = forms.CharField(
        label=_("Authors"),
        help_text=_(
            "Each on a line: a person as “Ostrom, Elinor”, an organisation as it is called. "
            "Put (ed.) behind who edited it."
        ),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    title = forms.CharField(label=_("Title of the source"), max_length=1100)
    date = _line(_("Date or year"), "date", _("Such as 2023, July 2023, 2023-07-07 or 2019–2021."))
    url = _line(_("Web address"), "url", **ADDRESS)
    container = _line(
        _("Appeared in"), "container", _("The journal, newspaper, book or site that it is part of.")
    )
    volume = _line(_("Volume"), "volume")
    issue = _line(_("Issue"), "issue")
    pages = _line(_("Pages"), "pages", _("Such as 12–34."))
    publisher = _line(_("Publisher"), "publisher")
    doi = _line("DOI", "doi", _("Such as 10.1126/science.162.3859.1243."), **NUMBER)
    isbn = _line("ISBN", "isbn", _("On the back of a book; hyphens may stay."), **NUMBER)
    law = _line(
        _("Number of a law, ruling or letter to parliament"),
        "law",
        _("Such as CELEX 32022R1925, BWBR0005537, ECLI:EU:C:1964:66 or kst-26643-1057."),
        **NUMBER,
    )
    language = _line(_("Language"), "language", _("As a code, such as nl or en."), **NUMBER)
    note = forms.CharField(
        label=_("Note"),
        help_text=_("For who looks it up: everybody can read it."),
        required=False,
        max_length=20_100,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    keep_copy = forms.BooleanField(
        label=_("Keep a copy of the page here"),
        help_text=_("So that others can see what it said, also when the site is gone."),
        required=False,
    )

    MAIN = ("kind", "authors", "title", "date", "url")
    APPEARED = ("container", "volume", "issue", "pages", "publisher")
    NUMBERS = ("doi", "isbn", "law")
    MORE = ("language", "note", "keep_copy")

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The fields that need not be seen at once, as open as what is in them asks for."""
        titles = (
            (_("Where it appeared"), self.APPEARED),
            (_("Numbers under which it is known"), self.NUMBERS),
            (_("Language, note and copy"), self.MORE),
        )
        return [
            {"title": title, "fields": [self[name] for name in fields], "open": self._used(fields)}
            for title, fields in titles
        ]

    @property
    def main(self) -> list[Any]:
        return [self[name] for name in self.MAIN]

    def _used(self, fields: tuple[str, ...]) -> bool:
        return any(
            self[name].errors or (name != "keep_copy" and self[name].value()) for name in fields
        )


def initial_source(source: Source | None) -> dict[str, Any]:
    if source is None:
        return {"kind": SourceKind.WEB_PAGE, "keep_copy": True}
    known = {name: getattr(source, name) for name in SourceForm.base_fields}
    return {**known, "authors": names.typed(source.names)}


class SourceSettingsForm(forms.Form):
    style = forms.ChoiceField(
        label=_("How sources are written"), choices=list(STYLES.items()), widget=forms.RadioSelect
    )
    copies_for = forms.ChoiceField(
        label=_("Copies of what stands on the web"),
        help_text=_(
            "A copy shows what a page said when it was cited. Others may hold rights to it; that is why "
            "only members can read them, unless you choose otherwise."
        ),
        choices=CopiesFor.choices,
        widget=forms.RadioSelect,
    )


def initial_settings(chosen: SourceSettings) -> dict[str, Any]:
    return {"style": chosen.style, "copies_for": chosen.copies}


class ReadingListForm(forms.Form):
    """A reading list pasted or as a file. `text_typed` is what either holds."""

    MOST = 1_000_000

    text = forms.CharField(
        label=_("Paste the list"),
        help_text=_("BibTeX, CSL-JSON or RIS, such as Zotero, Mendeley and most catalogues give."),
        required=False,
        strip=False,
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("Or choose a file"),
        required=False,
        help_text=_(".bib, .json or .ris, 1 MB at most."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if file is not None:
            cleaned["text"] = self._read(file)
        if not (cleaned.get("text") or "").strip() and not self.errors:
            self.add_error("text", _("Paste a list or choose a file."))
        return cleaned

    def _read(self, file: Any) -> str:
        if file.size > self.MOST:
            self.add_error("file", _("This file is larger than 1 MB. Divide it."))
            return ""
        data = file.read()
        for coding in ("utf-8-sig", "cp1252"):
            try:
                return data.decode(coding)
            except UnicodeDecodeError:
                continue
        self.add_error("file", _("This file is no text."))
        return ""


class OwnSourceField(forms.ModelChoiceField):
    """Sources of the commons as author, date and title."""

    def label_from_instance(self, source: Source) -> str:
        return " · ".join(filter(None, (source.author, source.date, source.title)))[:120]


class DefinitionForm(forms.Form):
    """One definition of a term, in Dutch, English or both."""

    term_nl = forms.CharField(label=_("Term in Dutch"), max_length=300, required=False)
    term_en = forms.CharField(label=_("Term in English"), max_length=300, required=False)
    text_nl = forms.CharField(
        label=_("Definition in Dutch"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    text_en = forms.CharField(
        label=_("Definition in English"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    used_by_nl = forms.CharField(label=_("Who uses it, in Dutch"), max_length=600, required=False)
    used_by_en = forms.CharField(label=_("Who uses it, in English"), max_length=600, required=False)
    position = forms.IntegerField(
        label=_("Place among the definitions of this term"),
        min_value=1,
        max_value=999,
        required=False,
    )

    field_order = (
        "term_nl", "text_nl", "used_by_nl", "term_en", "text_en", "used_by_en", "source", "position",
    )  # fmt: skip

    def __init__(self, *args: Any, commons: Commons, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"] = OwnSourceField(
            label=_("Source"),
            queryset=listed(commons),
            required=False,
            empty_label=_("No source"),
        )
        self.order_fields(self.field_order)

    def words(self) -> dict[str, Any]:
        """What `services.definitions.save_definition` takes."""
        fields = self.cleaned_data
        said = {
            name: {language: fields[f"{name}_{language}"] for language in ("nl", "en")}
            for name in ("term", "text", "used_by")
        }
        return {**said, "source": fields["source"], "position": fields["position"]}


def initial_definition(definition: Definition | None) -> dict[str, Any]:
    if definition is None:
        return {}
    said = {
        f"{name}_{language}": getattr(definition, name).get(language, "")
        for name in ("term", "text", "used_by")
        for language in ("nl", "en")
    }
    return {**said, "source": definition.source_id, "position": definition.position}
