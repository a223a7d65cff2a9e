"""What is held on one subscriber, as plain values (GDPR articles 15 and 20)."""

import base64
from typing import Any

from gemeengoed.core.mail.mailings import queries as mailings
from gemeengoed.core.mail.queries import posted

from .letters_to_one import reference
from .models import Subscriber


def held(subscriber: Subscriber) -> dict[str, Any]:
    """Times in ISO 8601; the mails kept as proof in base 64."""
    return {
        "list": subscriber.commons.handle,
        "address": subscriber.address,
        "name": subscriber.name,
        "language": subscriber.language,
        "topics": [topic.slug for topic in subscriber.topics.all()],
        "only_letters_without_topic": subscriber.topics_gone,
        "state": subscriber.state,
        "asked_for_but_not_confirmed": subscriber.wish,
        "created": subscriber.created.isoformat(),
        "confirmed": subscriber.confirmed.isoformat() if subscriber.confirmed else None,
        "ended": subscriber.ended.isoformat() if subscriber.ended else None,
        "proofs": [
            {
                "what": proof.what,
                "how": proof.how,
                "words": proof.words,
                "moment": proof.moment.isoformat(),
                "mail": base64.b64encode(bytes(proof.mail)).decode() if proof.mail else None,
            }
            for proof in subscriber.proofs.order_by("moment", "pk")
        ],
        "letters": [
            {
                "letter": copy.mailing.reference,
                "state": copy.state,
                "sent": copy.sent.isoformat() if copy.sent else None,
                "answer": copy.answer,
            }
            for copy in mailings.copies_for(reference(subscriber))
        ],
        "mails": [
            {"subject": mail.subject, "state": mail.state, "created": mail.created.isoformat()}
            for mail in posted(reference(subscriber))
        ],
    }
