"""What a form asks for as proof of who is at the screen: the password again, or a fresh sign-in at the provider."""

from __future__ import annotations

from typing import Any, Self

from flask_babel import lazy_gettext as _l

UNPROVEN: dict[str, Any] = {
    "password_provider": _l("还没有确认是您本人，或者确认已经过了时间。请通过统一身份认证再确认一次，然后提交。"),
    "password_unset": _l("这个账户没有密码。请先用邮件设一个密码，再回来提交。"),
}
"""What is missing where the account has no password."""


class AsksProof:
    """A form with the own password in it; somebody whose account has none is asked for nothing that could be typed."""

    password: Any

    def asking(self, has_password: bool) -> Self:
        """Ask for the password only where there is one; what else proves the person, the service looks at."""
        if not has_password and "password" in self:  # type: ignore[operator]
            self.password.validators = ()
        return self

    def unproven(self, code: str, wrong: Any) -> None:
        """Say what the service found; `wrong` is the form's own sentence for a password that is not the account's."""
        self.password.errors = [str(wrong if code == "wrong" else UNPROVEN[f"password_{code}"])]
