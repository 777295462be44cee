"""Fit the weights of the quotation models on annotated articles that are not part of the project.

    python -m tests.quality.fit_quotes FOLDER                  writes digest/quotes/weights.py
    python -m tests.quality.fit_quotes FOLDER --folds 5 OUT    predicts each article by weights fitted without it

FOLDER holds dev_en.jsonl and dev_de.jsonl: a line an article, {"id", "lang", "text", "quotes": [{"start", "end",
"speaker_text", "speaker_start", "speaker_end", "speaker_name", "speaker_name_silver", "optional"}]}. OUT
is a folder for predictions in the form of `python -m digest quotes --jsonl`.

Three linear models, each a table of named features (docs/quotes.md): what is a quotation (logistic regression), who says
it and whom a pronoun stands for (both a softmax over candidates). L2-penalised, by L-BFGS; only the features that weigh
most are kept, and fitted again. What German adds is fitted on top of what all languages share.
"""

import json
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from digest import Article, Span, find_quotes, read_article
from digest.export import raw_quote_data
from digest.marks import find_quoted
from digest.quotes import model, weights
from digest.quotes.antecedents import antecedents_of
from digest.quotes.candidates import candidates_of, setting_of
from digest.quotes.doubts import is_ruled_out
from digest.quotes.features import Spoken, features_of, nobody_features
from digest.quotes.passages import find_passages
from digest.quotes.scene import Scene
from digest.quotes.titles import quotation_features
from tests.quality.fitting import Group, Setup, Table, learn

__all__ = ["main", "predict_by_folds"]

_WEIGHTS = Path(weights.__file__)
_ENGLISH, _GERMAN = "dev_en.jsonl", "dev_de.jsonl"
# Swept on five folds; twice as many weights gain nothing.
_SETUPS = {
    "quotation": Setup(kept=600, seen=5, penalty=1.0),
    "speaker": Setup(kept=1500, seen=8, penalty=2.0),
    "antecedent": Setup(kept=300, seen=4, penalty=2.0),
}
# A title shown as somebody's words is worse than a quotation that is not shown, and annotators took a quarter of the
# titles for quotations; everything else is more often a quotation than they marked.
_AGAINST_LONG_TITLES = -3.0
_FOR_QUOTATIONS = 1.0
_SAME = 0.5

Gold = dict[str, Any]
Fit = Callable[[Sequence[Gold], Sequence[Gold]], dict[str, Table]]


def main(arguments: list[str]) -> int:
    """Fit, or predict by folds; returns the exit code."""
    match arguments:
        case [folder]:
            with _weights_kept():
                tables = _fit(_read(Path(folder) / _ENGLISH), _read(Path(folder) / _GERMAN))
            _WEIGHTS.write_text(_as_module(tables), encoding="utf-8")
            print({name: len(table) for name, table in tables.items()})
        case [folder, "--folds", count, out]:
            Path(out).mkdir(exist_ok=True)
            predict_by_folds(Path(folder), int(count), Path(out), _fit)
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


def _read(path: Path) -> list[Gold]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@contextmanager
def _weights_kept() -> Iterator[None]:
    """Quotations are found by the weights that are fitted, so these replace the project's own for a while."""
    before = dict(weights.WEIGHTS)
    try:
        yield
    finally:
        _put(before)


@_weights_kept()
def predict_by_folds(folder: Path, count: int, out: Path, fit: Fit) -> None:
    """Predict each article by weights fitted without it and the others of its fold; a file for each language.

    Args:
        folder: What is annotated.
        count: How many folds.
        out: An existing folder.
        fit: Makes the weights of English and of German articles.
    """
    texts = {name: _read(folder / name) for name in (_ENGLISH, _GERMAN)}
    lines: dict[str, list[str]] = {name: [] for name in texts}
    for fold in range(count):
        _use(fit(*([one for one in ones if _fold(one, count) != fold] for ones in texts.values())))
        for name, ones in texts.items():
            for one in ones:
                if _fold(one, count) == fold:
                    article = _article(one)
                    quotes = [raw_quote_data(quote, one["text"]) for quote in find_quotes(article)]
                    lines[name].append(json.dumps({"id": one["id"], "quotes": quotes}))
        print(f"fold {fold + 1} of {count}", flush=True)
    for name, found in lines.items():
        (out / name).write_text("\n".join(found) + "\n", encoding="utf-8")


