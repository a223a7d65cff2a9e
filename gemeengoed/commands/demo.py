"""Fill the demonstration: the commons `werkplaats` with its log-ins. Running it again adds nothing."""

import argparse
import json

from django.conf import settings

from gemeengoed.core.demonstration import services as demonstration

LOG_INS = "demo-logins.json"


def arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(options: argparse.Namespace) -> int:
    fill()
    for name, password in json.loads((settings.DATA_DIR / LOG_INS).read_text("utf-8")).items():
        print(f"  {name:10} {password}")
    return 0


def fill() -> None:
    """Fills it; passwords that were made now are added to `demo-logins.json` in the data folder."""
    demonstration.fill()
