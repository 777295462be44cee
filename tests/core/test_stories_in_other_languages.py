from datetime import UTC, datetime, timedelta

import pytest

from digest import Article, Length, Source, make_digest, read_article

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
LANGUAGES = {
    "de": (
        ("Dorn stimmt für den Abriss des Kesselwehrs", "Der Stadtrat von Dorn hat am Mittwoch für den Abriss des alten Kesselwehrs gestimmt, das 1874 gebaut wurde. Die Reparatur hätte die Stadt 4,6 Millionen Kronen gekostet."),
        ("Kesselwehr in Dorn wird abgerissen", "Das Kesselwehr bei Dorn, gebaut 1874, wird nach einem Beschluss des Stadtrats von Dorn im nächsten Jahr abgerissen. Die Arbeiten beginnen im Juni."),
    ),
    "fr": (
        ("Dorn vote la démolition du barrage de Kessel", "Le conseil municipal de Dorn a voté mercredi la démolition du vieux barrage de Kessel, construit en 1874. La réparation aurait coûté 4,6 millions de couronnes."),
        ("Le barrage de Kessel sera démoli à Dorn", "Le barrage de Kessel, construit en 1874 près de Dorn, sera démoli l’an prochain, a décidé le conseil municipal de Dorn. Les travaux commencent en juin."),
    ),
    "es": (
        ("Dorn vota demoler la presa de Kessel", "El ayuntamiento de Dorn votó el miércoles demoler la vieja presa de Kessel, construida en 1874. La reparación habría costado 4,6 millones de coronas."),
        ("La presa de Kessel será demolida en Dorn", "La presa de Kessel, construida en 1874 cerca de Dorn, será demolida el próximo año, decidió el ayuntamiento de Dorn. Las obras empiezan en junio."),
    ),
    "it": (
        ("Dorn vota la demolizione della diga di Kessel", "Il consiglio comunale di Dorn ha votato mercoledì la demolizione della vecchia diga di Kessel, costruita nel 1874. La riparazione sarebbe costata 4,6 milioni di corone."),
        ("La diga di Kessel sarà demolita a Dorn", "La diga di Kessel, costruita nel 1874 vicino a Dorn, sarà demolita l’anno prossimo, ha deciso il consiglio comunale di Dorn. I lavori cominciano a giugno."),
    ),
    "pt": (
        ("Dorn vota a demolição da barragem de Kessel", "A câmara municipal de Dorn votou na quarta-feira a demolição da velha barragem de Kessel, construída em 1874. A reparação teria custado 4,6 milhões de coroas."),
        ("Barragem de Kessel será demolida em Dorn", "A barragem de Kessel, construída em 1874 perto de Dorn, será demolida no próximo ano, decidiu a câmara municipal de Dorn. As obras começam em junho."),
    ),
    "ru": (
        ("Дорн проголосовал за снос плотины Кессель", "Городской совет Дорна в среду проголосовал за снос старой плотины Кессель, построенной в 1874 году. Ремонт обошёлся бы городу в 4,6 миллиона крон."),
        ("Плотину Кессель в Дорне снесут", "Плотину Кессель, построенную в 1874 году близ Дорна, снесут в следующем году, решил городской совет Дорна. Работы у мельницы начнутся в июне."),
    ),
    "ja": (
        ("ドルン市議会、ケッセル堰の撤去を決定", "ドルン市議会は水曜日、1874年に造られた古いケッセル堰の撤去を賛成多数で決めた。修理には460万クローネがかかる見込みだった。"),
        ("ケッセル堰、来年撤去へ　ドルン市", "1874年に造られたドルン市のケッセル堰は、市議会の決定により来年撤去されることになった。工事は6月に始まる。"),
    ),
}  # fmt: skip
FERRY = {
    "de": (
        "Fähre vor Hale auf Grund gelaufen",
        "Die Fähre Astrid ist am Dienstag im Nebel vor Hale auf Grund gelaufen. Niemand wurde verletzt.",
    ),
    "ja": ("ヘイル沖でフェリー座礁", "火曜日、霧のヘイル沖でフェリーのアストリッド号が座礁した。けが人はいなかった。"),
}


def in_language(language: str, number: int, title: str, text: str) -> Article:
    return read_article(
        text,
        title=title,
        url=f"https://{language}{number}.example/1",
        source=Source(f"{language} {number}"),
        published=NOW - timedelta(hours=number),
        language=language,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_stories_are_found_and_told_in_other_languages(language: str) -> None:
    pair = [in_language(language, number, *texts) for number, texts in enumerate(LANGUAGES[language])]
    other = in_language(
        language,
        9,
        *FERRY.get(language, ("Astrid 5000", "Astrid, Hale. Astrid aground off Hale in the fog on Tuesday.")),
    )
    digest = make_digest([*pair, other], now=NOW)
    assert sorted(len(story.articles) for story in digest.stories) == [1, 2]
    story = max(digest.stories, key=lambda one: len(one.articles))
    assert {point.citation.article for point in story.summary} == set(pair)
    assert all(point.citation.text[-1] in ".。" for point in story.summary)


def test_stories_of_unlike_languages_are_never_one() -> None:
    articles = [in_language(language, 0, *texts[0]) for language, texts in LANGUAGES.items()]
    digest = make_digest(articles, now=NOW, length=Length.FULL)
    assert all(len(story.articles) == 1 for story in digest.stories)
