"""The fixtures stand in fixtures.py, running.py and browser.py; the conftest.py above names them."""
