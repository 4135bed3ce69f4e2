"""Push build/notebooks to the branch that pages link to in Colab.

    NOTEBOOKS_BRANCH=notebooks python3 -m scripts.site.notebook_branch

Adds a commit to the branch, without force, and none if nothing changed. A branch that holds anything but notebooks is left
alone: a slip in the variable must not replace main. Standard library and git only, since this runs where pushing is allowed.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "notebooks"
_PERSON = {"NAME": "github-actions[bot]", "EMAIL": "41898282+github-actions[bot]@users.noreply.github.com"}


class Refused(Exception):
    """Nothing was pushed. The message says why and what to do, in one line."""


def main() -> int:
    branch = os.environ.get("NOTEBOOKS_BRANCH", "")
    if not branch:
        print("NOTEBOOKS_BRANCH names no branch; set it to the one for notebooks", file=sys.stderr)
        return 2
    try:
        print(push(FOLDER, branch, ROOT))
    except Refused as error:
        print(error, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"git {' '.join(error.cmd[1:])}: {error.stderr.strip() or error.returncode}", file=sys.stderr)
        return 1
    return 0


def push(folder: Path, branch: str, repository: Path) -> str:
    """Make `folder` the content of origin's `branch`, and say what was done. Raises Refused and CalledProcessError."""
    if not any(folder.rglob("*.ipynb")):
        raise Refused(f"{folder}: holds no notebook; run `make notebooks`")
    tip = _tip(branch, repository)
    strangers = [name for name in _names(tip, repository) if not name.endswith(".ipynb")]
    if strangers:
        raise Refused(
            f"branch {branch!r} holds {strangers[0]!r}, which is no notebook; set NOTEBOOKS_BRANCH to a branch of its own"
        )
    tree = _tree(folder, repository)
    if tip and _git(repository, "rev-parse", f"{tip}^{{tree}}") == tree:
        return f"{branch}: nothing changed"
    message = f"Notebooks of {_git(repository, 'rev-parse', '--short=12', 'HEAD')}"
    commit = _git(repository, "commit-tree", tree, *(["-p", tip] if tip else []), "-m", message)
    _git(repository, "push", "--quiet", "origin", f"{commit}:refs/heads/{branch}")
    return f"{branch}: pushed, {message[0].lower()}{message[1:]}"


def _tip(branch: str, repository: Path) -> str:
    """The commit that the branch is at, fetched; empty where there is no such branch yet."""
    reference = f"refs/heads/{branch}"
    if not _git(repository, "ls-remote", "--heads", "origin", reference):
        return ""
    _git(repository, "fetch", "--quiet", "--depth=1", "origin", reference)
    return _git(repository, "rev-parse", "FETCH_HEAD")


def _names(commit: str, repository: Path) -> list[str]:
    return _git(repository, "ls-tree", "-r", "-z", "--name-only", commit).strip("\0").split("\0") if commit else []


def _tree(folder: Path, repository: Path) -> str:
    """The folder as an object of the repository, through an index of its own."""
    with tempfile.TemporaryDirectory() as index:
        own = {
            "GIT_DIR": _git(repository, "rev-parse", "--absolute-git-dir"),
            "GIT_WORK_TREE": str(folder),
            "GIT_INDEX_FILE": str(Path(index) / "index"),
        }
        _git(folder, "add", "--all", "--force", ".", **own)
        return _git(folder, "write-tree", **own)


def _git(where: Path, *arguments: str, **environment: str) -> str:
    """What git says. It asks nobody for a password."""
    person = {f"GIT_{role}_{what}": told for role in ("AUTHOR", "COMMITTER") for what, told in _PERSON.items()}
    own = {**os.environ, **person, "GIT_TERMINAL_PROMPT": "0", **environment}
    done = subprocess.run(["git", *arguments], cwd=where, env=own, capture_output=True, text=True, check=True)
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
