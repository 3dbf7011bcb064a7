import re
from ipaddress import ip_network
from pathlib import Path

import pytest

from api.settings import SETTINGS, Settings, SettingsInvalid
from persistence.storage import Bucket, Folder
from tests import beacons

ROOT = Path(__file__).parents[2]
NAMES = {setting.name for setting in SETTINGS}


def test_nothing_set_gives_a_system_that_works_on_this_machine() -> None:
    settings = Settings.from_environment({})

    assert (settings.host, settings.port, settings.env) == ("127.0.0.1", 8000, "development")
    assert settings.data_dir == Path.cwd() / ".data"
    assert settings.secret_key_file == settings.data_dir / "secret.key"
    assert settings.database_url is None
    assert settings.is_loopback
    assert settings.loads_demo


def test_an_empty_value_means_the_default() -> None:
    blank = dict.fromkeys(NAMES, "  ")

    assert Settings.from_environment(blank) == Settings.from_environment({})


def test_everything_can_be_set() -> None:
    settings = Settings.from_environment(
        {
            "HOST": "0.0.0.0",  # noqa: S104
            "PORT": "80",
            "DATA_DIR": "/srv/督查 数据",
            "DATABASE_URL": "postgres://clerk:secret@db/register",
            "ENV": "Production",
            "SECRET_KEY_FILE": "/run/key",
            "ALLOWED_ORIGINS": "https://App.example.org:443, http://localhost:5173,",
            "ALLOWED_HEADERS": "X-Trace, b3",
            "TRUSTED_PROXIES": "10.0.0.0/8,::1",
            "LOG_LEVEL": "WARNING",
            "LOG_FORMAT": "json",
            "DEMO": "auto",
            "EVIDENCE_STORE": "s3://evidence/督查/2026/",
            "S3_ENDPOINT": "https://minio.internal:9000/",
            "S3_REGION": "cn-north-1",
            "S3_ACCESS_KEY_ID": "clerk",
            "S3_SECRET_ACCESS_KEY": "hunter2",
        }
    )

    assert settings.data_dir == Path("/srv/督查 数据")
    assert settings.database_url == "postgresql://clerk:secret@db/register"
    assert settings.secret_key_file == Path("/run/key")
    assert settings.allowed_origins == ("https://app.example.org", "http://localhost:5173")
    assert settings.allowed_headers == ("x-trace", "b3")
    assert settings.trusted_proxies == (ip_network("10.0.0.0/8"), ip_network("::1"))
    assert settings.log_level == "warning"
    assert settings.evidence_place == Bucket(
        "evidence",
        "督查/2026",
        "https://minio.internal:9000",
        "cn-north-1",
        "clerk",
        "hunter2",
    )
    assert "hunter2" not in repr(settings)
    assert settings.is_production
    assert not settings.is_loopback
    assert not settings.loads_demo


def test_all_faults_are_told_at_once_and_no_password_with_them() -> None:
    environ = {
        "PORT": "80000",
        "DATABASE_URL": "mysql://clerk:hunter2@db/register",
        "ENV": "prod",
        "LOG_LEVEL": "loud",
        "READ_POOL_SIZE": "0",
        "WRITE_POOL_SIZE": "٣",
    }

    with pytest.raises(SettingsInvalid) as refused:
        Settings.from_environment(environ)

    assert [problem.split()[0] for problem in refused.value.problems] == list(environ)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("HOST", "http://127.0.0.1"),
        ("HOST", "127.0.0.1/x"),
        ("PORT", "eighty"),
        ("PORT", "-1"),
        ("DATABASE_URL", "postgresql+asyncpg://db/register"),
        ("DATABASE_URL", "postgresql://"),
        ("ALLOWED_ORIGINS", "https://app.example.org/"),
        ("ALLOWED_ORIGINS", "app.example.org"),
        ("ALLOWED_ORIGINS", "null"),
        ("ALLOWED_ORIGINS", "https://a:b@example.org"),
        ("ALLOWED_HEADERS", "*"),
        ("ALLOWED_HEADERS", "x-one x-two"),
        ("DOCUMENT_CACHE_MB", "1"),
        ("ANSWER_CACHE_MB", "-1"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("TRUSTED_PROXIES", "proxy.internal"),
        ("TRUSTED_PROXIES", "0.0.0.0/0"),
        ("STATEMENT_TIMEOUT_MS", "10s"),
        ("EVIDENCE_STORE", "s3://"),
        ("EVIDENCE_STORE", "s3://Bucket"),
        ("EVIDENCE_STORE", "s3://bucket?key=hunter2"),
        ("S3_ENDPOINT", "minio:9000"),
        ("S3_REGION", "two words"),
        ("DELIVERY_HOOK_URL", "gateway.internal/sms"),
        ("DELIVERY_HOOK_URL", "ftp://gateway.internal"),
        ("DELIVERY_HOOK_URL", "https://clerk:hunter2@gateway.internal"),
        ("DELIVERY_HOOK_URL", "https://gateway.internal:http/"),
        ("DELIVERY_COMMAND", "send 'half a word"),
        ("BEACON_CHAIN", "quicknet"),
        ("BEACON_CHAIN", f"{'00' * 96},1700000000,3"),
        ("BEACON_CHAIN", f"c0{'00' * 95},1700000000,3"),
    ],
    ids=lambda text: re.sub(r"\W+", "-", text[:40]),
)
def test_a_malformed_value_is_named(name: str, text: str) -> None:
    with pytest.raises(SettingsInvalid, match=f"{name} m"):
        Settings.from_environment({name: text})


