"""HTTP Message Signatures (RFC 9421), the part of it that requests between servers use."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from .model import RFC9421, Claim, Request, SignatureError
from .structured import dictionary, inner_list
from .times import near

ALGORITHMS = ("", "rsa-v1_5-sha256", "rsa-pss-sha512", "ed25519")
Component = tuple[str, dict[str, Any]]


def claimed(request: Request, now: datetime, schemes: Iterable[str]) -> Claim:
    """What the first signature that we can use claims (section 3.2). Raises SignatureError for the reason
    why the last could not be used."""
    inputs = dictionary(request.headers.get("signature-input", ""))
    signatures = dictionary(request.headers.get("signature", ""))
    reason = SignatureError("missing")
    for label, (components, parameters) in _lists(inputs):
        value = signatures.get(label, (None, {}))[0]
        try:
            if not isinstance(value, bytes):
                raise SignatureError("format", "no such signature")
            return _claim(request, now, tuple(schemes), components, parameters, value)
        except SignatureError as error:
            reason = error
    raise reason


def _lists(
    inputs: Mapping[str, Any],
) -> Iterator[tuple[str, tuple[list[Component], dict[str, Any]]]]:
    for label, (components, parameters) in inputs.items():
        if isinstance(components, list):
            yield label, (components, parameters)


def _claim(
    request: Request,
    now: datetime,
    schemes: tuple[str, ...],
    components: list[Component],
    parameters: dict[str, Any],
    signature: bytes,
) -> Claim:
    key_id, algorithm = parameters.get("keyid", ""), parameters.get("alg", "")
    if not isinstance(key_id, str) or not key_id:
        raise SignatureError("format", "keyid")
    if algorithm not in ALGORITHMS:
        raise SignatureError("algorithm", str(algorithm)[:40])
    names = _names(components)
    _check_covered(request, names)
    _check_time(parameters, now)
    bases = {
        base(request, names, parameters, scheme=scheme, target=target)
        for scheme in schemes
        for target in _targets(request.target, names)
    }
    return Claim(key_id, RFC9421, algorithm, tuple(bases), signature)


def base(
    request: Request,
    names: list[str],
    parameters: dict[str, Any],
    *,
    scheme: str,
    target: str,
) -> bytes:
    """What is signed (section 2.5). Raises SignatureError for a component that is not there."""
    lines = [f'"{name}": {_value(request, name, scheme, target)}' for name in names]
    lines.append(f'"@signature-params": {inner_list(names, parameters)}')
    try:
        return "\n".join(lines).encode("latin-1")
    except UnicodeEncodeError as error:
        raise SignatureError("format", "header") from error


def _names(components: list[Component]) -> list[str]:
    """Components have no parameters in a request that is not an answer (section 2.1); each stands once."""
    names = [name for name, parameters in components if isinstance(name, str) and not parameters]
    if len(names) != len(components) or len(set(names)) != len(names):
        raise SignatureError("format", "components")
    return names


def _check_covered(request: Request, names: Collection[str]) -> None:
    whole = "@target-uri" in names
    where = whole or ("@authority" in names and {"@path", "@request-target"} & set(names))
    if "@method" not in names or not where:
        raise SignatureError("covered", "method or target")
    if (request.method.upper() not in ("GET", "HEAD") or request.body) and not (
        {"content-digest", "digest"} & set(names)
    ):
        raise SignatureError("covered", "content-digest")


def _check_time(parameters: Mapping[str, Any], now: datetime) -> None:
    created, expires = parameters.get("created"), parameters.get("expires")
    if not isinstance(created, int):
        raise SignatureError("clock", "not created at any time")
    near(_moment(created), now)
    if expires is not None and (not isinstance(expires, int) or _moment(expires) < now):
        raise SignatureError("clock", "expired")


def _moment(seconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise SignatureError("format", "time") from error


def _targets(target: str, names: Collection[str]) -> Iterator[str]:
    """With and without the query string: implementations differ."""
    yield target
    if "?" in target and "@query" not in names:
        yield target.partition("?")[0]


def _value(request: Request, name: str, scheme: str, target: str) -> str:
    host = request.headers.get("host", "").lower()
    derived = {
        "@method": request.method.upper(),
        "@target-uri": f"{scheme}://{host}{target}",
        "@authority": host,
        "@scheme": scheme,
        "@request-target": target,
        "@path": target.partition("?")[0] or "/",
        "@query": f"?{target.partition('?')[2]}",
    }
    if name in derived:
        return derived[name]
    if name.startswith("@") or name not in request.headers:
        raise SignatureError("covered", name[:40])
    return request.headers[name].strip()
