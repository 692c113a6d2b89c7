"""The electronic licence identifier of GB/T 36904-2018 and its check character (R116)."""

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ROOT = "1.2.156.3005.2"
"""The node under which every electronic licence identifier stands."""


def check_character(body: str) -> str:
    """The ISO 7064 MOD 37,36 check character of a string of digits and capital letters.

    Raises ValueError where the string holds anything else.
    """
    remainder = 36
    for character in body:
        remainder = (remainder + _ALPHABET.index(character)) % 36 or 36
        remainder = remainder * 2 % 37
    return _ALPHABET[(37 - remainder) % 36]


def licence_identifier(type_code: str, issuer: str, serial: str, version: int = 1) -> str:
    """The identifier of a certificate: root, type (21), issuer, serial, version (3 digits), check character (R116).

    Raises ValueError where a part holds anything but digits and capital letters, or the version is not 1 to 999.
    """
    if not 1 <= version <= 999:
        raise ValueError(f"version {version} is not 1 to 999")
    parts = (type_code, issuer, serial, f"{version:03d}")
    return ".".join((ROOT, *parts, check_character("".join(parts))))


def is_licence_identifier(text: str) -> bool:
    """Whether a text is an identifier whose check character is right (R116)."""
    parts = text.removeprefix(ROOT + ".").split(".")
    if not text.startswith(ROOT + ".") or len(parts) != 5:
        return False
    *body, check = parts
    if not all(body) or not set("".join(body)) <= set(_ALPHABET):
        return False
    return check_character("".join(body)) == check
