"""A digest as a page of HTML: whole in one file, to be read, kept and handed on."""

from bot.page.page import digest_page

__all__ = ["digest_page"]
