"""Every setting of the portal: the variable that gives it, its default, one sentence about it, and how it is checked."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from socket import gethostname
from typing import Any
from urllib.parse import urlsplit

from portal import settings_checks as check
from portal.actors import Role
from portal.counter_settings import CounterSettings
from portal.data_folder import SECRET_FILE, SettingError, kept_secret, private_socket
from portal.outside_settings import OutsideSettings
from portal.sign_in_settings import OpenIdSettings
from portal.sign_in_settings import setting as _setting

__all__ = ["Setting", "SettingError", "Settings", "kept_secret", "read_settings", "settings_table"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the table of settings, as the operator's handbook prints it."""

    name: str
    env: str
    default: Any
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Settings(OpenIdSettings, CounterSettings, OutsideSettings):
    """What one process of the portal runs with; made by `read_settings`, never changed afterwards."""

    data: Path = _setting(
        "ONEWINDOW_DATA",
        Path("onewindow-data"),
        check.folder,
        "The folder that holds everything in embedded mode: database, uploaded files, the queue and the secret key.",
    )
    host: str = _setting(
        "ONEWINDOW_HOST", "127.0.0.1", check.words, "The address on which `onewindow up` and `onewindow web` listen."
    )
    port: int = _setting(
        "ONEWINDOW_PORT", 8000, check.whole(1, 65535), "The port on which `onewindow up` and `onewindow web` listen."
    )
    base_url: str = _setting(
        "ONEWINDOW_BASE_URL",
        "",
        check.url("http", "https"),
        "The address people type, as printed in letters, mails and QR codes; empty means http://HOST:PORT.",
    )
    database_url: str = _setting(
        "DATABASE_URL",
        "",
        check.database,
        "PostgreSQL 15 or newer as postgresql://user:password@host/name; empty means SQLite in the data folder.",
    )
    redis_url: str = _setting(
        "REDIS_URL",
        "",
        check.url("redis", "rediss", "unix"),
        "Redis 6.2 or newer, or Valkey, for the queue and the rate limits; empty means a private one in the data folder.",
    )
    storage_url: str = _setting(
        "STORAGE_URL",
        "",
        check.url("file"),
        "The folder for uploaded files and letters as file:///path, shared by all machines; empty means the data folder.",
    )
    secret_key: str = _setting(
        "ONEWINDOW_SECRET_KEY",
        "",
        check.secret,
        "At least 32 characters that sign sessions and links; embedded mode makes its own, served mode must be given one.",
    )
    evidence_key: str = _setting(
        "ONEWINDOW_EVIDENCE_KEY",
        "",
        check.signing_key,
        "The Ed25519 key that signs evidence packages, as `onewindow journal key --new` prints it; embedded mode makes its own.",
    )
    licence_key: str = _setting(
        "ONEWINDOW_LICENCE_KEY",
        "",
        check.signing_key,
        "The Ed25519 key that signs the codes on licences, from `onewindow licence key --new`; embedded mode makes its own.",
    )
    demo: bool = _setting(
        "ONEWINDOW_DEMO",
        False,
        check.switch,
        "on shows the accounts of the demo town on the sign-in page; never switch it on where real cases are.",
    )
    guides: str = _setting(
        "ONEWINDOW_GUIDES",
        "",
        check.words,
        "The catalogue folder with the service guides (office/item/day.yaml); empty means those that come with the portal.",
    )
    centre_name: str = _setting(
        "ONEWINDOW_CENTRE_NAME",
        "临江市政务服务中心",
        check.words,
        "The service centre's name in Chinese, on pages and letters.",
    )
    centre_name_en: str = _setting(
        "ONEWINDOW_CENTRE_NAME_EN",
        "Linjiang Government Service Centre",
        check.words,
        "The service centre's name in English, on pages.",
    )
    upload_megabytes: int = _setting(
        "ONEWINDOW_UPLOAD_MB", 20, check.whole(1, 500), "The largest file that may be uploaded, in megabytes."
    )
    own_data_megabytes: int = _setting(
        "ONEWINDOW_OWN_DATA_MB",
        1024,
        check.whole(1, 100000),
        "How many megabytes of original files a person's own data may hold; what is left out is named in it.",
    )
    recording_megabytes: int = _setting(
        "ONEWINDOW_RECORDING_MB",
        200,
        check.whole(1, 2000),
        "The largest sound or film recording of a site check, in megabytes.",
    )
    site_page_hours: int = _setting(
        "ONEWINDOW_SITE_PAGE_HOURS",
        12,
        check.whole(0, 72),
        "Hours for which an opened page of a site check stays on the officer's device for use without a network; 0 keeps none.",
    )
    scan_folder: str = _setting(
        "ONEWINDOW_SCAN_FOLDER",
        "",
        check.words,
        "The folder in which scanners put down their files, with one folder inside for every counter; empty means none.",
    )
    session_minutes: int = _setting(
        "ONEWINDOW_SESSION_MINUTES", 120, check.whole(5, 1440), "Minutes without a click after which a session ends."
    )
    sign_in_limit: str = _setting(
        "ONEWINDOW_SIGN_IN_LIMIT", "10 per minute", check.rate, "How often one address may try to sign in."
    )
    second_factor: str = _setting(
        "ONEWINDOW_SECOND_FACTOR",
        "",
        check.some_of(*Role),
        "The roles that must have a second factor, with commas between them, such as decider,administrator; empty leaves it to "
        "everybody's choice.",
    )
    lookup_limit: str = _setting(
        "ONEWINDOW_LOOKUP_LIMIT",
        "30 per minute",
        check.rate,
        "How often one address may look up a case or verify a licence without signing in.",
    )
    proxies: int = _setting(
        "ONEWINDOW_PROXIES",
        0,
        check.whole(0, 5),
        "How many reverse proxies of your own stand in front, so that the visitor's address is read from the right one.",
    )
    web_processes: int = _setting("ONEWINDOW_WEB_PROCESSES", 2, check.whole(1, 64), "Web server processes.")
    web_threads: int = _setting("ONEWINDOW_WEB_THREADS", 4, check.whole(1, 64), "Threads in each web server process.")
    first_contact: str = _setting(
        "ONEWINDOW_FIRST_CONTACT",
        "name_and_phone",
        check.one_of("name_and_phone", "name", "phone", "nothing"),
        "What applicants are told of the officer who took their case: name_and_phone (of the office), name, phone or nothing.",
    )
    unowned_days: int = _setting(
        "ONEWINDOW_UNOWNED_DAYS",
        1,
        check.whole(0, 30),
        "Days after which an application that nobody took is reported to the head of the window; whose officer left is at once.",
    )
    presence_seconds: int = _setting(
        "ONEWINDOW_PRESENCE_SECONDS",
        90,
        check.whole(15, 600),
        "Seconds after its last sign of life until an open desk no longer shows as being worked on.",
    )
    sweep_seconds: int = _setting(
        "ONEWINDOW_SWEEP_SECONDS",
        60,
        check.whole(1, 3600),
        "Seconds between two sweeps for what has become due and what is still to be sent.",
    )
    decision_undo_minutes: int = _setting(
        "ONEWINDOW_DECISION_UNDO_MINUTES",
        10,
        check.whole(0, 120),
        "Minutes for which a signed decision can be taken back before its letter, mail and publication leave; 0 sends at once.",
    )
    credit_objection_days: int = _setting(
        "ONEWINDOW_CREDIT_OBJECTION_DAYS",
        5,
        check.whole(1, 20),
        "Working days within which an objection to an entry of a credit list is answered.",
    )
    credit_objection_extended_days: int = _setting(
        "ONEWINDOW_CREDIT_OBJECTION_EXTENDED_DAYS",
        20,
        check.whole(1, 60),
        "Working days from its filing within which an objection is answered where the period was extended, once and with reasons.",
    )

    @property
    def embedded(self) -> bool:
        """True when the database is the SQLite file of the data folder."""
        return self.database_url.startswith("sqlite:")

    def environ(self) -> dict[str, str]:
        """Return the variables that give another process exactly these settings."""
        return {one.metadata["env"]: _written(getattr(self, one.name)) for one in fields(self)}

    @property
    def limiter_url(self) -> str:
        """Return the Redis address as the rate limiter spells it."""
        return self.redis_url.replace("unix://", "redis+unix://", 1)

    @property
    def factor_roles(self) -> frozenset[str]:
        """Return the roles that `second_factor` names."""
        return frozenset(one for one in self.second_factor.split(",") if one)

    @property
    def files(self) -> Path:
        """Return the folder that `storage_url` names."""
        return Path(urlsplit(self.storage_url).path)


