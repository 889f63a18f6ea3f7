"""The site as its author sees it: `pelican`, or `pelican --autoreload --listen`."""

SITENAME = "Dunes and lakes"
SITEURL = ""
RELATIVE_URLS = True

PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
STATIC_PATHS = ["pictures"]
ARTICLE_PATHS = ["articles"]
PAGE_PATHS = ["pages"]

TIMEZONE = "UTC"
DEFAULT_LANG = "en"
DEFAULT_DATE_FORMAT = "%Y-%m-%d"
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None

PLUGINS = ["pixmill"]
PIXMILL = {
    "preset": "balanced",
    "exclude": ["**/raw/**"],
}