def _fold(one: Gold, count: int) -> int:
    return zlib.crc32(one["id"].encode()) % count


def _article(one: Gold) -> Article:
    return read_article(one["text"], language=one["lang"])


def _use(tables: dict[str, Table]) -> None:
    _put({name: _as_lines(table) for name, table in tables.items()})


def _put(texts: dict[str, str]) -> None:
    weights.WEIGHTS.clear()
    weights.WEIGHTS.update(texts)
    model.weights_of.cache_clear()


def _fit(english: Sequence[Gold], german: Sequence[Gold]) -> dict[str, Table]:
    """Fit all tables, one model after the other: who speaks is learned on the quotations that are found."""
    tables: dict[str, Table] = {}
    builders: tuple[tuple[str, Callable[[Gold], list[Group]]], ...] = (
        ("quotation", _quotation_groups),
        ("speaker", _speaker_groups),
        ("antecedent", _antecedent_groups),
    )
    for name, groups_of in builders:
        shared = [group for one in english for group in groups_of(one)]
        tables[name] = table = learn(_SETUPS[name], shared, {})
        if name == "quotation":
            _prefer(table)
        if name != "antecedent":
            tables[f"{name} de"] = learn(_SETUPS[name], [group for one in german for group in groups_of(one)], table)
        _use(tables)
    return tables


def _prefer(table: Table) -> None:
    table["long title"] = table.get("long title", 0.0) + _AGAINST_LONG_TITLES
    table["always"] = table.get("always", 0.0) + _FOR_QUOTATIONS


# What is right, by the annotation.


def _raw(article: Article, span: Span) -> tuple[int, int]:
    spans = article.raw_span(span)
    return (spans[0].start, spans[-1].end) if spans else (-2, -1)


