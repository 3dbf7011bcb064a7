"""Why a whole file cannot be used, in both languages."""


class FileRefused(Exception):
    """Nothing of the file was imported; the message says why, and where in the file."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{en}. / {zh}。")
        self.zh, self.en = zh, en
