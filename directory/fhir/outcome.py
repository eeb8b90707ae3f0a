"""What could not be done, as FHIR says it."""

from typing import Any


class Problem(Exception):
    """A request that is refused: `status` is HTTP's, `code` FHIR's (IssueType), in French."""

    def __init__(
        self, status: int, code: str, text: str, *, survivor: str = "", expression: str = ""
    ) -> None:
        super().__init__(text)
        self.status, self.code, self.text = status, code, text
        self.survivor, self.expression = survivor, expression


def invalid(text: str, *, name: str = "") -> Problem:
    """400: what is asked cannot be read."""
    return Problem(400, "invalid", text, expression=name)


def unsupported(text: str, *, name: str = "") -> Problem:
    """400: what is asked is not offered."""
    return Problem(400, "not-supported", text, expression=name)


def outcome(code: str, text: str, *, expression: str = "") -> dict[str, Any]:
    """An OperationOutcome with one error."""
    issue: dict[str, Any] = {
        "severity": "error",
        "code": code,
        "details": {"text": text},
        "diagnostics": text,
    }
    if expression:
        issue["expression"] = [f"http.{expression}"]
    return {"resourceType": "OperationOutcome", "language": "fr", "issue": [issue]}
