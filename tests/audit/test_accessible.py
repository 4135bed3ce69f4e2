"""Every page, in both languages and both schemes, without any violation that axe knows."""

from tests.browser.conftest import Visitor, browser, context, home, visitor  # noqa: F401
from tests.browser.test_pages import check_accessible, each_page, each_scheme


@each_scheme
@each_page
def test_a_page_is_accessible(visitor: Visitor, locale: str, name: str, scheme: str) -> None:  # noqa: F811
    check_accessible(visitor, locale, name, scheme)
