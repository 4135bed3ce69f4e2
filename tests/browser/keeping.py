"""What a visit leaves in the browser, and what it may leave: the reader's own choices, and no cookie."""

from playwright.sync_api import BrowserContext, Page

# Where and under which name, without the site's address before it: and why.
ALLOWED = {
    "localStorage .__palette": "light or dark, as the reader chose; kept so that the next page has it from its first frame",
}
_LOOK = """async () => {
  const kept = [];
  for (const where of ["localStorage", "sessionStorage"]) {
    try {
      kept.push(...Object.keys(window[where]).map((key) => `${where} ${key}`));
    } catch { /* an empty page has none */ }
  }
  if (window.isSecureContext && location.protocol.startsWith("http")) {
    kept.push(...(await caches.keys()).map((name) => `cache ${name}`));
    kept.push(...(await indexedDB.databases()).map((one) => `database ${one.name}`));
    kept.push(...(await navigator.serviceWorker.getRegistrations()).map((one) => `worker ${one.scope}`));
  }
  return kept;
}"""


def kept(tab: Page) -> list[str]:
    """What the page's origin has stored, like `localStorage .__palette`."""
    return [_named(told) for told in tab.evaluate(_LOOK)]


def cookies(context: BrowserContext) -> list[str]:
    """Those that no script can see too."""
    return [f"cookie: {cookie['name']}" for cookie in context.cookies()]


def wrong(tab: Page) -> list[str]:
    """What should not have been left, a line each; of a tab that is closed, cookies only."""
    stored = [] if tab.is_closed() else kept(tab)
    return [*cookies(tab.context), *(f"kept: {one}" for one in stored if one not in ALLOWED)]


def _named(told: str) -> str:
    """Material puts the site's path before its keys: `/handbook/.__palette`."""
    where, _, key = told.partition(" ")
    return f"{where} {key.rpartition('/')[2] if where.endswith('Storage') else key}"
