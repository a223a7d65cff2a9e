"""`/metrics`: the figures that the parts declare, in OpenMetrics 1.0 for Prometheus and its kind.

For operators, with a bearer token: `Authorization: Bearer gg_…`. The format is
https://github.com/prometheus/OpenMetrics/blob/v1.0.0/specification/OpenMetrics.md; what it takes here is one
page of text, for which a library would hold 4 MB in each process.
"""

import math
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gemeengoed.core import registry
from gemeengoed.core.people.api_auth import Bearer
from gemeengoed.core.people.permissions import may
from gemeengoed.core.registry import Figure, Kind, Sample

CONTENT_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8"
_token = Bearer("read")


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """401 without a token that works, 403 for who is no operator."""
    person = _token(request)
    if person is None:
        headers = {"WWW-Authenticate": 'Bearer realm="metrics"'}
        return HttpResponse("a token is needed\n", "text/plain", 401, headers=headers)
    if not may(person, "instance.see_figures"):
        return HttpResponse("for operators of this server\n", "text/plain", 403)
    return HttpResponse(written([*_waiting(), *registry.figures()]), CONTENT_TYPE)


def _waiting() -> Iterator[Figure]:
    """Every queue that is declared."""
    now = timezone.now()
    queues = [(queue.slug, queue.backlog()) for queue in registry.queues()]
    yield Figure(
        "backlog",
        Kind.GAUGE,
        "What waits in a queue.",
        [Sample(backlog.waiting, {"queue": slug}) for slug, backlog in queues],
    )
    yield Figure(
        "backlog_age_seconds",
        Kind.GAUGE,
        "How long the oldest in a queue has been waiting; 0 when nothing waits.",
        [
            Sample(max(0.0, (now - (backlog.oldest or now)).total_seconds()), {"queue": slug})
            for slug, backlog in queues
        ],
    )


def written(figures: list[Figure]) -> str:
    """In OpenMetrics: each family once, its samples together, and the end marked."""
    families: dict[str, list[Figure]] = {}
    for figure in figures:
        families.setdefault(figure.name, []).append(figure)
    return "".join(line for group in families.values() for line in _family(group)) + "# EOF\n"


def _family(group: list[Figure]) -> Iterator[str]:
    name, kind = f"gemeengoed_{group[0].name}", group[0].kind
    yield f"# TYPE {name} {kind}\n# HELP {name} {_escaped(group[0].help)}\n"
    suffix = "_total" if kind == Kind.COUNTER else ""
    for figure in group:
        for sample in figure.samples:
            yield f"{name}{suffix}{_labels(sample)} {_number(sample.value)}\n"


def _labels(sample: Sample) -> str:
    told = ",".join(f'{name}="{_escaped(value)}"' for name, value in sample.labels.items())
    return f"{{{told}}}" if told else ""


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _number(value: float) -> str:
    return str(int(value)) if math.isfinite(value) and value == int(value) else f"{value:.3f}"
