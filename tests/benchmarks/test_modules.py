"""Peers and parts are run by hand: a column that moved would be missed there until somebody measures."""

import importlib
import pkgutil

import pytest

import benchmarks

NAMES = [each.name for each in pkgutil.iter_modules(benchmarks.__path__) if each.name != "__main__"]


@pytest.mark.parametrize("name", NAMES)
def test_a_module_fits_the_register(name: str) -> None:
    importlib.import_module(f"benchmarks.{name}")
