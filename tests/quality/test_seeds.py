"""The sample articles, one by one, against their truth."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from digest import find_quotes, read_opml, sentences_of
from tests.quality.seeds import SEEDS, Seed, all_seeds

each_seed = pytest.mark.parametrize("seed", all_seeds(), ids=lambda seed: seed.id)


@each_seed
def test_an_article_is_read_to_the_letter(seed: Seed) -> None:
    article, truth = seed.article, seed.truth
    assert article.title is not None
    assert article.title.of(article.text) == truth["title"]
    assert (article.standfirst.of(article.text) if article.standfirst else "") == truth["standfirst"]
    assert [span.of(article.text) for span in article.body] == truth["body"]


@each_seed
def test_what_is_known_of_an_article_is_true(seed: Seed) -> None:
    article, truth = seed.article, seed.truth
    assert article.source.outlet == truth["outlet"]
    assert article.kind == truth["kind"]
    assert article.excerpt_only is truth["excerpt_only"]
    assert article.authors[: len(truth["authors"])] == tuple(truth["authors"])
    assert article.language == "en"
    assert article.published is not None
    published = datetime.fromisoformat(truth["published"])
    assert article.published == published if published.tzinfo else article.published.date() == published.date()


@each_seed
def test_what_surrounds_an_article_is_not_in_it(seed: Seed) -> None:
    # Some of it says what the article says too: a photo credit within a caption, "MNW" as a by-line.
    for cut in seed.truth["dropped"]:
        assert cut["text"] not in seed.truth["body"]
        assert cut["text"] not in [span.of(seed.article.text) for span in seed.article.paragraphs]


@pytest.mark.parametrize(
    "seed", [seed for seed in all_seeds() if seed.truth["file"].endswith(".txt")], ids=lambda seed: seed.id
)
def test_what_is_cut_from_a_text_is_kept_with_its_reason(seed: Seed) -> None:
    kept = {" ".join(cut.span.of(seed.raw).split()): cut.reason for cut in seed.article.dropped}
    assert kept.keys() == {cut["text"] for cut in seed.truth["dropped"]}
    wrong = [cut for cut in seed.truth["dropped"] if kept[cut["text"]] != cut["reason"]]
    # Reasons shade into each other: an appeal is a letter and a paywall, a link to a recording is of both kinds.
    assert len(wrong) <= 3


@each_seed
def test_nothing_that_is_no_quotation_is_quoted(seed: Seed) -> None:
    quoted = {text for quote in find_quotes(seed.article) for text in quote.texts}
    assert not quoted & set(seed.truth["not_quotes"])


@each_seed
def test_every_answer_is_a_sentence_of_its_article(seed: Seed) -> None:
    sentences = [sentence.text for sentence in sentences_of(seed.article)]
    answers = [question["answer"] for question in seed.truth["questions"] if question["answer"]]
    assert [answer for answer in answers if not any(answer in sentence for sentence in sentences)] == []


def test_every_story_is_of_articles_that_are_there() -> None:
    stories = json.loads((SEEDS / "stories.json").read_text(encoding="utf-8"))
    told = [name for names in stories.values() for name in names]
    assert sorted(told) == [seed.id for seed in all_seeds()]


@pytest.mark.parametrize("path", sorted((SEEDS / "starter").glob("*.opml")), ids=lambda path: path.stem)
def test_a_starter_list_names_feeds_and_their_sites(path: Path) -> None:
    sources = read_opml(path.read_bytes())
    assert len(sources) >= 5
    assert all(
        source.outlet and source.feed.startswith("https://") and source.site.startswith("https://")
        for source in sources
    )
