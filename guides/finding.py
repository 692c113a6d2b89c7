"""What a check of a guide finds: how serious, where, which code, what is the matter and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guides.advice import Severity, advise
from guides.source import Path, Source
from guides.text import Text

Found = tuple[Path, str, dict[str, object]]
"""A place, the code of what is the matter there, and the facts its sentences need."""


@dataclass(frozen=True)
class LintFinding:
    """One thing the linter found: how serious, where, which code, what is the matter and what to do about it."""

    severity: Severity
    file: str
    line: int
    key: str
    code: str
    message: Text
    remedy: Text

    def plain(self) -> dict[str, object]:
        """Return the finding as the object that `--json` prints."""
        return {
            "severity": self.severity,
            "file": self.file,
            "line": self.line,
            "key": self.key,
            "code": self.code,
            "message": {"zh": self.message.zh, "en": self.message.en},
            "remedy": {"zh": self.remedy.zh, "en": self.remedy.en},
        }


def located(found: Iterable[Found], source: Source, name: str) -> Iterator[LintFinding]:
    """Yield what was found in one file with its line, key and sentences."""
    for path, code, facts in found:
        severity, message, remedy = advise(code, **facts)
        yield LintFinding(severity, name, source.line(path), source.key(path), code, message, remedy)


def in_order(found: Iterable[LintFinding]) -> tuple[LintFinding, ...]:
    """Return each finding once, in reading order."""
    return tuple(sorted(set(found), key=lambda one: (one.file, one.line, one.key, one.code, one.message.zh)))
