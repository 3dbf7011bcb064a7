"""`python -m api account …`: invite, disable, enable and list accounts, grant, confirm and revoke roles,
reset passwords and end sessions.

The caller names the account that acts (`--as`), and the second person where it takes one. What it
does are the schema's own documents, so that the same permissions are asked and the same audit is left.
Exit codes: 0 done, 1 refused, 2 not even asked.
"""

import argparse
import datetime as dt
import getpass
import secrets
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from api.commands.account_arguments import add_to as add_arguments_to
from api.commands.acting_client import NotAnswered, acting_client, carried_out
from api.commands.in_process_client import CommandRefused, InProcessClient
from domain import credentials
from domain.accounts import AccountIsDisabled, breaks_separation
from domain.authorities import Sector
from domain.refusals import Refusal
from domain.roles import Role
from persistence.accounts import first_account, links
from persistence.accounts import writes as accounts
from persistence.accounts.first_account import FirstAccount
from persistence.accounts.passwords import Passwords
from persistence.engine import audit
from persistence.engine.database import Database
from persistence.engine.keys import Keys

_LISTED = "id login displayName isDisabled grants { role authority { name } institution { name } }"


def add_to(subparsers: Any) -> None:
    add_arguments_to(subparsers).set_defaults(run=run)


async def run(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    try:
        return await _COMMANDS[arguments.action](arguments, database, keys)
    except (Refusal, CommandRefused) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except NotAnswered as reason:
        print(reason, file=sys.stderr)
        return 2


async def _bootstrap(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    logins: dict[Role, str] = {
        Role.SYS_ADMIN: arguments.login,
        Role.SECURITY_ADMIN: arguments.security_login,
        Role.AUDIT_ADMIN: arguments.audit_login,
    }
    if len(set(logins.values())) < len(logins):
        raise NotAnswered("The three administrators must be three different people.")
    passwords = {role: secrets.token_urlsafe(15) for role in logins}
    people = {}
    for role, login in logins.items():
        credentials.check_login(login)
        password_hash = await Passwords().hash(passwords[role])
        name = arguments.name if role is Role.SYS_ADMIN else None
        people[role] = FirstAccount(login, name or login, password_hash)
    async with database.writing() as session:
        made = await first_account.make(
            session, people, authority_name=arguments.authority_name, now=_now()
        )
    print(
        "Each password is shown only once, for its person alone, who changes it at first sign-in."
    )
    for role in made:
        print(f"{role.value}\t{logins[role]}\t{passwords[role]}")
    return 0


async def _create(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    client = await acting_client(arguments, database, keys)
    input = {
        **_place(arguments),
        "login": arguments.login,
        "displayName": arguments.name or arguments.login,
        "initialPassword": _password(arguments.password_file),
        "officer": _officer(arguments),
        "inspector": _inspector(arguments),
    }
    second = await acting_client(arguments, database, keys, arguments.second)
    await _done(client, "createAccount", input, f"{arguments.login} was created.")
    await _confirm(second, arguments)
    return 0


async def _invite(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    client = await acting_client(arguments, database, keys)
    input = {
        **_place(arguments),
        "login": arguments.login,
        "displayName": arguments.name or arguments.login,
        "officer": _officer(arguments),
        "inspector": _inspector(arguments),
    }
    second = None
    if arguments.second is not None:
        second = await acting_client(arguments, database, keys, arguments.second)
    sentence = f"{arguments.login} was invited."
    payload = await _done(
        client, "inviteAccount", input, sentence, "... on AccountInvited { link }"
    )
    _show_link(arguments, payload["link"])
    if second is not None:
        await _confirm(second, arguments)
    return 0


async def _reset(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    client = await acting_client(arguments, database, keys)
    account = await _account_id(client, arguments.login)
    shows = "... on PasswordReset { link needsConfirmation }"
    sentence = f"The password of {arguments.login} can be set again."
    payload = await _done(client, "resetPassword", {"accountId": account}, sentence, shows)
    if payload["needsConfirmation"]:
        print("A second administrator confirms it: account confirm-reset.")
    else:
        _show_link(arguments, payload["link"])
    return 0


async def _confirm_reset(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    client = await acting_client(arguments, database, keys)
    account = await _account_id(client, arguments.login)
    sentence = f"The reset of {arguments.login} was confirmed."
    shows = "... on PasswordResetConfirmed { link }"
    payload = await _done(client, "confirmPasswordReset", {"accountId": account}, sentence, shows)
    _show_link(arguments, payload["link"])
    return 0


async def _recover(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    """For who can run commands on the server, where nobody is left who could reset a password: in
    nobody's name."""
    async with database.writing() as session:
        found = await accounts.by_login(session, arguments.login)
        if found is None:
            raise NotAnswered(f"There is no account {arguments.login}.")
        account = await accounts.lock(session, found.id)
        if account.disabled_at is not None:
            raise AccountIsDisabled
        link = await links.issue(
            session,
            account.id,
            accounts.purpose_of_link(account),
            by=None,
            keys=keys,
            now=_now(),
        )
        audit.record(session, "account.recovered", by=None, on=account.id, link=str(link.id))
    print(f"The password of {arguments.login} can be set again, which the audit records.")
    _show_link(arguments, links.address(keys, link.id))
    return 0


async def _enable(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    client = await acting_client(arguments, database, keys)
    input = {"accountId": await _account_id(client, arguments.login)}
    sentence = f"{arguments.login} was enabled. Its roles wait to be confirmed."
    await _done(client, "enableAccount", input, sentence)
    return 0


async def _unlock(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    client = await acting_client(arguments, database, keys)
    input = {"accountId": await _account_id(client, arguments.login)}
    await _done(client, "unlockAccount", input, f"{arguments.login} can try to sign in again.")
    return 0


async def _sessions(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    client = await acting_client(arguments, database, keys)
    account = await _account_id(client, arguments.login)
    document = (
        "query Sessions($id: ID!) { node(id: $id) { ... on Account "
        "{ sessions { id deviceId createdAt lastUsedAt expiresAt } } } }"
    )
    found = (await client.ask(document, {"id": account}))["node"]
    for each in found["sessions"] if found else ():
        print(*each.values(), sep="\t")
        if arguments.end:
            input = {"sessionId": each["id"]}
            await _done(client, "endSession", input, f"{each['id']} has ended.")
    return 0


def _show_link(arguments: argparse.Namespace, link: str | None) -> None:
    if link is None:
        print("The link was sent to the telephone.")
        return
    print("For its holder alone, and good once:")
    print(f"{arguments.address.rstrip('/')}{link}")


async def _grant(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    client = await acting_client(arguments, database, keys)
    input = {**_place(arguments), "accountId": await _account_id(client, arguments.login)}
    second = await acting_client(arguments, database, keys, arguments.second)
    await _done(client, "grantRole", input, f"{arguments.role} was granted to {arguments.login}.")
    await _confirm(second, arguments)
    return 0


async def _confirm_granted(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    await _confirm(await acting_client(arguments, database, keys), arguments)
    return 0


async def _confirm(client: InProcessClient, arguments: argparse.Namespace) -> None:
    input = {**_place(arguments), "accountId": await _account_id(client, arguments.login)}
    sentence = f"{arguments.login} now has the role {arguments.role}."
    await _done(client, "confirmGrant", input, sentence)


async def _revoke(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    client = await acting_client(arguments, database, keys)
    input = {**_place(arguments), "accountId": await _account_id(client, arguments.login)}
    await _done(
        client, "revokeRole", input, f"{arguments.login} no longer has the role {arguments.role}."
    )
    return 0


async def _disable(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    client = await acting_client(arguments, database, keys)
    input = {"accountId": await _account_id(client, arguments.login)}
    await _done(client, "disableAccount", input, f"{arguments.login} was disabled.")
    return 0


async def _conflicts(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    """Accounts from before with an administration and something beside it; `revoke` ends either."""
    async for account in _all(await acting_client(arguments, database, keys)):
        if breaks_separation(Role[grant["role"]] for grant in account["grants"]):
            print(account["id"], account["login"], _roles(account), sep="\t")
    return 0


async def _list(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    async for account in _all(await acting_client(arguments, database, keys)):
        state = "disabled" if account["isDisabled"] else "active"
        named = (account["id"], account["login"], account["displayName"])
        print(*named, state, _roles(account), sep="\t")
    return 0


def _roles(account: dict[str, Any]) -> str:
    return "; ".join(
        " ".join([grant["role"], *_names(grant["authority"], grant["institution"])])
        for grant in account["grants"]
    )


_COMMANDS = {
    "bootstrap": _bootstrap,
    "create": _create,
    "invite": _invite,
    "reset": _reset,
    "confirm-reset": _confirm_reset,
    "recover": _recover,
    "enable": _enable,
    "unlock": _unlock,
    "sessions": _sessions,
    "grant": _grant,
    "confirm": _confirm_granted,
    "revoke": _revoke,
    "disable": _disable,
    "list": _list,
    "conflicts": _conflicts,
}


async def _done(
    client: InProcessClient, mutation: str, input: dict[str, Any], sentence: str, shows: str = ""
) -> dict[str, Any]:
    """The payload, after the sentence that says what was done."""
    payload = await carried_out(client, mutation, input, shows)
    print(sentence)
    return payload


async def _account_id(client: InProcessClient, login: str) -> str:
    """The id of a login, looked up among the accounts that the actor may see."""
    if login.startswith("acct_"):
        return login
    document = (
        "query Find($login: String!) "
        "{ accounts(first: 1, filter: {login: $login}) { nodes { id } } }"
    )
    found = (await client.ask(document, {"login": login}))["accounts"]["nodes"]
    if not found:
        raise NotAnswered(f"There is no account {login} that you may see.")
    return str(found[0]["id"])


async def _all(client: InProcessClient) -> AsyncIterator[dict[str, Any]]:
    document = (
        "query List($after: String) { accounts(first: 100, after: $after) "
        f"{{ nodes {{ {_LISTED} }} pageInfo {{ hasNextPage endCursor }} }} }}"
    )
    after: str | None = None
    while True:
        variables = {} if after is None else {"after": after}
        page = (await client.ask(document, variables))["accounts"]
        for account in page["nodes"]:
            yield account
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


def _place(arguments: argparse.Namespace) -> dict[str, Any]:
    return {
        "role": arguments.role,
        "authorityId": arguments.authority,
        "institutionId": arguments.institution,
    }


def _officer(arguments: argparse.Namespace) -> dict[str, Any] | None:
    if arguments.staff_no is None:
        return None
    officer = {"staffNo": arguments.staff_no, "name": arguments.name or arguments.login}
    return officer if arguments.post is None else {**officer, "post": arguments.post}


def _inspector(arguments: argparse.Namespace) -> dict[str, Any] | None:
    if arguments.certificate_no is None:
        return None
    if arguments.valid_from is None or arguments.valid_to is None:
        raise NotAnswered("--certificate-no requires --valid-from and --valid-to.")
    return {
        "certificateNo": arguments.certificate_no,
        "validFrom": arguments.valid_from,
        "validTo": arguments.valid_to,
        "specialities": arguments.speciality or [Sector.EDUCATION.value],
        "mayLead": arguments.may_lead,
        "isExpert": arguments.expert,
    }


def _password(file: str | None) -> str:
    """From a file's first line, from standard input, or asked for twice; never from the arguments,
    which every user of the machine can read."""
    if file is None:
        if not sys.stdin.isatty():
            raise NotAnswered("There is no terminal to enter a password. Use --password-file.")
        password = getpass.getpass("Initial password: ")
        if getpass.getpass("Repeat the password: ") != password:
            raise NotAnswered("The two passwords are different. Try again.")
        return password
    try:
        text = sys.stdin.readline() if file == "-" else Path(file).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NotAnswered(f"The password cannot be read: {type(error).__name__}.") from None
    return text.splitlines()[0] if text else ""


def _names(*places: dict[str, Any] | None) -> list[str]:
    return [place["name"] for place in places if place is not None]


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
