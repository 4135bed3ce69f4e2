"""The address of a new issue that already names what it is about: page, section, language, torch, commit.

Only a link: nothing is asked for before a reader follows it, and without a repository there is none.
"""

from urllib.parse import quote, urlencode, urlsplit

from scripts.render.ran import Run
from scripts.render.words import Words

# Stand in the address that a script fills in, for the section whose link it makes; nothing in them is percent-encoded.
SECTION, ANCHOR = "__section__", "__anchor__"


def issue(repository: str, title: str, body: str) -> str:
    """Where the repository's host takes a new issue; GitHub's form, which Gitea and Forgejo understand, or GitLab's."""
    root = repository.rstrip("/").removesuffix(".git")
    path, names = (
        ("/-/issues/new", ("issue[title]", "issue[description]"))
        if _is_gitlab(root)
        else ("/issues/new", ("title", "body"))
    )
    return f"{root}{path}?{urlencode(dict(zip(names, (title, body), strict=True)), quote_via=quote)}"


def edit_uri(repository: str) -> str:
    """Where the host edits a page, below the repository's address; empty without one."""
    return ("-/" if _is_gitlab(repository) else "") + "edit/main/docs/" if repository else ""


def about(repository: str, say: Words, page: str, url: str, run: Run, section: str = "", anchor: str = "") -> str:
    """The issue about a page, `page` being like `modes/no-grad`, or about one of its sections."""
    title = say("feedback.title", page=page, section=section or say("feedback.whole_page"))
    commit = run.record["git"]["commit"] or say("site.commit_unknown")
    body = say(
        "feedback.body",
        url=f"{url}#{anchor}" if anchor else url,
        section=section or say("feedback.whole_page"),
        language=say("feedback.language"),
        commit=commit,
        **{key: run.told[key] for key in ("torch", "date")},
    )
    return issue(repository, title, body)


def _is_gitlab(repository: str) -> bool:
    return "gitlab" in (urlsplit(repository).hostname or "")
