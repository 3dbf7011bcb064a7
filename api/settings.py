"""What an operator may set, read once from the environment and handed down."""

import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Any, Literal, Self, cast, get_args
from urllib.parse import urlsplit

from domain.draws.entropy import Chain, own_chain
from persistence.draws import beacons
from persistence.storage import Bucket, Folder

Environment = Literal["development", "production"]
LogLevel = Literal["debug", "info", "warning", "error"]
LogFormat = Literal["auto", "console", "json"]
Demo = Literal["auto", "off"]
Network = IPv4Network | IPv6Network


class SettingsInvalid(Exception):
    """What is wrong with the environment, all of it at once; no secret value is repeated."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("\n  ".join(("These settings cannot be used:", *problems)))


@dataclass(frozen=True, slots=True)
class Settings:
    host: str
    port: int
    data_dir: Path
    # A password may stand in it.
    database_url: str | None = field(repr=False)
    env: Environment
    secret_key_file: Path
    allowed_origins: tuple[str, ...]
    allowed_headers: tuple[str, ...]
    trusted_proxies: tuple[Network, ...]
    log_level: LogLevel
    log_format: LogFormat
    read_pool_size: int
    write_pool_size: int
    statement_timeout_ms: int
    max_answer_bytes: int
    document_cache_mb: int
    answer_cache_mb: int
    connection_wait_seconds: int
    max_connections: int
    max_head_bytes: int
    head_seconds: int
    body_seconds: int
    keep_alive_seconds: int
    access_token_minutes: int
    refresh_token_days: int
    session_days: int
    demo: Demo
    evidence_store: Path | Bucket | None
    s3_endpoint: str | None
    s3_region: str
    s3_access_key_id: str | None
    s3_secret_access_key: str | None = field(repr=False)
    beacon_chain: Chain | None
    # The receiver may be named by a token in its path.
    delivery_hook_url: str | None = field(repr=False)
    delivery_hook_secret_file: Path | None
    delivery_command: tuple[str, ...] = field(repr=False)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read every setting; an empty value means the default. Raises SettingsInvalid."""
        values: dict[str, Any] = {}
        problems: list[str] = []
        for setting in SETTINGS:
            text = environ.get(setting.name, "").strip() or setting.default
            try:
                values[setting.name.lower()] = setting.read(text)
            except ValueError as problem:
                problems.append(f"{setting.name} {problem}")
        if values.get("env") == "production" and "*" in values.get("allowed_origins", ()):
            problems.append("ALLOWED_ORIGINS may not be * while ENV=production: name each origin")
        if values.get("env") == "production" and values.get("beacon_chain"):
            problems.append(
                "BEACON_CHAIN must be empty while ENV=production: drand's chain is used"
            )
        if bool(values.get("s3_access_key_id")) != bool(values.get("s3_secret_access_key")):
            problems.append("S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY must be set together")
        if bool(values.get("delivery_hook_url")) != bool(values.get("delivery_hook_secret_file")):
            problems.append("DELIVERY_HOOK_URL and DELIVERY_HOOK_SECRET_FILE must be set together")
        if problems:
            raise SettingsInvalid(tuple(problems))
        values["secret_key_file"] = values["secret_key_file"] or values["data_dir"] / "secret.key"
        return cls(**values)

    @property
    def evidence_place(self) -> Folder | Bucket:
        """Where the bytes of evidence are kept."""
        if not isinstance(self.evidence_store, Bucket):
            return Folder(self.evidence_store or self.data_dir / "evidence")
        return replace(
            self.evidence_store,
            endpoint=self.s3_endpoint,
            region=self.s3_region,
            access_key_id=self.s3_access_key_id,
            secret_access_key=self.s3_secret_access_key,
        )

    @property
    def is_production(self) -> bool:
        return self.env == "production"

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the server by its own address."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def is_development(self) -> bool:
        """Whether this is a developer's own machine, which others cannot reach."""
        return self.is_loopback and not self.is_production

    @property
    def can_reach_phones(self) -> bool:
        """Whether codes and links get to anybody: by a channel, or on a developer's console."""
        return bool(self.delivery_hook_url or self.delivery_command) or self.is_development

    @property
    def loads_demo(self) -> bool:
        """Whether demo people may be put into a database that this run finds empty."""
        return self.demo == "auto" and not self.is_production


@dataclass(frozen=True, slots=True)
class Setting:
    """One name of the environment; `default` is written as an operator would write it."""

    name: str
    default: str
    read: Callable[[str], object]
    about: str


def _host(text: str) -> str:
    bare = text.removeprefix("[").removesuffix("]")
    if not re.fullmatch(r"[A-Za-z0-9._:%-]+", bare):
        raise ValueError("must be an address or a host name, without a scheme or a path")
    return bare


def _path(text: str) -> Path | None:
    # Absolute at once: a later change of the working directory must not move the data.
    return Path(text).expanduser().absolute() if text else None


