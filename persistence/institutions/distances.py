"""Distances over the ground, measured by the database."""

import sqlalchemy as sa

from domain.positions import EARTH_RADIUS_M
from persistence.reading.shape import Expression, Row


def millimetres(latitude: Expression, longitude: Expression, sites: Row) -> Expression:
    """From a WGS-84 place to that of a row. Haversine; the cosine of an angle loses the metres of
    small ones."""
    two: Expression = sa.literal_column("2::float8", sa.Double())

    def half_sine_squared(here: Expression, there: Expression) -> Expression:
        return sa.func.power(sa.func.sin(sa.func.radians(there - here) / two), two)

    there_latitude, there_longitude = sites.c.wgs84_latitude, sites.c.wgs84_longitude
    chord = half_sine_squared(latitude, there_latitude) + sa.func.cos(
        sa.func.radians(latitude)
    ) * sa.func.cos(sa.func.radians(there_latitude)) * half_sine_squared(longitude, there_longitude)
    whole: Expression = sa.literal_column("1::float8")
    angle = two * sa.func.asin(sa.func.sqrt(sa.func.least(whole, chord)))
    radius_mm: Expression = sa.literal_column(f"{EARTH_RADIUS_M * 1_000!r}::float8")
    return sa.cast(sa.func.round(angle * radius_mm), sa.BigInteger)
