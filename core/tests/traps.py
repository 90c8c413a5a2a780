"""A server that counts who knocks, and a folder with a secret: what a document must never reach."""

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import pikepdf
from PIL import Image

from core.tests.html_vectors import VECTORS

SECRET = b"det-hemmelige-ord"


@dataclass
class Trap:
    """`hits` are the addresses asked for; `vectors` the HTML that asks."""

    port: int
    folder: Path
    hits: list[str] = field(default_factory=list)

    @property
    def vectors(self):
        host = f"127.0.0.1:{self.port}"
        return {
            name: html.format(trap=f"http://{host}", host=host, folder=self.folder)
            for name, html in VECTORS.items()
        }


@contextmanager
def set_trap(folder):
    """A running Trap whose folder holds the secret."""
    (folder / "secret.txt").write_bytes(SECRET)
    Image.new("RGB", (9, 9), "red").save(folder / "img.png")
    (folder / "local.css").write_text("p{background:url(img.png)}")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            trap.hits.append(self.path)
            if self.path == "/redir-file":
                self.send_response(302)
                self.send_header("Location", f"file://{folder}/secret.txt")
            else:
                self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    trap = Trap(server.server_port, folder)
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    )
    thread.start()
    try:
        yield trap
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def contents(pdf):
    """Every byte a document carries, unpacked: where an embedded file would show."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return b"\n".join(o.read_bytes() for o in document.objects if isinstance(o, pikepdf.Stream))
