import pytest

from api.media_types import quality

JSON, RESPONSE = "application/json", "application/graphql-response+json"


@pytest.mark.parametrize(
    ("accept", "json", "response"),
    [
        (b"", 1.0, 1.0),
        (b"*/*", 1.0, 1.0),
        (b"application/*;q=0.3, */*;q=0.1", 0.3, 0.3),
        (b"Application/JSON", 1.0, 0.0),
        (b"application/json;q=0", 0.0, 0.0),
        (b"application/json;q=0, */*", 0.0, 1.0),
        (b"*/*;q=0, application/json", 1.0, 0.0),
        (b"application/json; charset=utf-8 ; Q=0.5", 0.5, 0.0),
        (b"application/graphql-response+json, application/json;q=0.9", 0.9, 1.0),
        (b"application/json;q=x", 1.0, 0.0),
        (b"application/json;q=7", 1.0, 0.0),
        (b"text/html", 0.0, 0.0),
        (b",,;;=", 0.0, 0.0),
        (b"\xff\x00", 0.0, 0.0),
        (b"text/html," * 100 + b"application/json", 1.0, 0.0),
    ],
)
def test_the_narrowest_range_says_how_welcome_a_type_is(
    accept: bytes, json: float, response: float
) -> None:
    assert (quality(accept, JSON), quality(accept, RESPONSE)) == (json, response)


@pytest.mark.parametrize(
    ("accept", "named"),
    [
        (b"", 0.0),
        (b"*/*", 0.0),
        (b"application/*", 0.0),
        (b"APPLICATION/GraphQL-Response+JSON;q=0.4, */*", 0.4),
    ],
)
def test_a_range_does_not_name_a_type(accept: bytes, named: float) -> None:
    assert quality(accept, RESPONSE, by_name=True) == named
