"""The core of Pullquote: articles in, a true digest out.

Pure and synchronous: values in, values out. It reads no file, opens no connection and knows no clock. Whatever it hands on
to be shown is a slice of an article's text.
"""

from digest.analysis import ANALYSIS_VERSION, Analysis, Analyst, analyse, read_analysis, write_analysis
from digest.answers import Answer, Band, Index, LookedAt, Thread, Turn, answer, index_articles
from digest.articles import read_article, with_id
from digest.compose import make_digest
from digest.decoding import decode_text
from digest.discovery import find_feeds
from digest.edition import (
    Difference,
    Digest,
    Length,
    Point,
    Preferences,
    Skipped,
    SkipReason,
    Story,
    StoryQuote,
    Style,
    Window,
)
from digest.embedding import Embedder, load_embedder
from digest.errors import (
    BadAnalysis,
    BadFilter,
    DigestError,
    NoArticleText,
    NoModel,
    NotAFeed,
    ReadingError,
    TooLong,
    UnknownMethod,
)
from digest.export import as_data, quotes_as_data
from digest.export_answers import answer_as_data, looked_at_words, named_surely
from digest.feed_rules import FeedKind, FoundFeed, feeds_by_rule, well_known_feeds
from digest.feeds import newest_items, read_feed
from digest.filters import LONGEST_FILTER, Filter, first_match, read_filter
from digest.meanings import Embed
from digest.opml import read_opml, write_opml
from digest.quotes import find_quotes, pick_quotes
from digest.reading import Format, item_id, read_item, read_page, recognise
from digest.sentences import sentences_of
from digest.stories import StoryGroup, StoryIndex, group_stories
from digest.summarizers import DEFAULT_METHOD, methods, summarize
from digest.types import (
    Article,
    Citation,
    Dropped,
    DropReason,
    Feed,
    FeedItem,
    Kind,
    NamedBy,
    Quote,
    QuoteKind,
    Sentence,
    Source,
    Span,
    Speaker,
)
from digest.words import leans, split_words

__all__ = [
    "ANALYSIS_VERSION",
    "DEFAULT_METHOD",
    "LONGEST_FILTER",
    "Analysis",
    "Analyst",
    "Answer",
    "Article",
    "BadAnalysis",
    "BadFilter",
    "Band",
    "Citation",
    "Difference",
    "Digest",
    "DigestError",
    "DropReason",
    "Dropped",
    "Embed",
    "Embedder",
    "Feed",
    "FeedItem",
    "FeedKind",
    "Filter",
    "Format",
    "FoundFeed",
    "Index",
    "Kind",
    "Length",
    "LookedAt",
    "NamedBy",
    "NoArticleText",
    "NoModel",
    "NotAFeed",
    "Point",
    "Preferences",
    "Quote",
    "QuoteKind",
    "ReadingError",
    "Sentence",
    "SkipReason",
    "Skipped",
    "Source",
    "Span",
    "Speaker",
    "Story",
    "StoryGroup",
    "StoryIndex",
    "StoryQuote",
    "Style",
    "Thread",
    "TooLong",
    "Turn",
    "UnknownMethod",
    "Window",
    "analyse",
    "answer",
    "answer_as_data",
    "as_data",
    "decode_text",
    "feeds_by_rule",
    "find_feeds",
    "find_quotes",
    "first_match",
    "group_stories",
    "index_articles",
    "item_id",
    "leans",
    "load_embedder",
    "looked_at_words",
    "make_digest",
    "methods",
    "named_surely",
    "newest_items",
    "pick_quotes",
    "quotes_as_data",
    "read_analysis",
    "read_article",
    "read_feed",
    "read_filter",
    "read_item",
    "read_opml",
    "read_page",
    "recognise",
    "sentences_of",
    "split_words",
    "summarize",
    "well_known_feeds",
    "with_id",
    "write_analysis",
    "write_opml",
]