def _store(text: str) -> Path | Bucket | None:
    if not text.startswith("s3:"):
        return _path(text)
    match = re.fullmatch(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([\w./-]*))?", text)
    if match is None:
        raise ValueError(f"must be a folder or s3://bucket/prefix, not {text[:80]!r}")
    return Bucket(match[1], (match[2] or "").strip("/"))


def _endpoint(text: str) -> str | None:
    if text and not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+(?:/[\w./-]*)?", text):
        raise ValueError("must begin with http:// or https:// and name a server")
    return text.rstrip("/") or None


def _chain(text: str) -> Chain | None:
    if not text:
        return None
    match = re.fullmatch(r"([0-9a-f]{192}),([0-9]{1,10}),([1-9][0-9]{0,5})", text)
    try:
        assert match is not None
        beacons.refuse_no_key(match[1])
    except (AssertionError, ValueError):
        raise ValueError(
            "must be a public key of G2, a genesis and a period: KEY,1700000000,3"
        ) from None
    return own_chain(match[1], int(match[2]), int(match[3]))


def _hook(text: str) -> str | None:
    if not text:
        return None
    # The address is not repeated: a token may stand in it.
    wrong = ValueError("must be an address such as https://gateway.internal/spotcheck")
    try:
        parts = urlsplit(text)
        is_right = parts.port != 0 and parts.scheme in ("http", "https") and parts.hostname
    except ValueError:
        raise wrong from None
    if not is_right or parts.username is not None or not text.isprintable() or " " in text:
        raise wrong
    return text


def _program(text: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(text))
    except ValueError as problem:
        raise ValueError(f"must be a program and its arguments: {problem}") from None


def _word(text: str) -> str | None:
    if not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError("must be one word of printable ASCII characters")
    return text or None


def _database_url(text: str) -> str | None:
    if not text:
        return None
    scheme, _, rest = text.partition("://")
    if scheme not in ("postgresql", "postgres") or not rest:
        raise ValueError("must begin with postgresql:// (or postgres://) and name a server")
    return f"postgresql://{rest}"