def _share(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Intersection over union of two spans."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, common) / (max(one[1], other[1]) - min(one[0], other[0]))


def _gold_of(one: Gold, article: Article, span: Span) -> Gold | None:
    place = _raw(article, span)
    shares = [(_share(place, (gold["start"], gold["end"])), number) for number, gold in enumerate(one["quotes"])]
    best = max(shares, default=(0.0, 0))
    return one["quotes"][best[1]] if best[0] >= _SAME else None


def _last_word(words: str) -> str:
    head = words.split(",", 1)[0].split(" of ", 1)[0].removesuffix("’s").removesuffix("'s")
    return head.rsplit(" ", 1)[-1].casefold()


def _quotation_groups(one: Gold) -> list[Group]:
    """Each passage in quotation marks beside nothing at all, whose score is 0."""
    article = _article(one)
    groups: list[Group] = []
    for paragraph, found in zip(article.body, find_quoted(article.text, article.body), strict=True):
        for quoted in found:
            if quoted.depth or quoted.inside is None:
                continue
            gold = _gold_of(one, article, quoted.inside)
            if gold and gold.get("optional"):
                continue
            features = quotation_features(article.text, quoted.span, quoted.inside, paragraph, article.language)
            groups.append(Group((features, ()), (gold is not None, gold is None)))
    return groups


def _scene(one: Gold) -> Scene:
    article = _article(one)
    return Scene(article, *find_passages(article))


def _golds(one: Gold, scene: Scene, number: int) -> list[Gold]:
    found = (_gold_of(one, scene.article, span) for span in scene.passages[number].inside)
    return [gold for gold in found if gold and gold.get("speaker_text")]


def _speaker_groups(one: Gold) -> list[Group]:
    scene = _scene(one)
    groups: list[Group] = []
    previous: Spoken | None = None
    for number, parts in scene.parts.items():
        quote = setting_of(scene.article.text, scene.row, parts, scene.passages[number])
        candidates = [one for one in candidates_of(scene.row, parts) if not is_ruled_out(scene.row, one, quote)]
        right = {_mentioned(gold, scene, [c.at for c in candidates]) for gold in _golds(one, scene, number)} - {-1}
        features = [features_of(scene.row, c, quote, scene.people, previous) for c in candidates]
        groups.append(Group([*features, nobody_features(quote)], [*(c.at in right for c in candidates), not right]))
        at = min(right, default=-1)
        previous = Spoken(parts[-1], at, scene.people.person[at] if at >= 0 else "")
    return groups


def _mentioned(gold: Gold, scene: Scene, candidates: Iterable[int]) -> int:
    """The candidate that is the annotated mention, the one with the name in it if several are; -1 if none is."""
    place = gold["speaker_start"], gold["speaker_end"]
    name = _last_word(gold.get("speaker_name") or gold["speaker_text"])
    best = (False, False, 0, -1)
    for at in candidates:
        phrase = scene.row.phrases[at]
        assert phrase.mention
        start, end = _raw(scene.article, phrase.mention.span)
        common = min(end, place[1]) - max(start, place[0])
        if common > 0:
            words = phrase.mention.span.of(scene.article.text).casefold().split()
            best = max(best, (name in words, phrase.letter != "g", common, at))
    return best[-1]


def _antecedent_groups(one: Gold) -> list[Group]:
    """The pronouns beside quotations whose person is known from elsewhere in the text."""
    scene = _scene(one)
    places = {_raw(scene.article, p.mention.span)[0]: at for at, p in enumerate(scene.row.phrases) if p.mention}
    groups: list[Group] = []
    spoken: list[tuple[int, str]] = []
    done: set[int] = set()
    for number, parts in scene.parts.items():
        golds = _golds(one, scene, number)
        if not golds:
            continue
        gold = golds[0]
        name = gold.get("speaker_name") or gold.get("speaker_name_silver") or ""
        last = _last_word(name)
        at = places.get(gold["speaker_start"], -1)
        if gold["speaker_text"].lower() in {"he", "she"} and last and at >= 0 and at not in done:
            done.add(at)
            found = antecedents_of(scene.row, at, scene.people, [pair for pair in spoken if pair[0] < at])
            right = [last in one.person.casefold().split() for one in found]
            if any(right):
                groups.append(Group([one.features for one in found], right))
        if person := _person(scene, last) or (scene.people.person[at] if at >= 0 else ""):
            spoken.append((parts[-1], person))
    return groups


def _person(scene: Scene, last: str) -> str:
    named = Counter(
        person
        for person, phrase in zip(scene.people.person, scene.row.phrases, strict=True)
        if last and phrase.letter in "Ng" and last in person.casefold().split()
    )
    return named.most_common(1)[0][0] if named else ""


# Writing.


def _as_lines(table: Table) -> str:
    return "\n".join(f"{feature} {weight:g}" for feature, weight in sorted(table.items()))


def _as_module(tables: dict[str, Table]) -> str:
    return "".join(_module_lines(tables))


def _module_lines(tables: dict[str, Table]) -> Iterator[str]:
    yield '"""The weights of the quotation models, written by tests/quality/fit_quotes.py; docs/quotes.md tells how to read them.\n\n'
    yield "A line a feature and its weight. A table with a language in its name is added to the one without.\n"
    yield '"""\n\n__all__ = ["WEIGHTS"]\n\nWEIGHTS = {\n'
    for name, table in tables.items():
        yield f'    "{name}": """\n{_as_lines(table)}\n""",\n'
    yield "}\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
