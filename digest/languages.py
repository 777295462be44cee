"""Which language a text is in, and its function words.

Told by script where the script settles it, else by function words: the share of a text's words that are among the
commonest of a language, each counted by how few languages share it. That is right on a paragraph of news and says
nothing on a headline, which is what is wanted: no language is better than a wrong one.
"""

import re
from collections import Counter

__all__ = ["CALENDAR", "FUNCTION_WORDS", "guess_language"]

_LISTS = {
    "en": """a about after all also although an and any are as at be because been before between both but by can
        could did do does during each even every few for from had has have he her here him his how however i if in
        into is it its just last like many may me might more most much must my near never no nor not now of off on
        once one only or other our out over own people same several she should since so some still such than that the
        their them then there these they this those though through to too under until up us was we were what when
        where whether which while who whom whose why will with within without would yet you your""",
    "de": """aber allerdings außerdem dabei dagegen daher danach deshalb inzwischen trotzdem alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bis da damit dann
        das dass davon dem den denn der deren des dessen die dies diese diesem diesen dieser dieses doch dort durch
        ein eine einem einen einer eines er es etwa für gegen habe haben hat hatte hatten hier ich ihm ihn ihr ihre
        ihrem ihren ihrer im in ist ja jedoch jetzt kann kein keine können man mehr mit muss müssen nach nicht noch
        nun nur ob oder ohne schon sehr sei sein seine seinem seinen seiner seit sich sie sind so soll sollen sowie
        über um und uns unter viele vom von vor war waren was wegen weil wenn werden wie wieder wir wird wo worden
        wurde wurden zu zum zur zwischen""",
    "fr": """à afin ainsi alors après au aussi autre autres aux avait avant avec avoir c ce cela celle celui ces cet
        cette ceux chez comme contre d dans de depuis des deux dont du elle elles en encore entre est et étaient était
        été être eux fait faut fois font il ils j je jusqu l la le les leur leurs lors lui mais même moins n ne non
        nos notre nous on ont ou où par pas pendant peu peut plus pour qu quand que quelques qui s sa sans se selon
        ses si son sont sous sur tout toute toutes tous très un une vers vous y""",
    "es": """a al algo ante antes aquí aunque bajo cada casi como con contra cual cuando de del desde después donde
        dos durante e el él ella ellos en entre era eran es esa ese eso esta está están este esto estos fue fueron ha
        había habían han hasta hay la las le les lo los más me mi mientras muy ni no nos o otra otro otros para pero
        poco por porque que qué quien se según ser si sí sido sin sobre son su sus también tan tanto te tiene tienen
        toda todo todos tras un una uno unos y ya yo""",
    "it": """a ad agli ai al alla alle allo anche ancora avere aveva c che chi ci come con contro cosa così cui d da
        dagli dai dal dalla dalle degli dei del della delle dello di dopo dove due e è ed era erano essere fa fino fra
        gli ha hanno i il in io l la le lei li lo loro lui ma mentre molto nei nel nella nelle nello noi non o ogni
        per perché però più poi prima può quale quando quanto quella quello questa questi questo se sempre senza si
        sia solo sono sta stata stato stati su sua sue sugli sui sul sulla suo tra tutti tutto un una uno""",
    "pt": """à a ainda ao aos após as às até cada com como contra da das de dele dela depois desde dessa desse deste
        do dois dos durante e é ela elas ele eles em entre era eram essa esse esta está estão este eu foi foram há
        isso isto já lhe mais mas me mesmo muito na nas não nem no nos nós num numa o os ou onde para pela pelas pelo
        pelos por porque pouco quando que quem se seja sem sendo ser será seu seus segundo só sob sobre sua suas
        também tem têm ter tinha toda todo todos um uma umas uns vai você""",
    "nl": """aan al alle als bij daar dan dat de der deze die dit door dus een en er geen had hadden heb hebben heeft
        hem het hij hoe hun ik in is ja je kan kunnen maar meer men met mijn moet moeten na naar niet nog nu of om
        omdat onder ook op over te tegen toch toen tot tussen uit van veel voor waar waren was wat we wel werd werden
        wij wordt worden ze zei zich zij zijn zo zonder zou zouden""",
    "sv": """alla att av bara blev bli blir de dem den denna deras dess det detta dig din du där då efter ej eller en
        er ett för från ha hade han hans har henne hennes hon i in inom inte jag kan kommer kunde man med mellan men
        mer mig mot mycket må ni nu någon något när och om oss på samma sedan sig sin sina ska skulle som så till
        under upp ut utan vad var vara varit vi vid är än åt över""",
    "da": """af alle at blev bliver da de dem den denne der deres det dette dig din dog du efter eller en end er et
        for fordi fra før ham han hans har havde hende hendes her hos hun hvad hvis hvor i ikke ind jeg jo kan kun
        kunne man mange med meget men mere mig min mod må ned noget nogle nu når og også om op os over på selv sig
        sin skal skulle som til ud under var ved vi vil ville være været""",
    "no": """alle at av ble bli blir da de dem den denne der deres det dette du eller en enn er et etter for fordi
        fra før ha hadde han hans har hun hva hvis hvor i ikke inn jeg kan kunne man mange med meg mellom men mer mot
        mye må noe noen nå når og også om opp oss over på sa seg selv sier sin skal skulle som til under ut var ved
        vi vil ville være vært""",
    "fi": """ei eivät ennen että hän hänen he ja jo joka joita jos jossa jotka kanssa kuin kun kuten mikä minä mukaan
        mutta myös ne niin niitä noin nyt oli olivat olla olisi on ovat se sekä sen siinä sillä sitä tai tämä tämän
        vain vielä voi yli""",
    "pl": """a aby ale bez być był była było były ci co czy dla do gdy go i ich ile im ja jak jako je jednak jego jej
        jest jeszcze już każdy kiedy które którego której który którzy lub ma mają może na nad nie nim niż o od on
        ona oni oraz po pod przed przez przy roku się są ta tak także tam te tego tej ten to tylko tym w we więc
        wszystko z za ze zostało że""",
    "cs": """a aby ale ani bez bude budou by byl byla bylo byly co do i jak jako je jeho její jejich jen jeho jsem
        jsme jsou k kde když která které který kteří ma mezi mu má na nad ne nebo není než o od on ona oni po pod
        podle pro proti protože před při s se si sice tak také tam ten tento to tom toho tu už v ve však z za ze že""",
    "tr": """ama ancak bir bu bunu böyle çok da daha de değil diye dolayı en gibi göre ha hem her ile için ise kadar
        karşı ki mi mı nasıl ne neden o olan olarak oldu olduğu olduğunu onun sonra şu tarafından var ve veya ya yok
        üzere""",
    "ro": """a acest acesta această ai al ale am ar are au avea ca care când că ce cel cea cei către cu cum da dar de
        decât deja despre din dintre doar după ea ei el este eu fi fie fost în îi îl îşi într la le lor lui mai mult
        ne nu o ori pe pentru prin sa sau se si și sunt te un una unei unui va vor""",
    "hu": """a ahol aki akik ami amely amit az azt azonban be csak de egy egyik el és ez ezt ha hogy illetve is itt
        ki kell lehet már meg mert mint mégis mellett minden most nagyon nem nincs olyan pedig sem szerint után vagy
        van volt voltak""",
    "ru": """а без более бы был была были было быть в вам вас весь во вот все всех всё вы где да даже для до его ее
        если есть ещё еще её же за здесь и из или им их к как когда которая которые который кто ли между меня мы на
        над надо не него нее нет ни них но о об он она они оно от по под после потому при с сам свои со так также там
        те тем то того тоже только том у уже что чтобы эта эти это этого этом этот я""",
    "uk": """а або аби але без би був була були було бути в вам вас весь вже ви від він вона вони все всіх для до його
        є ж за з зі і із й коли кого ми між на над нас не ні но о об один по при про після та так також там те ти то
        того тому у хто це цей ці цього чи що щоб щодо як яка які який""",
    "bg": """а ако без беше би бил била били бъде в ви във все да дали до докато дори е за заради и из или има как
        като което които който която кой кога където които ли между ми мнозина му на над най не него нея ни но
        обаче от още по под поради преди през при с са само се си след със така те тези ти това този той тя ще""",
    "el": """από αλλά αν απ αυτά αυτές αυτή αυτό αυτός για γιατί δε δεν εάν είναι είχε ένα έναν ένας έχει έχουν η ή
        ήταν θα και κατά κι μας με μετά μη μην μια μία μου να ο όπως ότι οι όμως όταν που πριν προς πως σας σε στα
        στη στην στις στο στον στους τα τη την της τι τις το τον του τους των χωρίς ως""",
}
FUNCTION_WORDS = {language: frozenset(words.split()) for language, words in _LISTS.items()}
"""The commonest words of each language that carry no topic. Common knowledge, written for this project."""

