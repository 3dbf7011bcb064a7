"""`python -m api authority …`: create, correct, move, close and list authorities.

The caller names the account that acts (`--as`), and the second person who confirms what changes what
officials reach (`--second`). Exit codes: 0 done, 1 refused, 2 not even asked.
"""

import argparse
import sys
from typing import Any

from api.commands.acting_client import NULL, NotAnswered, acting_client, carried_out
from api.commands.in_process_client import CommandRefused, InProcessClient
from api.commands.regions import region_code
from domain.authorities import AuthorityKind, Sector
from domain.refusals import Refusal
from persistence.engine.database import Database
from persistence.engine.keys import Keys

_ENTRY = "id name kind level region { code } sectors parent { name } closedAt version"
_PROPOSAL = "proposal { id }"


def add_to(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "authority", help="create, correct, move, close and list authorities"
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    _add_create(actions)
    update = _changing(actions, "update", "rename an authority, or correct what it publishes")
    _published(update)
    update.add_argument("--name", metavar="NAME")
    move = _changing(actions, "move", "give an authority another region, sectors or parent")
    move.add_argument("--region", metavar="CODE", type=region_code)
    _sectors(move)
    above = move.add_mutually_exclusive_group()
    above.add_argument("--parent", metavar="ID", help="authority above (auth_…)")
    above.add_argument("--no-parent", action="store_true", help="nothing stands above it")
    close = _changing(actions, "close", "close an authority")
    close.add_argument("--successor", metavar="ID", help="authority that takes over (auth_…)")
    for two in (move, close):
        two.add_argument(
            "--second", metavar="LOGIN", required=True, help="security administrator who confirms"
        )
    listing = actions.add_parser("list", help="list the authorities")
    _acting(listing)
    listing.add_argument("--region", metavar="CODE", type=region_code)
    listing.add_argument("--closed", action="store_true", help="those that are closed instead")
    parser.set_defaults(run=run)


def _add_create(actions: Any) -> None:
    parser = actions.add_parser("create", help="enter an authority")
    _acting(parser)
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--region", metavar="CODE", type=region_code, required=True)
    _sectors(parser, required=True)
    parser.add_argument("--parent", metavar="ID", help="authority above (auth_…)")
    parser.add_argument(
        "--kind",
        choices=[kind.value for kind in AuthorityKind],
        default=AuthorityKind.ADMIN_ORGAN.value,
    )
    _published(parser)


def _changing(actions: Any, name: str, help: str) -> Any:
    parser = actions.add_parser(name, help=help)
    _acting(parser)
    parser.add_argument("authority", metavar="ID", help="authority (auth_…), or its whole name")
    parser.add_argument("--reason", metavar="TEXT", required=True)
    return parser


def _acting(parser: Any) -> None:
    parser.add_argument(
        "--as", dest="acting", metavar="LOGIN", required=True, help="login of who acts"
    )


def _published(parser: Any) -> None:
    parser.add_argument("--phone", metavar="NUMBER", help="telephone for complaints")
    parser.add_argument("--hours", metavar="TEXT", help="when complaints are taken there")
    parser.add_argument(
        "--yearly-cap", metavar="N", type=int, help="published visits to an institution in a year"
    )


def _sectors(parser: Any, *, required: bool = False) -> None:
    choices = [sector.value for sector in Sector]
    parser.add_argument(
        "--sector", action="append", choices=choices, metavar="SECTOR", required=required
    )


async def run(arguments: argparse.Namespace, database: Database, keys: Keys) -> int:
    try:
        client = await acting_client(arguments, database, keys)
        if arguments.action == "create":
            await _create(arguments, client)
        elif arguments.action == "update":
            await _update(arguments, client)
        elif arguments.action == "list":
            await _list(arguments, client)
        else:
            second = await acting_client(arguments, database, keys, arguments.second)
            await _propose(arguments, client, second)
    except (Refusal, CommandRefused) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except NotAnswered as reason:
        print(reason, file=sys.stderr)
        return 2
    return 0


async def _create(arguments: argparse.Namespace, client: InProcessClient) -> None:
    input = {
        "kind": arguments.kind,
        "name": arguments.name,
        "regionCode": arguments.region,
        "sectors": arguments.sector,
        "parentId": arguments.parent,
        **_given(arguments),
    }
    shows = "... on AuthorityCreated { authority { id } }"
    created = await carried_out(client, "createAuthority", input, shows)
    print(created["authority"]["id"], arguments.name, sep="\t")


async def _update(arguments: argparse.Namespace, client: InProcessClient) -> None:
    input = await _change(arguments, client)
    await carried_out(
        client, "updateAuthority", {**input, "name": arguments.name, **_given(arguments)}
    )
    print(f"{arguments.authority} was corrected.")


async def _propose(
    arguments: argparse.Namespace, client: InProcessClient, second: InProcessClient
) -> None:
    """Proposed by the one, confirmed by the other; what the other may not stays proposed."""
    input = await _change(arguments, client)
    if arguments.action == "move":
        input |= {"regionCode": arguments.region, "sectors": arguments.sector}
        mutation, success = "moveAuthority", "AuthorityMoved"
    else:
        input |= {"successorId": arguments.successor}
        mutation, success = "closeAuthority", "AuthorityClosed"
    given = {name: value for name, value in input.items() if value is not None}
    if arguments.action == "move" and (arguments.parent or arguments.no_parent):
        given["parentId"] = arguments.parent or NULL
    proposed = await carried_out(client, mutation, given, f"... on {success} {{ {_PROPOSAL} }}")
    proposal = proposed["proposal"]["id"]
    print(f"{proposal} was proposed.")
    await carried_out(second, "confirmChange", {"proposalId": proposal})
    print(f"{proposal} was confirmed and is in force.")


async def _list(arguments: argparse.Namespace, client: InProcessClient) -> None:
    filter = {"isClosed": arguments.closed}
    if arguments.region:
        filter["regionCode"] = arguments.region
    async for each in _all(client, filter):
        state = "closed" if each["closedAt"] else "active"
        parent = each["parent"]["name"] if each["parent"] else ""
        named = (each["id"], each["name"], each["region"]["code"], each["level"])
        print(*named, " ".join(each["sectors"]), parent, state, sep="\t")


async def _all(client: InProcessClient, filter: dict[str, Any]) -> Any:
    document = (
        "query List($after: String, $filter: AuthorityFilter) { authorities(first: 100, after: $after,"
        f" filter: $filter) {{ nodes {{ {_ENTRY} }} pageInfo {{ hasNextPage endCursor }} }} }}"
    )
    variables: dict[str, Any] = {"filter": filter}
    while True:
        page = (await client.ask(document, variables))["authorities"]
        for each in page["nodes"]:
            yield each
        if not page["pageInfo"]["hasNextPage"]:
            return
        variables["after"] = page["pageInfo"]["endCursor"]


async def _change(arguments: argparse.Namespace, client: InProcessClient) -> dict[str, Any]:
    """The authority that is named, as it is now."""
    wanted = arguments.authority
    found = [
        each
        async for each in _all(client, {"isClosed": False} if not _is_id(wanted) else {})
        if wanted in (each["id"], each["name"])
    ]
    if len(found) != 1:
        problem = "There is no authority" if not found else "There are several authorities"
        raise NotAnswered(f"{problem} {wanted}. `authority list` has their ids.")
    return {
        "authorityId": found[0]["id"],
        "expectedVersion": found[0]["version"],
        "reason": arguments.reason,
    }


def _is_id(text: str) -> bool:
    return text.startswith("auth_")


def _given(arguments: argparse.Namespace) -> dict[str, Any]:
    return {
        "complaintPhone": arguments.phone,
        "complaintHours": arguments.hours,
        "yearlyCap": arguments.yearly_cap,
    }
