"""What a page of a case says when an act was not done: what was filled in wrong, or why it is not allowed and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm

from portal.services.decision import DecisionView
from portal.services.inspection import UploadError
from portal.web import review_refusals, upload_words
from portal.web.refusals import words_of
from workflows.refusal import Refusal


def answers(view: DecisionView, bound: Mapping[str, FlaskForm] | None, refusal: Refusal | None) -> dict[str, Any]:
    """What the templates of a case need of it; `bound` are the forms that came back, `refusal` is why the act was refused."""
    wrong = [form for form in (bound or {}).values() if form.errors]
    return {
        "wrong": wrong,
        "form": wrong[0] if wrong else None,
        "said": words_of(refusal) if refusal else None,
        "detail": review_refusals.detail(refusal, view) if refusal else "",
        "failed": refusal is not None,
    }


def complete(form: Any, missing: str) -> bool:
    """Whether a form was filled in and its signed paper chosen; `missing` stands beside the paper where it was not."""
    valid: bool = form.validate()
    if form.scan.data is None:
        form.scan.errors = [*form.scan.errors, missing]
    return valid and form.scan.data is not None


def unreadable(form: Any, error: UploadError) -> None:
    """Say beside the signed paper why the file cannot be taken."""
    form.scan.errors = [upload_words.words_of(error, form.scan.data.filename)]