_SHARED = Counter(word for words in FUNCTION_WORDS.values() for word in words)
_BY_WORD: dict[str, tuple[str, ...]] = {
    word: tuple(language for language, words in FUNCTION_WORDS.items() if word in words) for word in _SHARED
}
_WORD = re.compile(r"[^\W\d_]+")
# Letters that settle the language by themselves. Kana come before Han: Japanese uses both.
_SCRIPTS = (
    ("ja", re.compile(r"[\u3041-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7a3]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("th", re.compile(r"[\u0e01-\u0e3a]")),
    ("hi", re.compile(r"[\u0904-\u0939]")),
    ("he", re.compile(r"[\u05d0-\u05ea]")),
    ("fa", re.compile(r"[پچژگ]")),
    ("ar", re.compile(r"[\u0621-\u064a]")),
)

# Enough of an article to tell; the rest is not read.
_ENOUGH = 4_000
# Of a text's letters, to be called written in a script (Japanese prose is 30 to 60 % kana, Persian 3 % of its letters).
_SHARE_OF_LETTERS = {"ja": 0.1, "fa": 0.01}
_USUAL_SHARE = 0.3
# The weighted share of words that are function words of a language: 0.15 to 0.3 in news of that language, 0.04 in
# Turkish, which builds them into its words, and up to 0.05 in news of a language that is not in the list. The last are
# alike for several languages, so the share is weighed by how far it is ahead of the second best.
_LEAST_EVIDENCE = 0.1
_LEAST_LEAD = 1.25
_MOST_LEAD = 3.0
_LEAST_WORDS = 8


CALENDAR = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december montag dienstag mittwoch donnerstag freitag samstag sonntag""".split()
)
"""Days and months of English and German: capitalised, and nobody's name."""


def guess_language(text: str) -> str:
    """The ISO 639-1 code of the language of a text, or an empty string if it is too short or not clear."""
    sample = text[:_ENOUGH]
    letters = sum(map(str.isalpha, sample))
    if not letters:
        return ""
    for language, pattern in _SCRIPTS:
        if len(pattern.findall(sample)) >= letters * _SHARE_OF_LETTERS.get(language, _USUAL_SHARE):
            return language
    words = [word.lower() for word in _WORD.findall(sample)]
    if len(words) < _LEAST_WORDS:
        return ""
    scores: dict[str, float] = {}
    for word in words:
        languages = _BY_WORD.get(word, ())
        for language in languages:
            scores[language] = scores.get(language, 0.0) + 1 / len(languages)
    (best, score), *others = sorted(scores.items(), key=lambda item: -item[1]) or [("", 0.0)]
    lead = min(score / others[0][1], _MOST_LEAD) if others else _MOST_LEAD
    return best if lead >= _LEAST_LEAD and score / len(words) * lead >= _LEAST_EVIDENCE else ""
