"""A notebook's cells, run top to bottom in a fresh kernel of Jupyter that starts in an empty folder. Slow to import."""

import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from traitlets.config import Config


class StoppedError(Exception):
    """A cell that did not come to its end: its index, and what it did, like `raised ValueError: no`."""

    def __init__(self, index: int, what: str) -> None:
        super().__init__(f"cells[{index}] {what}")
        self.index, self.what = index, what


def execute(notebook: NotebookNode, environment: Mapping[str, str], timeout_s: float) -> None:
    """Put what the cells print and draw into `notebook`. Raises StoppedError for the first that raises or takes longer."""
    at = [0]
    with tempfile.TemporaryDirectory() as folder:
        client = _client(notebook, Path(folder), timeout_s)
        client.on_cell_start = lambda cell, cell_index: at.__setitem__(0, cell_index)  # noqa: ARG005
        try:
            # What the process itself says, past its cells' outputs, is noise of a kernel that is shut down while it answers.
            client.execute(env={**environment, "IPYTHONDIR": folder}, stderr=subprocess.DEVNULL)
        except CellTimeoutError:
            raise StoppedError(at[0], f"took more than {timeout_s} s") from None
        except CellExecutionError as error:
            raise StoppedError(at[0], f"raised {error.ename}: {error.evalue}".splitlines()[0]) from None
        except DeadKernelError:
            raise StoppedError(at[0], "ended the kernel") from None


def _client(notebook: NotebookNode, folder: Path, timeout_s: float) -> NotebookClient:
    """Its kernel talks through files in `folder`, not through ports that others may take; the cells start in one below it."""
    start = folder / "empty"
    start.mkdir()
    sockets = {} if os.name == "nt" else {"transport": "ipc", "ip": str(folder / "kernel")}
    return NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=timeout_s,
        coalesce_streams=True,
        resources={"metadata": {"path": str(start)}},
        config=Config({"KernelManager": sockets}),
    )
