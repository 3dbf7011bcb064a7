"""What `make clients` needs no server for: types and lint of all documents."""

import os

import pytest

from tests.clients.__main__ import checks
from tests.clients.workshop import ROOT, Workshop


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    found = Workshop()
    if not found.is_built:
        lack = "no packages of npm for the clients: make clients"
        if os.environ.get("REQUIRE_CLIENTS") == "1":
            pytest.fail(lack)
        pytest.skip(lack)
    found.lay_out(ROOT / "schema/documents", ROOT / "schema.graphql")
    return found


def test_the_documents_compile_and_lint(workshop: Workshop) -> None:
    for run in checks(workshop).values():
        run()
