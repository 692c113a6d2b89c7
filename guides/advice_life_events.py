"""The sentences of the linter about life events: what they name and what they leave out."""

from __future__ import annotations

from guides.advice_types import Advice

ADVICE: dict[str, Advice] = {
    "event_item": (
        "error",
        ("目录里没有“{item}”这个事项。", "The catalogue has no item {item}."),
        (
            "写目录里的事项；要说明的事没有指南的，删去 item，写 name。",
            "Name an item of the catalogue; where there is no guide for it, give the step a name instead.",
        ),
    ),
    "event_answer": (
        "error",
        (
            "“{item}”的指南没有这样问“{name}”，或者没有这个答案。",
            "The guide of {item} does not ask {name}, or knows no such answer.",
        ),
        (
            "照那份指南 questions 里的字段和选项写。",
            "Write a field of its questions, and one of the answers that it offers.",
        ),
    ),
    "event_limit": (
        "error",
        (
            "“{item}”的指南没有“{name}”这个申请人的期限。",
            "The guide of {item} has no period {name} for the applicant.",
        ),
        ("照那份指南 applicant_limits 里的标识写。", "Write an id of its applicant_limits."),
    ),
    "item_in_no_event": (
        "warning",
        ("“{name}”（{item}）没有归到任何一件事。", "No event leads to {item} ({name})."),
        ("归到一件事里；没有合适的，另写一件。", "Add it to an event, or write one for it."),
    ),
}
