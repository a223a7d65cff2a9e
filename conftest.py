"""Lets every tests/ folder, also those inside the apps, use what stands in tests/fixtures.py."""

pytest_plugins = (
    "tests.fixtures",
    "tests.running",
    "tests.browser",
    "tests.fediverse",
    "tests.attacked",
    "tests.accessibility",
)
