"""Languages that nothing was measured in: what is quoted is found, and who is named is right or nobody."""

import pytest

from digest import find_quotes, read_article

FRENCH = """Le conseil municipal a voté mercredi soir la démolition du barrage de Dorne, après trois heures de débat.

« Nous l'avons entretenu pendant quarante ans », a regretté Hélène Marchand, présidente de l'association des riverains. « Personne ne nous a écoutés », a-t-elle ajouté.

Le maire, Paul Verdier, a défendu sa décision. « Le coût des réparations dépasse nos moyens », a-t-il expliqué devant la presse.

Selon l'ingénieur Karim Benali, l'ouvrage est « dans un état inquiétant ». Il a été le héros du film « La Rivière sans retour », tourné sur place en 1998.

« On verra bien au printemps », dit un pêcheur."""

SPANISH = """El pleno aprobó el miércoles por la noche el derribo de la presa de Dorna, tras tres horas de debate.

«La hemos cuidado durante cuarenta años», lamentó Elena Marchante, presidenta de la asociación de vecinos. «Nadie nos escuchó», añadió.

El alcalde, Pablo Verdejo, defendió la decisión. “El coste de la reparación supera nuestros medios”, explicó Verdejo a la prensa.

Según la ingeniera Carmen Ruiz, la obra está “en un estado preocupante”.

«Ya veremos en primavera», dijo un pescador."""

ITALIAN = """Il consiglio comunale ha votato mercoledì sera la demolizione della diga di Dorna, dopo tre ore di dibattito.

«L'abbiamo curata per quarant'anni», ha detto Elena Marchetti, presidente dell'associazione dei residenti.

Il sindaco, Paolo Verdi, ha difeso la decisione. “Il costo delle riparazioni supera i nostri mezzi”, ha spiegato Verdi ai giornalisti.

«Vedremo in primavera», dice un pescatore."""

PORTUGUESE = """A câmara municipal aprovou na quarta-feira à noite a demolição do açude de Dorna, depois de três horas de debate.

“Cuidámos dele durante quarenta anos”, lamentou Helena Marques, presidente da associação de moradores.

O presidente da câmara, Paulo Verde, defendeu a decisão. “O custo das obras ultrapassa os nossos meios”, explicou Verde aos jornalistas.

“Veremos na primavera”, disse um pescador."""

RUSSIAN = """Городской совет в среду вечером проголосовал за снос плотины в Дорне после трёх часов споров.

«Мы ухаживали за ней сорок лет», — сказала Елена Маркова, председатель общества жителей.

Мэр Павел Зеленин защищал решение. «Ремонт нам не по средствам», — заявил Зеленин журналистам."""

JAPANESE = """市議会は水曜日の夜、三時間の議論の末、ドルンの堰を撤去することを決めた。

住民の会の会長は「私たちは四十年間、堰の世話をしてきた」と述べた。

市長は「修理の費用は市の財力を超えている」と説明した。映画『川の流れ』の舞台でもある。"""

# For each text, its quotations and the surname of each speaker; empty where nobody or only a description may stand.
ARTICLES = [
    (
        "fr",
        FRENCH,
        {
            "Nous l'avons entretenu pendant quarante ans": "Marchand",
            "Personne ne nous a écoutés": "Marchand",
            "Le coût des réparations dépasse nos moyens": "Verdier",
            "dans un état inquiétant": "Benali",
            "On verra bien au printemps": "",
        },
    ),
    (
        "es",
        SPANISH,
        {
            "La hemos cuidado durante cuarenta años": "Marchante",
            "Nadie nos escuchó": "Marchante",
            "El coste de la reparación supera nuestros medios": "Verdejo",
            "en un estado preocupante": "Ruiz",
            "Ya veremos en primavera": "",
        },
    ),
    (
        "it",
        ITALIAN,
        {
            "L'abbiamo curata per quarant'anni": "Marchetti",
            "Il costo delle riparazioni supera i nostri mezzi": "Verdi",
            "Vedremo in primavera": "",
        },
    ),
    (
        "pt",
        PORTUGUESE,
        {
            "Cuidámos dele durante quarenta anos": "Marques",
            "O custo das obras ultrapassa os nossos meios": "Verde",
            "Veremos na primavera": "",
        },
    ),
    ("ru", RUSSIAN, {"Мы ухаживали за ней сорок лет": "Маркова", "Ремонт нам не по средствам": "Зеленин"}),
    ("ja", JAPANESE, {"私たちは四十年間、堰の世話をしてきた": "", "修理の費用は市の財力を超えている": ""}),
]


@pytest.mark.parametrize(("language", "text", "expected"), ARTICLES, ids=[row[0] for row in ARTICLES])
def test_every_quotation_is_found_and_no_title_is(language: str, text: str, expected: dict[str, str]) -> None:
    quotes = find_quotes(read_article(text, title="Dorne", language=language))
    assert {part.rstrip(",.") for quote in quotes for part in quote.texts} == set(expected)


@pytest.mark.parametrize(("language", "text", "expected"), ARTICLES, ids=[row[0] for row in ARTICLES])
def test_no_speaker_is_invented(language: str, text: str, expected: dict[str, str]) -> None:
    for quote in find_quotes(read_article(text, title="Dorne", language=language)):
        surname = expected[quote.texts[0].rstrip(",.")]
        if quote.speaker.is_known and surname:
            assert quote.speaker.name.split()[-1] == surname, quote.texts
        elif quote.speaker.is_known:
            assert quote.speaker.name == quote.speaker.role, quote.texts


@pytest.mark.parametrize(("language", "text", "expected"), ARTICLES[:5], ids=[row[0] for row in ARTICLES[:5]])
def test_a_name_beside_a_verb_of_saying_is_the_speaker(language: str, text: str, expected: dict[str, str]) -> None:
    quotes = find_quotes(read_article(text, title="Dorne", language=language))
    named = [quote for quote in quotes if quote.speaker.is_known and expected[quote.texts[0].rstrip(",.")]]
    assert named
