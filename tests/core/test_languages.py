import pytest

from digest.languages import guess_language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The council voted on Wednesday to remove the weir after a debate that lasted for four hours."),
        (
            "de",
            "Der Rat stimmte am Mittwoch nach einer vierstündigen Debatte für den Abriss, und das Wehr ist nun weg.",
        ),
        ("fr", "Le conseil a voté mercredi pour la suppression du barrage après un débat qui a duré quatre heures."),
        ("es", "El consejo votó el miércoles a favor de retirar la presa después de un debate que duró cuatro horas."),
        (
            "it",
            "Il consiglio ha votato mercoledì per la rimozione della diga dopo un dibattito che è durato quattro ore.",
        ),
        (
            "pt",
            "O conselho votou na quarta-feira para a remoção da barragem após um debate que não durou quatro horas.",
        ),
        ("nl", "De raad stemde woensdag voor het verwijderen van de stuw na een debat dat vier uur heeft geduurd."),
        ("sv", "Fullmäktige röstade på onsdagen för att ta bort dammen efter en debatt som varade i fyra timmar."),
        ("pl", "Rada zagłosowała w środę za usunięciem jazu po debacie, która trwała cztery godziny i nie była łatwa."),
        (
            "tr",
            "Meclis çarşamba günü dört saat süren bir tartışmadan sonra bu barajın kaldırılması için oy kullandı ve kabul etti.",
        ),
        ("ru", "В среду совет проголосовал за снос плотины после дебатов, которые продолжались четыре часа."),
        ("uk", "У середу рада проголосувала за знесення греблі після дебатів, які тривали чотири години."),
        (
            "el",
            "Το συμβούλιο ψήφισε την Τετάρτη για την αφαίρεση του φράγματος μετά από μια συζήτηση που κράτησε ώρες.",
        ),
        ("ar", "صوت المجلس يوم الأربعاء لإزالة السد بعد نقاش استمر أربع ساعات"),
        ("fa", "شورا روز چهارشنبه پس از چهار ساعت بحث به برچیدن سد رأی داد"),
        ("he", "המועצה הצביעה ביום רביעי להסרת הסכר"),
        ("hi", "परिषद ने बुधवार को बाँध हटाने के लिए मतदान किया"),
        ("ja", "市議会は水曜日、四時間の議論の末、堰の撤去を決めた。"),
        ("zh", "市议会周三经过四小时辩论后投票决定拆除水坝。"),
        ("ko", "시의회는 수요일 네 시간의 토론 끝에 보를 철거하기로 했다."),
        ("th", "สภาลงมติเมื่อวันพุธให้รื้อฝาย"),
    ],
)
def test_the_language_of_a_sentence_of_news_is_told(language: str, text: str) -> None:
    assert guess_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12 345",
        "Weir to go",
        "Umkhandlu uvote ngoLwesithathu ukuthi kususwe idamu ngemva kwengxoxo yamahora amane.",
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed eiusmod tempor incididunt.",
    ],
)
def test_no_language_is_better_than_a_wrong_one(text: str) -> None:
    assert guess_language(text) == ""
