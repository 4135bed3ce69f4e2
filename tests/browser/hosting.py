"""The site as hosts deliver it, for what measures speed: compressed, and with leave to be kept."""

import gzip
import io
from functools import cache
from pathlib import Path

from tests.browser import serving

_TEXT = {".html", ".css", ".js", ".json", ".svg", ".txt", ".xml", ".md", ".ipynb"}


@cache
def packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 6)


class Handler(serving.Handler):
    """Files of text gzipped, where the browser takes that."""

    def send_head(self) -> io.BufferedIOBase | None:
        path = Path(self.translate_path(self.path.partition("?")[0]))
        path = path / "index.html" if path.is_dir() and self.path.endswith("/") else path
        if not path.is_file() or path.suffix not in _TEXT or "gzip" not in self.headers.get("Accept-Encoding", ""):
            return super().send_head()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(packed(path))))
        self.end_headers()
        return io.BytesIO(packed(path))

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "public, max-age=31536000")
        super().end_headers()

    def guess_type(self, path: str | Path) -> str:
        kind = super().guess_type(path)
        return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
