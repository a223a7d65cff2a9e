"""What DNS says of this server's mail, and what should stand there, for `gemeengoed check mail`.

Nothing here is 'WRONG': mail goes out without any of it, only less of it arrives.
"""

import re
from collections.abc import Callable, Iterator

from django.conf import settings

from gemeengoed.core.registry import Finding

from . import addresses, keys, relay, resolving
from .incoming import spf
from .incoming.authenticity import dmarc_tags
from .incoming.source import LOCAL

MOST_LABELS = 8
Check = Callable[[str], Iterator[Finding]]


def records() -> Iterator[Finding]:
    """All of it; when DNS does not answer, that is said once."""
    domain = addresses.domain()
    if "." not in domain or domain.endswith((".localhost", ".local")) or _is_number(domain):
        yield (
            "good",
            f"{domain} stands in no DNS; SPF, DKIM and the like are for a name on the internet.",
        )
        return
    try:
        for check in _CHECKS:
            yield from check(domain)
    except resolving.DnsAway as error:
        yield _note(
            f"DNS does not answer ({error}), so SPF, DKIM, DMARC and the like cannot all be looked at. "
            "GEMEENGOED_DNS can name other servers to ask."
        )


def _note(words: str) -> Finding:
    return "warning", words


def _is_number(domain: str) -> bool:
    return bool(re.fullmatch(r"[\d.]+", domain))


def _mx(domain: str) -> Iterator[Finding]:
    found = resolving.mx(domain)
    if found in ([], ["."]):
        said = "says that it takes no mail (null MX)" if found else "has no MX record"
        yield _note(
            f"{domain} {said}: answers and bounces do not come in. Publish: {domain}. MX 10 NAME., the "
            "name of the machine that takes its mail."
        )
    for host in found:
        if host != "." and not resolving.hosts(host):
            yield _note(f"The MX record of {domain} names {host}, which has no address.")
    if found not in ([], ["."]):
        yield "good", f"MX: mail for {domain} goes to {', '.join(found)}."


def _spf(domain: str) -> Iterator[Finding]:
    try:
        written = spf.record(domain)
    except ValueError:
        yield _note(f"{domain} has several SPF records, so none of them counts: keep one.")
        return
    if not written:
        yield _note(
            f'{domain} has no SPF record: publish {domain}. TXT "v=spf1 mx -all", with the include: that '
            "your relay names in place of mx when it is somebody else's."
        )
        return
    if re.search(r"\s\+?all\s*$", written):
        yield _note(
            f"The SPF record of {domain} lets the whole world send for it: end it with -all."
        )
    yield "good", f"SPF: {written}"
    yield from _spf_of_sender(domain)


def _spf_of_sender(domain: str) -> Iterator[Finding]:
    """Whether the record knows the machine that sends, as far as its address is known here."""
    host, is_own = _sender()
    for address in resolving.hosts(host) if host else []:
        if spf.judge(address, domain) == spf.PASS:
            yield "good", f"SPF names {host} ({address})."
        elif is_own:
            yield _note(
                f"SPF does not name this machine ({host}, {address}): add it to the record."
            )
        else:
            yield _note(
                f"SPF does not name {host} ({address}). It may send from another address: ask whoever "
                "runs it which include: belongs in the record."
            )


def _sender() -> tuple[str, bool]:
    """(name of the machine that brings our mail to others, whether it is this one)."""
    if not settings.EMAIL_URL:
        return "", False
    host = relay.parse(settings.EMAIL_URL).host
    return (str(settings.HOST), True) if host in LOCAL else (host, False)


def _dkim(domain: str) -> Iterator[Finding]:
    """Our keys are made here, so that they can be published before the first letter."""
    keys.signers()
    for name, value in keys.records():
        found = [_tags(text).get("p", "") for text in resolving.txt(name)]
        if _tags(value)["p"] in found:
            yield "good", f"DKIM: {name} holds the key that signs."
        else:
            said = "holds another key" if any(found) else "is not there"
            yield _note(f'The DKIM record {said}: publish {name}. TXT "{value}"')


def _tags(record: str) -> dict[str, str]:
    pairs = (tag.partition("=") for tag in record.split(";"))
    return {name.strip(): re.sub(r"\s", "", value) for name, _, value in pairs}


def _dmarc(domain: str) -> Iterator[Finding]:
    labels = domain.split(".")[-MOST_LABELS:]
    for start in range(len(labels) - 1):
        name = ".".join(labels[start:])
        tags = dmarc_tags(resolving.txt(f"_dmarc.{name}"))
        if tags:
            policy = tags.get("sp", tags.get("p", "none")) if start else tags.get("p", "none")
            yield "good", f"DMARC: what {domain} does not vouch for is to be treated as {policy!r}."
            return
    report = f"rua=mailto:postmaster@{domain}"
    yield _note(
        f'{domain} has no DMARC record: publish _dmarc.{domain}. TXT "v=DMARC1; p=none; {report}", and '
        "p=quarantine once SPF and DKIM stand."
    )


def _tls(domain: str) -> Iterator[Finding]:
    """MTA-STS (RFC 8461), for whoever brings mail to us. The policy itself is not fetched."""
    found = [text for text in resolving.txt(f"_mta-sts.{domain}") if text.startswith("v=STSv1")]
    if not found:
        yield _note(
            f"{domain} has no MTA-STS: mail to it may come unencrypted. It is asked for with a record "
            f"_mta-sts.{domain} and a page https://mta-sts.{domain}/.well-known/mta-sts.txt (RFC 8461)."
        )
    elif not resolving.hosts(f"mta-sts.{domain}"):
        yield _note(f"MTA-STS: mta-sts.{domain}, where the policy should stand, has no address.")
    else:
        yield "good", f"MTA-STS: {found[0]}"


def _reverse(domain: str) -> Iterator[Finding]:
    """Of this machine, when it is the one that sends; another's relay has its own."""
    host, is_own = _sender()
    if not is_own:
        return
    for address in resolving.hosts(host):
        names = resolving.names_of(address)
        if any(address in resolving.hosts(name) for name in names):
            yield "good", f"Reverse DNS: {address} is called {names[0]}."
        else:
            yield _note(
                f"{address} has no name in reverse DNS that leads back to it, and many servers refuse its "
                "mail: whoever rents you the machine can set it."
            )


_CHECKS: tuple[Check, ...] = (_mx, _spf, _dkim, _dmarc, _tls, _reverse)
