"""Who is erased is in no mail that came in: whichever program brought it, and in no report about them."""

import pytest

from gemeengoed.core.mail.incoming import keeping
from gemeengoed.core.mail.incoming.processing import process
from gemeengoed.core.mail.incoming.receiving import receive
from gemeengoed.core.mail.mailings import services as mailings
from gemeengoed.core.mail.models import IncomingMessage

from .messages import bounce, complaint, mail
from .test_coming_back import copy, letter, outcome  # noqa: F401 - fixtures

ADA = "Ada@Example.org"


def named() -> list[str]:
    """Outcomes of what holds the address still."""
    rows = IncomingMessage.objects.order_by("pk")
    return [row.outcome for row in rows if b"ada@example.org" in bytes(row.raw).lower()]


@pytest.mark.django_db(transaction=True)
def test_what_they_wrote_goes_whatever_its_return_path_says(listening, taker, make_commons) -> None:
    make_commons("werf")
    client = listening()
    for at, sender in enumerate(("SRS0=ab=cd=example.org=x@relay.example", "b-17@mass.example")):
        client.sendmail(sender, ["werf@commons.example"], mail(f"Vraag {at}"))
    client.sendmail("", ["werf@commons.example"], mail("Ik ben weg", Auto_Submitted="auto-replied"))
    process()
    assert named() == ["taken", "taken", "auto-reply"]
    keeping.forget(ADA)
    assert named() == []


@pytest.mark.django_db
@pytest.mark.parametrize("about", ["copy", "letter"])
def test_reports_about_mail_to_them_go_as_well(taker, about: str, request) -> None:
    row = request.getfixturevalue(about)
    key = row.key if about == "copy" else row.returns
    outcome(bounce(), f"bounce+{key}@commons.example")
    outcome(bounce(status="4.2.2"), f"bounce+{key}@commons.example")
    if about == "copy":
        abused = complaint(key).replace(b"Subject: Brief", b"To: ada@example.org")
        outcome(abused, "abuse@commons.example")
    assert len(named()) >= 2
    keeping.forget(ADA)
    assert named() == []


@pytest.mark.django_db
def test_of_a_report_about_who_was_erased_before_only_the_outcome_stays(taker, copy) -> None:  # noqa: F811
    mailings.erase(ADA)
    assert outcome(bounce(), f"bounce+{copy.key}@commons.example") == "hard bounce"
    assert named() == []
    assert receive("<>", f"bounce+{copy.key}@commons.example", bounce()) is False
