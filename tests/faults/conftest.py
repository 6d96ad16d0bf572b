"""Builds here make few reports: what a fault does to a file is the same with all of them."""

import pytest


@pytest.fixture(autouse=True)
def _few_reports(core_reports: None) -> None:
    pass
