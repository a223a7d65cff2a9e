"""From a letter to the message that goes to many: the shell, the foot, the list fields, the slots."""

from dataclasses import replace

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from gemeengoed.core.mail import addresses, html, lists
from gemeengoed.core.mail.compose import Mail
from gemeengoed.core.mail.mailings.services import Recipient
from gemeengoed.core.mail.slots import literal
from gemeengoed.core.text import languages

from . import letters_to_one, rendering
from .models import LetterText, Subscriber
from .services.arranging import settings_of

TOKEN = "⟦token⟧"  # noqa: S105 - a slot, no secret


def mail_of(text: LetterText) -> Mail:
    """With a slot for the token of each subscriber (`recipient_of`)."""
    commons = text.letter.commons
    home = f"{settings.BASE_URL}{commons.get_absolute_url()}"
    below = _below(text, home)
    name = literal(commons.name_in(text.language))
    shell = html.Shell(
        title=literal(text.subject),
        name=name,
        address=home,
        picture=f"{home}emblem.png",
        language=text.language,
        preview=literal(text.preview),
        below=below,
    )
    return Mail(
        subject=literal(text.subject),
        html=html.document(rendering.for_mail(text), shell),
        sender=addresses.of_commons(commons.handle),
        sender_name=name,
        reply_to=addresses.personal(letters_to_one.LETTER, TOKEN),
        language=text.language,
        headers=_list_fields(text, home),
    )


def _below(text: LetterText, home: str) -> str:
    commons = text.letter.commons
    kept = settings_of(commons)
    context = {
        "commons": commons,
        "web": f"{settings.BASE_URL}{text.letter.get_absolute_url()}{text.language}/",
        "mine": f"{home}newsletters/mine/{TOKEN}/",
        "leave": f"{home}newsletters/leave/{TOKEN}/",
        "postal_address": literal(kept.postal_address),
        "footer": literal(languages.best(kept.footer, [text.language])[1]),
    }
    with translation.override(text.language[:2]):
        return render_to_string("newsletters/mail/below.html", context)


def _list_fields(text: LetterText, home: str) -> dict[str, str]:
    commons = text.letter.commons
    return lists.fields(
        lists.MailList(
            identifier=f"newsletters.{commons.handle}.{addresses.domain()}",
            name=literal(commons.name_in(text.language)),
            unsubscribe=f"{home}newsletters/leave/{TOKEN}/",
            unsubscribe_mail=addresses.personal(letters_to_one.LEAVE, TOKEN),
            help=home + "newsletters/join/",
            subscribe=f"mailto:{addresses.with_word(commons.handle, 'join')}",
            archive=f"{settings.BASE_URL}{reverse('newsletters:letters', args=[commons.handle])}",
        )
    )


def recipient_of(subscriber: Subscriber) -> Recipient:
    return Recipient(
        reference=letters_to_one.reference(subscriber),
        address=subscriber.address,
        values={"token": subscriber.token},
    )


def filled_for_test(text: LetterText) -> Mail:
    """The mail with a token that nobody has."""
    mail = mail_of(text)
    nobody = "a" * addresses.TOKEN_LENGTH
    fields = {name: value.replace(TOKEN, nobody) for name, value in mail.headers.items()}
    words = _("[Test] %(subject)s") % {"subject": mail.subject}
    return replace(
        mail,
        subject=words,
        html=mail.html.replace(TOKEN, nobody),
        reply_to=mail.reply_to.replace(TOKEN, nobody),
        headers=fields,
    )
