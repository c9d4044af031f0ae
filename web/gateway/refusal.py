"""A request that is not served."""


class Refusal(Exception):
    """HTTP status, the id of the text that says why, and headers (`Retry_After="5"`)."""

    def __init__(self, status: int, text_id: str, **headers: str) -> None:
        self.status, self.text_id = status, text_id
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        super().__init__(f"{status} {text_id}")
