"""The language clients speak: described, named and guarded by one set of rules."""

import re

import pytest
from graphql import GraphQLInputObjectType, get_named_type

from schema import __main__ as sdl
from tests.conventions.language import (
    MUTATIONS,
    PRINTED,
    described,
    payload,
    required,
    successes,
    words,
)

NEEDS_NO_PERMISSION = {
    "signIn": "nobody is anybody before it",
    "refreshSession": "the refresh token is the permission",
    "signOut": "ends the caller's own session",
    "changePassword": "one's own; refuses everyone who is not signed in",
    "setPassword": "the link is the permission",
    "setUpRegister": "nobody is anybody before it; the address from the console is the permission",
    "setOwnPhone": "one's own; refuses everyone who is not signed in",
    "requestPasswordReset": "to the telephone of the account",
    "resetPasswordByCode": "the code is the permission",
    "endSession": "one's own; another's asks for the permission to disable",
    "endOtherSessions": "one's own; refuses everyone who is not signed in",
    "requestOneTimeCode": "to the telephone of the person who will register",
    "registerParent": "parents register themselves",
}
NO_OPERATION = {
    "signIn": "sessions are not the register; a token is never answered twice",
    "refreshSession": "sessions are not the register",
    "signOut": "takes no input, and once is as often as twice",
    "requestOneTimeCode": "a second code replaces the first",
    "setPassword": "a link is good once",
    "setUpRegister": "the address is good once",
    "requestPasswordReset": "a second code stands beside the first",
    "resetPasswordByCode": "a code is good once",
}
"""Mutations without an operation id, with the reason."""

NAMED_OTHERWISE = {
    "signIn": "SignedIn",
    "signOut": "SignedOut",
    "setPassword": "PasswordSet",
    "setUpRegister": "RegisterSetUp",
    "setOwnPhone": "OwnPhoneSet",
    "endSession": "DeviceSignedOut",
    "requestOneTimeCode": "OneTimeCodeSent",
    "freezePool": "PoolFrozen",
    "checkIn": "CheckedIn",
    "checkOut": "CheckedOut",
    "objectToResult": "ObjectionRaised",
    "replyToResult": "ReplyWritten",
}
"""Successes that are not noun + participle of their mutation."""


def test_everything_a_client_can_name_is_described() -> None:
    assert [name for name, text in described() if not (text or "").strip()] == []


def test_the_committed_language_is_the_one_that_is_served() -> None:
    assert sdl.differences(PRINTED + "\n") == []


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_every_mutation_prints_its_permission_and_can_refuse_for_it(mutation: str) -> None:
    members = {member.name for member in payload(mutation).types}

    if mutation in NEEDS_NO_PERMISSION:
        assert f"Mutation.{mutation}" not in required()
    else:
        assert f"Mutation.{mutation}" in required()
        assert "NotPermitted" in members


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_every_mutation_has_an_operation_id(mutation: str) -> None:
    arguments = MUTATIONS[mutation].args
    fields = {}
    if "input" in arguments:
        kind = get_named_type(arguments["input"].type)
        assert isinstance(kind, GraphQLInputObjectType)
        fields = kind.fields

    if mutation in NO_OPERATION:
        assert "operationId" not in fields
    else:
        assert str(fields["operationId"].type) == "UUID!"


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_input_payload_and_success_are_named_for_the_mutation(mutation: str) -> None:
    name = mutation[0].upper() + mutation[1:]
    arguments = {key: str(argument.type) for key, argument in MUTATIONS[mutation].args.items()}
    (success,) = successes(mutation)

    assert str(MUTATIONS[mutation].type) == f"{name}Payload!"
    assert arguments in ({"input": f"{name}Input!"}, {})
    if mutation in NAMED_OTHERWISE:
        assert success.name == NAMED_OTHERWISE[mutation]
    else:
        verb, *noun = re.findall(r"[A-Z][a-z]+", name)
        participle = success.name.removeprefix("".join(noun))
        assert participle != success.name
        assert re.fullmatch(rf"{verb[:3]}[a-z]*(ed|n|t)", participle)


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_whatever_is_no_success_is_a_refusal_with_code_message_and_basis(mutation: str) -> None:
    (success,) = successes(mutation)

    for member in payload(mutation).types:
        if member is not success:
            assert {"code", "message", "basis"} <= member.fields.keys()
            assert not member.name.endswith(("Error", "Exception", "Payload"))
    assert not {"code", "message"} & success.fields.keys()


def test_the_exceptions_are_mutations_that_exist() -> None:
    listed = NEEDS_NO_PERMISSION.keys() | NO_OPERATION.keys() | NAMED_OTHERWISE.keys()
    assert listed <= MUTATIONS.keys()


def test_no_name_is_cut_short_or_says_nothing() -> None:
    avoided = {"manager", "helper", "util", "utils", "data", "info", "process", "mgr", "num", "qty"}
    # Relay's name, and the role's of Appendix E; code lists have the documents' own words.
    exempt = re.compile("[pP]ageInfo|TaskManager")

    found = {
        name
        for name, _ in described()
        for last in (name.rpartition(".")[2],)
        if not last.isupper() and avoided & set(words(exempt.sub("", last)))
    }

    assert found == set()
