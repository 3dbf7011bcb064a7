"""The command-line arguments of `python -m api account …`."""

import argparse
from typing import Any

from domain.authorities import Sector
from domain.roles import Role


def add_to(subparsers: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "account", help="create, disable and list accounts, grant and revoke roles"
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    _add_bootstrap(actions)
    _add_create(actions)
    for name, help in _ROLES.items():
        placed = _placed(_acting(actions.add_parser(name, help=help), name, login=True))
        if name == "grant":
            _with_second(placed)
    _add_invite(actions)
    for name, help in _ON_ACCOUNTS.items():
        parser_of = _acting(actions.add_parser(name, help=help), name, login=True)
        if name in ("reset", "confirm-reset"):
            _with_address(parser_of)
        if name == "sessions":
            parser_of.add_argument("--end", action="store_true", help="end them, too")
    recover = actions.add_parser(
        "recover", help="make a link to set a password, where no administrator is left to do it"
    )
    recover.add_argument("login", metavar="LOGIN", help="login of the account")
    _with_address(recover)
    _acting(
        actions.add_parser("list", help="list the accounts that the acting account may see"),
        "list",
        login=False,
    )
    _acting(
        actions.add_parser(
            "conflicts", help="list who holds an administration and another role beside it"
        ),
        "list",
        login=False,
    )
    return parser


_ROLES = {
    "grant": "grant a role, and have the second person confirm it",
    "confirm": "confirm a role that another administrator granted",
    "revoke": "revoke a role",
}


_ON_ACCOUNTS = {
    "disable": "disable an account",
    "enable": "let an account that was disabled sign in again",
    "reset": "make a link with which the holder of an account sets another password",
    "confirm-reset": "confirm the reset of an administrator's password",
    "unlock": "forget the wrong passwords that were entered for an account",
    "sessions": "list the devices that are signed in to an account",
}


def _add_bootstrap(actions: Any) -> None:
    parser = actions.add_parser(
        "bootstrap", help="create the three administrators, or those of them that are lacking"
    )
    parser.add_argument("login", metavar="LOGIN", help="login of the system administrator")
    for who in ("security", "audit"):
        parser.add_argument(
            f"{who}_login", metavar=f"{who.upper()}_LOGIN", help=f"login of the {who} administrator"
        )
    parser.add_argument(
        "--name",
        metavar="NAME",
        help="display name of the system administrator; default: the login",
    )
    parser.add_argument(
        "--authority-name", metavar="NAME", default="国家平台", help="name of its authority"
    )


def _add_invite(actions: Any) -> None:
    parser = _placed(
        _acting(
            actions.add_parser("invite", help="create an account, and a link to set its password"),
            "invite",
            login=True,
        )
    )
    _with_second(parser, required=False)
    _with_address(parser)
    _with_person(parser)


def _add_create(actions: Any) -> None:
    # Nothing abbreviated: `--password` would be taken for the file's option, and its value said.
    parser = _placed(
        _acting(
            actions.add_parser("create", help="create an account", allow_abbrev=False),
            "make",
            login=True,
        )
    )
    _with_second(parser)
    parser.add_argument(
        "--password-file",
        metavar="FILE",
        help="file whose first line is the password; - is standard input",
    )
    _with_person(parser)


def _with_person(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", metavar="NAME", help="display name; default: the login")
    staff = parser.add_argument_group("staff member of an authority")
    staff.add_argument("--staff-no", metavar="NO")
    staff.add_argument("--post", metavar="POST")
    inspector = parser.add_argument_group("inspector")
    inspector.add_argument("--certificate-no", metavar="NO")
    inspector.add_argument("--valid-from", metavar="YYYY-MM-DD")
    inspector.add_argument("--valid-to", metavar="YYYY-MM-DD")
    inspector.add_argument(
        "--speciality", action="append", choices=[sector.value for sector in Sector]
    )
    inspector.add_argument("--may-lead", action="store_true")
    inspector.add_argument("--expert", action="store_true")


def _acting(
    parser: argparse.ArgumentParser, transaction: str, *, login: bool
) -> argparse.ArgumentParser:
    if login:
        parser.add_argument("login", metavar="LOGIN", help="login or id (acct_…) of the account")
    parser.add_argument(
        "--as",
        dest="acting",
        metavar="LOGIN",
        required=True,
        help=f"login of the account that acts ({transaction})",
    )
    return parser


def _with_address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--address",
        metavar="URL",
        default="",
        help="address at which people reach this server, put before the link",
    )


def _with_second(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    parser.add_argument(
        "--second",
        metavar="LOGIN",
        required=required,
        help="login of the security administrator who confirms the role",
    )


def _placed(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    roles = [role.value for role in Role if role is not Role.PARENT]
    parser.add_argument(
        "--role", choices=roles, metavar="ROLE", required=True, help=", ".join(roles)
    )
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--authority", metavar="ID", help="authority of the role (auth_…)")
    place.add_argument("--institution", metavar="ID", help="institution of the role (inst_…)")
    return parser
