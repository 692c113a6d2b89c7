"""The settings of the systems outside: seals, couriers, mail, registers, SMS, webhooks, inspection and the credit platform."""

from __future__ import annotations

from dataclasses import dataclass

from portal import settings_checks as check
from portal.sign_in_settings import setting as _setting


@dataclass(frozen=True, kw_only=True)
class OutsideSettings:
    """Where the systems outside are, what they ask to be shown, and how patient the portal is with them."""

    seal_file: str = _setting(
        "ONEWINDOW_SEAL_FILE",
        "",
        check.words,
        "The PEM or PKCS#12 file with the key and the certificate that sign licences and letters; embedded mode makes its own.",
    )
    seal_password: str = _setting(
        "ONEWINDOW_SEAL_PASSWORD", "", check.words, "The password of that file, where it has one."
    )
    seal_url: str = _setting(
        "ONEWINDOW_SEAL_URL",
        "",
        check.url("http", "https"),
        "The seal service that signs in place of that file, with national algorithms for example, as https://host/path.",
    )
    seal_token: str = _setting(
        "ONEWINDOW_SEAL_TOKEN", "", check.words, "The secret with which the portal signs in at the seal service."
    )
    courier_url: str = _setting(
        "ONEWINDOW_COURIER_URL",
        "",
        check.url("http", "https"),
        "The courier that collects and tracks results, as https://host/path; empty means that the window writes numbers by hand.",
    )
    courier_token: str = _setting(
        "ONEWINDOW_COURIER_TOKEN", "", check.words, "The secret with which the portal signs in at the courier."
    )
    courier_address_days: int = _setting(
        "ONEWINDOW_COURIER_ADDRESS_DAYS",
        30,
        check.whole(1, 365),
        "Days after a parcel was handed over or came back after which its recipient and address are erased.",
    )
    mail_url: str = _setting(
        "MAIL_URL",
        "console://",
        check.url("console", "smtp", "smtps"),
        "How mail leaves: console:// writes it to the log, smtp://user:password@host:587 or smtps://host:465 sends it.",
    )
    antivirus_url: str = _setting(
        "ONEWINDOW_ANTIVIRUS_URL",
        "",
        check.url("tcp", "unix"),
        "The clamd that scans uploaded files, as tcp://host:3310 or unix:///path; empty means that no scan is made or owed.",
    )
    register_url: str = _setting(
        "ONEWINDOW_REGISTER_URL",
        "",
        check.url("http", "https"),
        "The business register that confirms an enterprise, as https://host/path; empty means that no check is made or owed.",
    )
    sign_up_unproven: str = _setting(
        "ONEWINDOW_SIGN_UP_UNPROVEN",
        "open",
        check.one_of("open", "waiting"),
        "Without a business register: whether a new account opens at once, not yet verified, or waits until the window has seen "
        "its papers.",
    )
    projects_url: str = _setting(
        "ONEWINDOW_PROJECTS_URL",
        "",
        check.url("http", "https"),
        "The platform of investment projects that knows a project by its code; empty means that no check is made or owed.",
    )
    certificates_url: str = _setting(
        "ONEWINDOW_CERTIFICATES_URL",
        "",
        check.url("http", "https"),
        "The library of electronic certificates that other departments issued, by credit code; empty means that they are typed.",
    )
    breaker_failures: int = _setting(
        "ONEWINDOW_BREAKER_FAILURES",
        3,
        check.whole(1, 100),
        "After how many failures within ONEWINDOW_BREAKER_WINDOW_SECONDS an outside system is left alone for a while.",
    )
    breaker_window_seconds: int = _setting(
        "ONEWINDOW_BREAKER_WINDOW_SECONDS",
        300,
        check.whole(10, 86400),
        "Seconds within which the failures of an outside system are counted together.",
    )
    breaker_rest_seconds: int = _setting(
        "ONEWINDOW_BREAKER_REST_SECONDS",
        300,
        check.whole(30, 86400),
        "Seconds for which an outside system that failed too often is left alone; then one request tries it.",
    )
    mail_from: str = _setting("MAIL_FROM", "onewindow@localhost", check.words, "The sender's address of every mail.")
    sms_url: str = _setting(
        "ONEWINDOW_SMS_URL",
        "",
        check.url("http", "https"),
        "The SMS gateway, as https://host/path, that takes a template's code with parameters; empty sends no SMS.",
    )
    sms_key: str = _setting(
        "ONEWINDOW_SMS_KEY", "", check.words, "The key with which messages to the SMS gateway are signed (HMAC-SHA256)."
    )
    sms_receipt_key: str = _setting(
        "ONEWINDOW_SMS_RECEIPT_KEY",
        "",
        check.words,
        "The key with which the SMS gateway signs its delivery receipts (HMAC-SHA256); empty takes no receipts.",
    )
    quiet_hours: str = _setting(
        "ONEWINDOW_QUIET_HOURS",
        "22:00-07:00",
        check.quiet_hours,
        "When no mail and no SMS about cases leaves for applicants, unless they must act the same day; none never holds any.",
    )
    digest_hour: int = _setting(
        "ONEWINDOW_DIGEST_HOUR",
        18,
        check.whole(0, 23),
        "The hour at which the daily mail goes out to those who chose to hear of steps once a day.",
    )
    webhook_private: bool = _setting(
        "ONEWINDOW_WEBHOOK_PRIVATE",
        False,
        check.switch,
        "on lets enterprises' webhooks lead to private addresses and to http; for a portal inside a closed network only.",
    )
    webhook_failures: int = _setting(
        "ONEWINDOW_WEBHOOK_FAILURES",
        12,
        check.whole(1, 1000),
        "Failed tries in a row after which an enterprise's webhook is paused and its owner is told.",
    )
    inspection_url: str = _setting(
        "ONEWINDOW_INSPECTION_URL",
        "",
        check.url("http", "https"),
        "Where new licences, their checks and what was found are posted for the inspection system; empty posts nothing.",
    )
    inspection_key: str = _setting(
        "ONEWINDOW_INSPECTION_KEY",
        "",
        check.words,
        "The key with which these messages are signed (HMAC-SHA256), so that the inspection system knows who sent them.",
    )
    credit_folder: str = _setting(
        "ONEWINDOW_CREDIT_FOLDER",
        "",
        check.words,
        "The folder with black/ and red/ inside into which credit lists are put as NAME@VERSION.xlsx; empty means none.",
    )
    credit_feed_url: str = _setting(
        "ONEWINDOW_CREDIT_FEED_URL",
        "",
        check.url("http", "https"),
        "The address of the credit platform's lists as JSON, asked once a night; empty means that none are fetched.",
    )
    credit_feed_key: str = _setting(
        "ONEWINDOW_CREDIT_FEED_KEY",
        "",
        check.words,
        "The key that is shown to the credit platform (Authorization: Bearer); empty shows none.",
    )
    credit_automatic: bool = _setting(
        "ONEWINDOW_CREDIT_AUTOMATIC",
        False,
        check.switch,
        "on lets a newer version of a list in use come in by itself when every line of it is right; off has a person confirm each.",
    )
    credit_shrink_percent: int = _setting(
        "ONEWINDOW_CREDIT_SHRINK_PERCENT",
        20,
        check.whole(0, 100),
        "A list that loses more than so many percent of its entries at once never comes in by itself: a person confirms it.",
    )