def settings_table() -> Iterator[Setting]:
    """Yield every setting there is, in the order of the operator's handbook."""
    for one in fields(Settings):
        yield Setting(one.name, one.metadata["env"], one.default, one.metadata["sentence"])


def read_settings(environ: Mapping[str, str] | None = None, *, create: bool = True, **chosen: Any) -> Settings:
    """Return the settings of this process: `chosen` (what the command line says), then the environment, then defaults.

    In embedded mode the data folder and its secret key are made when missing; without `create` that raises SettingError.
    """
    environ = os.environ if environ is None else environ
    values = {one.name: _read(one.metadata, environ) for one in fields(Settings) if environ.get(one.metadata["env"])}
    values.update({name: value for name, value in chosen.items() if value is not None})
    return _complete(Settings(**values), create)


def _read(metadata: Mapping[str, Any], environ: Mapping[str, str]) -> Any:
    env = metadata["env"]
    try:
        return metadata["read"](environ[env].strip())
    except ValueError as wrong:
        raise SettingError(f"{env} {wrong}") from None


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)


def _complete(given: Settings, create: bool) -> Settings:
    data = Path(given.data).expanduser().resolve()
    if not create and not given.secret_key and not (data / SECRET_FILE).exists():
        raise SettingError(f"There is no portal in {data} yet. Start one with: onewindow up --data {data}")
    served = given.database_url.startswith("postgresql")
    if served and not given.secret_key:
        raise SettingError(
            "ONEWINDOW_SECRET_KEY is missing, and DATABASE_URL says that several machines may share it. "
            'Make one with: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    if given.oidc_issuer and not given.oidc_client_id:
        raise SettingError(
            "ONEWINDOW_OIDC_CLIENT_ID is missing. Write the client id that the OpenID provider has given you."
        )
    values = {one.name: getattr(given, one.name) for one in fields(Settings)}
    values.update(
        data=data,
        database_url=given.database_url or f"sqlite:///{data / 'onewindow.db'}",
        redis_url=given.redis_url or f"unix://{private_socket(data)}",
        storage_url=given.storage_url or f"file://{data / 'files'}",
        base_url=(given.base_url or _own_address(given.host, given.port)).rstrip("/"),
        secret_key=given.secret_key or kept_secret(data, SECRET_FILE, lambda: secrets.token_urlsafe(48)),
    )
    return Settings(**values)


def _own_address(host: str, port: int) -> str:
    """Return the address that people type when no other was given; a machine that listens everywhere has a name."""
    name = gethostname() if host in ("0.0.0.0", "::") else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"
