"""A business refusal: the law or a rule says no, and the person who asked is told why.

Raised by `oscr.flow` and `oscr.law`, caught by the desks, which show `message` beside `field`.
"""


class Refused(Exception):
    """The act asked for is not allowed.

    In: `message` in plain words for the user; `cite`, the statute or manual section that says so;
    `field`, the form field it belongs to, empty when it concerns the whole act.
    """

    def __init__(self, message: str, cite: str = "", field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.cite = cite
        self.field = field

    def __str__(self) -> str:
        return f"{self.message} ({self.cite})" if self.cite else self.message
