"""What can go wrong when a file is read, told to the person who has the file."""

from __future__ import annotations

from graph.errors import RenkeiError


class ReadError(RenkeiError):
    """A file that cannot be read as a document.

    ``detail`` says the file, the place in it (sheet, page, line; where known), what is wrong and what to do.
    """

    http_status = 422

    def __init__(self, file: str, what: str, remedy: str, place: str = "") -> None:
        super().__init__(f"{file}{f'（{place}）' if place else ''}: {what}。{remedy}")
        self.file, self.place, self.what, self.remedy = file, place, what, remedy

    def __reduce__(self) -> tuple[type[ReadError], tuple[str, str, str, str]]:
        """Files are read in processes of their own, so the error travels between them."""
        return type(self), (self.file, self.what, self.remedy, self.place)