def _between(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
            raise ValueError(f"must be a whole number from {low} to {high}, not {text[:40]!r}")
        return int(text)

    return read


def _one_of(form: Any) -> Callable[[str], str]:
    members = cast(tuple[str, ...], get_args(form))

    def read(text: str) -> str:
        if text.lower() not in members:
            raise ValueError(f"must be one of {', '.join(members)}, not {text[:40]!r}")
        return text.lower()

    return read


def _list_of(read_item: Callable[[str], object]) -> Callable[[str], tuple[object, ...]]:
    def read(text: str) -> tuple[object, ...]:
        return tuple(read_item(item.strip()) for item in text.split(",") if item.strip())

    return read


def _origin(text: str) -> str:
    """One origin exactly as a browser sends it: lower case, no default port, no last slash."""
    if text == "*":
        return text
    origin = text.lower()
    match = re.fullmatch(r"(https?)://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?", origin)
    if not match:
        raise ValueError(
            f"must list origins such as https://app.example.org, without a path: {text[:80]!r}"
        )
    scheme, port = match.groups()
    return origin.removesuffix(f":{port}") if (scheme, port) in DEFAULT_PORTS else origin


def _header(text: str) -> str:
    if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", text) or text == "*":
        raise ValueError(f"must list names of headers, separated by commas: {text[:80]!r}")
    return text.lower()


DEFAULT_PORTS = {("http", "80"), ("https", "443")}


def _network(text: str) -> Network:
    try:
        network = ip_network(text)
    except ValueError:
        raise ValueError(
            f"must list addresses or networks such as 10.0.0.0/8, not {text[:80]!r}"
        ) from None
    if network.prefixlen == 0:
        raise ValueError("must not trust all addresses: any client could then claim any address")
    return network


SETTINGS: tuple[Setting, ...] = (
    Setting("HOST", "127.0.0.1", _host, "Address to listen on; 0.0.0.0 is every one of them."),
    Setting("PORT", "8000", _between(0, 65535), "Port to listen on; 0 takes any that is free."),
    Setting(
        "DATA_DIR",
        ".data",
        _path,
        "Folder of the embedded database, the key and the files.",
    ),
    Setting(
        "DATABASE_URL",
        "",
        _database_url,
        "Your own PostgreSQL, 16 or later; without it the embedded one is started.",
    ),
    Setting(
        "ENV",
        "development",
        _one_of(Environment),
        "production turns off demo people, GraphiQL and anonymous introspection.",
    ),
    Setting(
        "SECRET_KEY_FILE",
        "",
        _path,
        "File of 32 random bytes, made with mode 0600; secret.key in DATA_DIR when empty.",
    ),
    Setting(
        "ALLOWED_ORIGINS",
        "",
        _list_of(_origin),
        "Origins of web pages that may call the API, separated by commas; none when empty.",
    ),
    Setting(
        "ALLOWED_HEADERS",
        "traceparent,tracestate,baggage,sentry-trace,apollo-require-preflight,"
        "x-apollo-operation-name,apollographql-client-name,apollographql-client-version",
        _list_of(_header),
        "Headers that those pages may send beside ours; those of tracing and of Apollo by default.",
    ),
    Setting(
        "TRUSTED_PROXIES",
        "",
        _list_of(_network),
        "Addresses or networks whose X-Forwarded-For and X-Request-Id are believed.",
    ),
    Setting("LOG_LEVEL", "info", _one_of(LogLevel), "debug, info, warning or error."),
    Setting(
        "LOG_FORMAT",
        "auto",
        _one_of(LogFormat),
        "console or json; auto is console on a terminal in development, else json.",
    ),
    Setting("READ_POOL_SIZE", "8", _between(1, 200), "Database connections for reading."),
    Setting(
        "WRITE_POOL_SIZE",
        "8",
        _between(1, 200),
        "Database connections for transactions, and as many for single statements that write.",
    ),
    Setting(
        "STATEMENT_TIMEOUT_MS",
        "10000",
        _between(100, 600_000),
        "Milliseconds after which the database gives up a statement.",
    ),
    Setting(
        "MAX_ANSWER_BYTES",
        "16777216",
        _between(65_536, 999_999_999),
        "Bytes that one answer of /graphql may have; a larger one is refused.",
    ),
    Setting(
        "DOCUMENT_CACHE_MB",
        "64",
        _between(2, 16_384),
        "Megabytes of documents and plans that a process remembers; half of them for visitors.",
    ),
    Setting(
        "ANSWER_CACHE_MB",
        "32",
        _between(0, 16_384),
        "Megabytes of answers to visitors that a process remembers until they change; 0 for none.",
    ),
    Setting(
        "CONNECTION_WAIT_SECONDS",
        "5",
        _between(1, 60),
        "Seconds that a request waits for a connection, or for the database to be back.",
    ),
    Setting(
        "MAX_CONNECTIONS",
        "800",
        _between(1, 100_000),
        "Connections of clients at once; each is an open file of the process.",
    ),
    Setting(
        "MAX_HEAD_BYTES",
        "65536",
        _between(4096, 1_048_576),
        "Bytes of a request before its body: the address and the headers.",
    ),
    Setting(
        "HEAD_SECONDS",
        "10",
        _between(1, 600),
        "Seconds in which those bytes have to arrive.",
    ),
    Setting(
        "BODY_SECONDS",
        "60",
        _between(1, 3600),
        "Seconds in which a body has to go on by 16 KB or end, in either direction.",
    ),
    Setting(
        "KEEP_ALIVE_SECONDS",
        "75",
        _between(1, 3600),
        "Seconds that an idle connection stays open; longer than the proxy keeps it.",
    ),
    Setting(
        "ACCESS_TOKEN_MINUTES",
        "15",
        _between(1, 1440),
        "Minutes that an access token lives.",
    ),
    Setting(
        "REFRESH_TOKEN_DAYS",
        "30",
        _between(1, 365),
        "Days that a session lives without being used.",
    ),
    Setting(
        "SESSION_DAYS",
        "30",
        _between(1, 365),
        "Days after which a session ends however much it is used.",
    ),
    Setting(
        "DEMO",
        "auto",
        _one_of(Demo),
        "auto loads the demo into an empty database, never under ENV=production; off never does.",
    ),
    Setting(
        "EVIDENCE_STORE",
        "",
        _store,
        "Folder for the files of evidence, or s3://bucket/prefix; evidence in DATA_DIR when empty.",
    ),
    Setting("S3_ENDPOINT", "", _endpoint, "Server of that bucket; Amazon's own when empty."),
    Setting("S3_REGION", "us-east-1", _word, "Region of that bucket."),
    Setting(
        "S3_ACCESS_KEY_ID",
        "",
        _word,
        "Key for that bucket; when empty, the machine's own role is asked for one.",
    ),
    Setting("S3_SECRET_ACCESS_KEY", "", _word, "Secret of that key."),
    Setting(
        "BEACON_CHAIN",
        "",
        _chain,
        "KEY,GENESIS,PERIOD of a beacon of your own, to try draws with; never under ENV=production.",
    ),
    Setting(
        "DELIVERY_HOOK_URL",
        "",
        _hook,
        "Where messages are posted to, signed; yours, so it may be a private address.",
    ),
    Setting(
        "DELIVERY_HOOK_SECRET_FILE",
        "",
        _path,
        "File of the secrets they are signed with, whsec_ and base64, one on a line.",
    ),
    Setting(
        "DELIVERY_COMMAND",
        "",
        _program,
        "Program and its arguments that get a message as JSON; beside a hook, those to telephones.",
    ),
)
