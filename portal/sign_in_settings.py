"""The settings of signing in by OpenID Connect (统一身份认证); without an issuer there is no such way in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from portal import settings_checks as check


def setting(env: str, default: Any, read: Callable[[str], Any], sentence: str) -> Any:
    """One field of the settings: the variable that gives it, its default, how its text is read, and its sentence."""
    return field(default=default, metadata={"env": env, "read": read, "sentence": sentence})


@dataclass(frozen=True, kw_only=True)
class OpenIdSettings:
    """How the portal knows the provider, and what it takes from it."""

    oidc_issuer: str = setting(
        "ONEWINDOW_OIDC_ISSUER",
        "",
        check.issuer,
        "The issuer of the OpenID Connect provider exactly as its discovery document says it; empty offers no such sign-in.",
    )
    oidc_client_id: str = setting(
        "ONEWINDOW_OIDC_CLIENT_ID", "", check.words, "The client id under which the provider knows this portal."
    )
    oidc_client_secret: str = setting(
        "ONEWINDOW_OIDC_CLIENT_SECRET",
        "",
        check.words,
        "The client secret from the provider; empty for a public client, which PKCE alone protects.",
    )
    oidc_label: str = setting(
        "ONEWINDOW_OIDC_LABEL",
        "统一身份认证登录",
        check.words,
        "The words on the button of the sign-in page in Chinese.",
    )
    oidc_label_en: str = setting(
        "ONEWINDOW_OIDC_LABEL_EN",
        "Sign in with unified identity",
        check.words,
        "The words on the button of the sign-in page in English.",
    )
    oidc_audience: str = setting(
        "ONEWINDOW_OIDC_AUDIENCE",
        "enterprises",
        check.one_of("enterprises", "staff", "both"),
        "Who may sign in through the provider: enterprises, staff or both.",
    )
    oidc_scope: str = setting(
        "ONEWINDOW_OIDC_SCOPE",
        "openid profile",
        check.scope,
        "The scopes that are asked for, with blanks between them; openid is always among them.",
    )
    oidc_name_claim: str = setting(
        "ONEWINDOW_OIDC_NAME_CLAIM", "name", check.words, "The claim that carries the person's name."
    )
    oidc_phone_claim: str = setting(
        "ONEWINDOW_OIDC_PHONE_CLAIM",
        "phone_number",
        check.words,
        "The claim that carries the mobile number, which fills an empty field and links nothing; empty reads none.",
    )
    oidc_uscc_claim: str = setting(
        "ONEWINDOW_OIDC_USCC_CLAIM",
        "",
        check.words,
        "The claim that carries the enterprise's credit code, which fills an empty field and links nothing; empty reads none.",
    )
    oidc_uscc_proves: str = setting(
        "ONEWINDOW_OIDC_USCC_PROVES",
        "no",
        check.one_of("no", "yes"),
        "Whether that code proves that the person acts for the enterprise: yes only where the provider checks it itself.",
    )
    oidc_level_claim: str = setting(
        "ONEWINDOW_OIDC_LEVEL_CLAIM",
        "acr",
        check.words,
        "The claim that says how well the provider has checked who the person is.",
    )
    oidc_levels: str = setting(
        "ONEWINDOW_OIDC_LEVELS",
        "",
        check.words,
        "The values of that claim that are good enough to sign in, with commas between them; empty takes every value.",
    )
    oidc_strong: str = setting(
        "ONEWINDOW_OIDC_STRONG",
        "",
        check.words,
        "The values of acr or amr that stand for the portal's own second step, with commas between them, such as mfa,otp; "
        "empty asks everybody who has a second step for it.",
    )
    oidc_proof_minutes: int = setting(
        "ONEWINDOW_OIDC_PROOF_MINUTES",
        5,
        check.whole(1, 60),
        "Minutes for which signing in at the provider once more stands for the password, for accounts that have none.",
    )
    oidc_timeout: int = setting(
        "ONEWINDOW_OIDC_TIMEOUT",
        5,
        check.whole(1, 30),
        "Seconds that the provider has for an answer; after that people are told to sign in by password.",
    )
    oidc_skew: int = setting(
        "ONEWINDOW_OIDC_SKEW",
        60,
        check.whole(0, 300),
        "Seconds by which the provider's clock may differ from the portal's.",
    )