def test_evidence_is_kept_beside_the_database_unless_told_otherwise() -> None:
    assert Settings.from_environment({}).evidence_place == Folder(Path.cwd() / ".data/evidence")

    elsewhere = Settings.from_environment({"EVIDENCE_STORE": "/srv/evidence"})

    assert elsewhere.evidence_place == Folder(Path("/srv/evidence"))


def test_half_a_key_is_none() -> None:
    with pytest.raises(SettingsInvalid, match="set together"):
        Settings.from_environment({"S3_ACCESS_KEY_ID": "clerk"})


def test_a_beacon_of_ones_own_is_for_trials() -> None:
    chain = beacons.CHAIN
    environ = {"BEACON_CHAIN": f"{chain.public_key},{chain.genesis},{chain.period}"}

    assert Settings.from_environment(environ).beacon_chain == chain
    with pytest.raises(SettingsInvalid, match="BEACON_CHAIN must be empty while ENV=production"):
        Settings.from_environment({**environ, "ENV": "production"})


def test_any_origin_may_call_in_development_only() -> None:
    assert Settings.from_environment({"ALLOWED_ORIGINS": "*"}).allowed_origins == ("*",)

    with pytest.raises(SettingsInvalid, match="name each origin"):
        Settings.from_environment({"ALLOWED_ORIGINS": "*", "ENV": "production"})


@pytest.mark.parametrize(
    ("host", "is_loopback"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104
        ("::", False),
        ("localhost.example.org", False),
    ],
)
def test_loopback_is_told_from_the_world(host: str, is_loopback: bool) -> None:
    assert Settings.from_environment({"HOST": host}).is_loopback is is_loopback


def test_the_database_password_is_not_shown() -> None:
    settings = Settings.from_environment({"DATABASE_URL": "postgresql://clerk:hunter2@db/register"})

    assert "hunter2" not in repr(settings)


def test_the_example_names_every_setting_with_its_default_and_its_meaning() -> None:
    example = (ROOT / ".env.example").read_text()

    written = re.findall(r"^# (.+)\n# ([A-Z0-9_]+)=(.*)$", example, re.MULTILINE)

    assert written == [(setting.about, setting.name, setting.default) for setting in SETTINGS]


def test_the_operators_page_has_every_setting_and_the_readme_those_that_matter() -> None:
    promised = [(setting.name, setting.default, setting.about) for setting in SETTINGS]

    assert settings_of("docs/operating.md") == promised
    readme = settings_of("README.md")
    assert {"HOST", "PORT", "DATA_DIR", "DATABASE_URL", "ENV"} <= {name for name, _, _ in readme}
    assert [row for row in readme if row not in promised] == []


def settings_of(page: str) -> list[tuple[str, str, str]]:
    """The rows of a page's table of settings, without the marks of code."""
    text = (ROOT / page).read_text("utf-8")
    rows = re.findall(r"^\| `([A-Z][A-Z0-9_]+)` \|(.*)\|(.*)\|$", text, re.MULTILINE)
    return [(name, *(cell.replace("`", "").strip() for cell in cells)) for name, *cells in rows]


def test_a_hook_is_never_unsigned() -> None:
    with pytest.raises(SettingsInvalid, match="set together"):
        Settings.from_environment({"DELIVERY_HOOK_URL": "https://gateway.internal"})


def test_telephones_are_reached_by_a_channel_or_on_a_developers_own_machine() -> None:
    def reached(**environment: str) -> bool:
        return Settings.from_environment(environment).can_reach_phones

    hook = {"DELIVERY_HOOK_URL": "http://10.0.0.7/in", "DELIVERY_HOOK_SECRET_FILE": "/run/hook"}
    assert reached()
    assert not reached(ENV="production")
    assert not reached(HOST="192.0.2.1")
    assert reached(ENV="production", **hook)
    assert reached(ENV="production", DELIVERY_COMMAND="/usr/local/bin/sms --quiet")
