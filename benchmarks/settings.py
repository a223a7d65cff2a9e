"""The project's settings with one more address: a view that returns a constant."""

from gemeengoed.project.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
