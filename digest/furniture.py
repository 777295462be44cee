"""What surrounds an article on its page: by-lines, captions, share bars, appeals, lists of other stories.

Rules over single lines, in English, German, French and Spanish. They know phrases that every outlet uses and none that
only one does. The danger is the sentence of news that uses the same words ("Voters must register to continue"), so there
are three kinds of rules: labels, which are no sentences; sentences that speak to the reader; and notes on the article,
which count only behind it. Where a line stands is for `digest.outline` to weigh.
"""

import re

from digest.types import DropReason
from digest.words import count_words

__all__ = [
    "furniture_reason",
    "is_caption",
    "is_full_sentence",
    "is_truncation",
    "note_reason",
    "speaks_of_the_page",
    "stop_reason",
]


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_NETWORK = (
    r"(?:facebook|twitter|x|whatsapp|linkedin|reddit|pinterest|telegram|instagram|tumblr|flipboard|pocket|mastodon|"
    r"bluesky|threads|messenger|e-?mail|mail|print|copy(?: link)?|link|sms|comments?|share|tweet|pin|save|bookmark|gift|"
    r"drucken|teilen|imprimer|partager|imprimir|compartir|compartilhar|condividi)"
)
_CAPITAL = r"(?-i:[^\W\d_a-zß-öø-ÿ])[\w’'.-]*"
_PERSON = rf"{_CAPITAL}(?: (?:(?:de|del|di|da|van|von|der|ter|al|bin|la|le) )*{_CAPITAL}){{1,3}}"
_OTHERS = r"(?:stories|articles|news|coverage|content|topics|posts|reading|videos|headlines)"
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"

# Lines that are that thing and nothing else, and no sentences. The first that matches counts.
_LABELS: tuple[tuple[DropReason, re.Pattern[str]], ...] = (
    (
        DropReason.SHARE,
        _any(
            rf"^(?:(?:share|post|send|listen|print)(?: (?:this|via|on|to|by|the))*(?: (?:article|story|page|post|link))?|{_NETWORK})"
            rf"(?:[\s,|/·•:]+(?:{_NETWORK}|this|via|on|to|by|with|and|more|\d+))*\W*$",
            r"^(?:artikel|beitrag|link|per mail)?\s?(?:teilen|twittern|senden|drucken|merken|kopieren|sharen)(?:[\s|/·]+(?:teilen|twittern|senden|drucken|merken|kopieren))*\W*$",
            r"^(?:partager|partagez|compartir|compartilhar|condividi|deel|delen|del|dela|udostępnij|поделиться|paylaş)(?: (?:cet |este |l[’']|questo |dit |na |på |sur |en |no )?[\w’']+){0,2}\W*$",
        ),
    ),
    (
        DropReason.ADVERTISEMENT,
        _any(
            r"^(?:advertisement|advertising|advert|ad|ads|anzeige|werbung|publicité|publicidad|publicidade|pubblicità|"
            r"sponsored(?: content)?|promoted(?: content)?|paid (?:content|post)|advertentie|annons|annonse|annonce|reklama|реклама|reklam)\W*$",
            r"^(?:story|article|report|content|text)? ?(?:continues|resumes) (?:below|after)(?: (?:this )?(?:advertisement|ad|advert))?\W*$",
            r"^(?:skip|close) (?:the )?(?:ad|advertisement)\W*$",
        ),
    ),
    (
        DropReason.COOKIES,
        _any(
            r"^(?:accept|reject|manage|allow)(?: all| my)?(?: cookies| preferences| choices)?\W*$",
            r"^cookies? (?:settings|policy|preferences|notice|consent)\W*$",
        ),
    ),
    (
        DropReason.NEWSLETTER,
        _any(
            r"^(?:our |the )?(?:\w+ ){0,3}newsletters?\W*$",
            r"^(?:enter |your )?(?:your )?e-?mail(?: address)?\W*$|^download (?:our|the) (?:free )?app\W*$",
        ),
    ),
    (
        DropReason.CREDIT,
        _any(
            r"^\W?(?:photo(?:graph(?:y|s)?|s)?|images?|pictures?|picture credit|pics?|illustrations?|graphics?|video|foto|fotos|bild|"
            r"crédit(?:s)?(?: photo)?|credit)(?: credits?| courtesy(?: of)?| by| from)?\s*[:/|–—]",
            rf"^\W?(?:photo(?:graph)?|image|picture|illustration)s? (?:by|courtesy(?: of)?|via) {_CAPITAL}",
            r"(?:getty(?: images)?|shutterstock|istock|alamy|unsplash|reuters/\S+|\S/reuters|ap photo|\S/ap|\S/afp|afp/\S+|epa-efe|"
            r"press association|pa wire|via ap|dpa/\S+|\S/dpa|imago)\W{0,3}$",
            r"^©\s?[^.]{0,60}/[^.]{0,40}$",
        ),
    ),
    (
        DropReason.COMMENTS,
        _any(
            r"^(?:\d[\d,.]* )?(?:comments?|replies|kommentare?|commentaires?|comentarios?)(?:\s*[(:]?\s*\d[\d,.]*\)?)?\W*$",
            r"^(?:leave|post|add|write|view|show|read|see|hide|load)(?: all| a| your| more)? (?:\d+ )?(?:comments?|repl(?:y|ies))\W*$",
            r"^(?:join|start|continue) the (?:conversation|discussion)\W*$",
            r"^(?:report (?:an? )?(?:error|typo|comment)|what do you think\?)\W*$",
        ),
    ),
    (
        DropReason.RELATED,
        _any(
            rf"^(?:read|see|watch|listen)(?: (?:more|also|again|next|now|this|too))+\s*(?:{_OTHERS})?\s*(?:[:|>›»→].*)?$",
            r"^(?:read|see|also read|see also|also in this issue|watch|listen|more|related|next|in pictures|live)\s*[:|>›»→].{3,160}$",
            rf"^(?:(?:more|other|further|latest|top|popular|recent|featured|trending|recommended|related|similar) {_OTHERS}"
            rf"|(?:more|stories|articles) (?:from|on|in|about|like) .{{2,50}}|{_OTHERS} you (?:may|might) .{{2,30}})$",
            r"^(?:related|trending|recommended|recommended for you|most (?:read|popular|viewed|shared)(?: in .{2,30})?|up next|read next|"
            r"what to read next|(?:people|readers)(?: are)? also (?:read(?:ing)?|viewed|liked)|(?:you )?(?:may|might) also (?:like|be interested in)|editor[’']s (?:picks?|choice)|in case you missed it|"
            r"don[’']t miss|explore more|keep reading|top picks|popular now|(?:tags|topics|filed under|in this (?:article|story))\b.{0,120})\W*$",
            r"^(?:lesen sie (?:auch|hier|mehr)|lesen sie dazu|mehr zum thema|auch interessant|das könnte sie (?:auch )?interessieren|"
            r"lire aussi|à lire(?: aussi)?|sur le même sujet|lea también|te puede interesar|más información|leggi anche|leia (?:também|mais)|"
            r"lees ook|les også|les mer|läs (?:också|mer)|læs også|czytaj (?:też|także|więcej)|zobacz (?:też|także)|читайте также|ilgili haberler|"
            r"(?:zum artikel|über dieses thema berichtet)(?=:))"
            r"\s*(?:[:|>»].{0,160})?$",
            r"^[(\[](?:related|read|see|learn|watch|more|here[’']s)\b.{3,160}[)\]]$",
        ),
    ),
    (
        DropReason.NAVIGATION,
        _any(
            r"^(?:home|homepage|menu|search|close|skip(?: to)?(?: main)?(?: content| navigation)?|log ?in|sign ?in|link (?:was )?copied|log ?out|"
            r"my account|register|subscribe(?: now)?|back(?: to top)?|top|next(?: article| story)?|previous(?: article| story)?|"
            r"contact(?: us| the newsroom)?|about(?: us)?|help|faqs?|complaints|cookies|advertise(?: with us)?|privacy(?: policy| notice| settings)?|"
            r"terms(?: (?:of use|of service|and conditions|& conditions))?|sitemap|careers|newsroom|loading|show more|see all|view all|"
            r"load more|follow(?: us)?|watch|listen|play|mute|share this video|[\d–-]+ ?min(?:ute)?s?(?: read| listen)?|read in app|"
            r"open in app|print edition|weather|sports?|opinion|business|politics|world|video|photos?|(?:for )?immediate release)\W*$",
            r"^(?:from|to|cc|sent|date|reply-to): .{0,120}$",
            r"^\W*\d* ?[•·|]? ?\d+ ?min(?:ute)?s? (?:read|listen)\W*$",
            r"^[\W_]*$",
        ),
    ),
    (
        DropReason.BYLINE,
        _any(
            rf"^(?:by|words by|story by|text by|report by)\s*:?\s{_CAPITAL}(?:[ ,&]+(?:(?:and|de|del|di|da|van|von|der|ter|al|bin|la|le) )*{_CAPITAL}){{0,7}}"
            r"(?:\s*[,|/·•–—-][^.]{0,60})?$",
            rf"^(?:von|par|por|di|from) {_PERSON}(?:\s*[,|/·•–—-][^.]{{0,60}})?$",
            r"^(?:by|von|par|por)\W*$",
        ),
    ),
)  # fmt: skip

# Sentences that speak to the reader about the page, not about the world.
_ADDRESSES: tuple[tuple[DropReason, re.Pattern[str]], ...] = (
    (
        DropReason.COOKIES,
        _any(
            r"\b(?:we|this (?:web)?site|our (?:web)?site|our partners|(?-i:[A-Z])\w+(?: (?-i:[A-Z])\w+){0,3}) uses? cookies\b",
            r"\bwe and our (?:\w+ )?partners\b.{0,120}\b(?:cookies|devices?|consent)\b",
            r"\b(?:verwenden|nutzen) (?:wir )?cookies\b|\bnous utilisons des cookies\b|\b(?:utilizamos|usamos) cookies\b",
        ),
    ),
    (
        DropReason.NEWSLETTER,
        _any(
            r"^(?:sign|signup|sign-up)[ -]?up\b.{0,90}\b(?:newsletters?|alerts?|briefings?|e-?mails?|inbox|updates?|digest)\b",
            r"^(?:subscribe|register|join)\b.{0,70}\b(?:newsletters?|mailing list|inbox|podcast|channel)\b",
            r"^(?:get|receive|have)\b.{0,110}\b(?:in|to|into|straight to|delivered to) your (?:inbox|e-?mail)\b|\bin your inbox (?:at|every|each)\b",
            r"^(?:never miss|don[’']t miss) (?:a|an|our|the)\b.{0,60}(?:sign up|subscribe|newsletter)",
            r"^by (?:signing|subscribing|registering|submitting|clicking|providing)\b.{0,40}\byou (?:agree|consent|accept)\b",
            r"^(?:abonnieren sie|jetzt (?:den )?(?:\w+ )?newsletter|newsletter abonnieren|inscrivez-vous|abonnez-vous à (?:notre|la)|suscríbete|suscríbase)\b",
            r"^thank you for (?:signing up|subscribing)\b",
        ),
    ),
    (
        DropReason.SHARE,
        _any(r"^(?:follow|find) (?:us|me|\w+(?: \w+)?) on (?:facebook|twitter|x|instagram|threads|bluesky|mastodon|linkedin)\b"),
    ),
    (
        DropReason.NAVIGATION,
        _any(r"^the post .{3,200} (?:first appeared|appeared first) on .{2,60}$"),
    ),
    (
        DropReason.ADVERTISEMENT,
        _any(r"^(?:we|\w+(?: \w+)?) may (?:earn|receive) (?:a |an )?(?:\w+ )?commissions?\b"),
    ),
    (
        DropReason.COMMENTS,
        _any(
            r"^(?:you must be |please )?(?:logged|log|sign(?:ed)?)[ -]in to (?:comment|follow|reply|post|bookmark|save)\b.{0,60}$",
            r"^comments are (?:closed|open)\b.{0,60}$",
        ),
    ),
    (
        DropReason.COPYRIGHT,
        _any(
            rf"^(?:©|\(c\)\s|copyright\s*(?:©|\(c\)|\d{{4}}|by\b|{_CAPITAL}(?: {_CAPITAL}){{0,4}} \d{{4}}))",
            r"\ball rights reserved\b|\balle rechte vorbehalten\b|\btous droits réservés\b|\btodos los derechos reservados\b",
            r"\bthis material may not be (?:published|reproduced|copied|redistributed|rewritten)\b",
            r"\b(?:terms of (?:use|service)|privacy policy)\b[^.!?]{0,40}\bappl(?:y|ies)\b",
            r"^(?:unauthorized use is prohibited|publication by subscribers only)\b",
        ),
    ),
)  # fmt: skip

# What is said of an article and its authors behind it; in the middle of one the same words may be news.
_NOTES: tuple[tuple[DropReason, re.Pattern[str]], ...] = (
    (
        DropReason.AUTHOR,
        _any(
            rf"^{_PERSON} is (?:a|an|the|{_CAPITAL}(?: {_CAPITAL}){{0,4}}[’']s?)(?: [\w’'&.-]+){{0,6}} (?:reporter|writer|journalist|correspondent|editor|"
            r"columnist|producer|photographer|contributor|blogger|bureau chief)s?\b.{0,120}$",
            rf"^{_PERSON} (?:covers|reports on|writes (?:about|for|an?)|has (?:covered|written about|reported (?:on|for)))\b.{{0,200}}$",
            rf"^(?:follow|contact|e-?mail|reach|write to) {_PERSON} (?:on|at|via)\b.{{0,80}}$",
            r"^\W?(?:reporting by|additional reporting|editing by|writing by|compiled by|mit material von)\b.{0,160}$",
            r"^.{3,100} (?:contributed (?:to|reporting)|reported from)\b[^.!?]{0,60}\.?$",
            r"^(?:about the author|our standards:|note to (?:subscribers|editors|readers))\b.{0,160}$",
            r"^this (?:article|story|report|piece) (?:was|has been) (?:first |originally |also )?(?:published|appeared|amended|updated|corrected)\b",
        ),
    ),
)  # fmt: skip

# Lines after which nothing belongs to the article.
_STOPS: tuple[tuple[DropReason, re.Pattern[str]], ...] = (
    (
        DropReason.LETTER,
        _any(
            r"^dear (?:reader|friend|supporter|subscriber|member)s?\W*$",
            r"^(?:a|an) (?:\w+ )?(?:message|note|letter|appeal|word|favou?r|request) (?:from|to|for) (?:our|the|your|you)?\s?(?:readers?|editors?|"
            r"editor-in-chief|newsroom|publisher|supporters?)\W*$",
            r"^before you go\b(?:\W*$|.{0,100}\b(?:we|our|us|support|subscribe|sign up|newsletter)\b)|^we have a (?:small )?favou?r to ask\b|^why we (?:ask|need) (?:you|for your)\b|^as you[’']re joining us\b",
            r"^thank(?:s| you) for (?:reading|supporting)\b(?! (?:to|with) (?:me|him|her|them)\b)",
            r"^(?:will|can|would) you (?:support|help|join) (?:us|our)\b",
            r"^if you (?:value|believe in|rely on|enjoy)\b.{0,60}\b(?:our|independent|quality|local) (?:\w+ )?(?:journalism|reporting|newsroom|work)\b",
            r"^(?:please )?(?:support|help (?:us )?fund|help us|fund) (?:our|independent|quality|local|fearless|public[- ]interest)?\s?(?:\w+ )?"
            r"(?:journalism|newsroom|reporting)\b(?:\W*$|.{0,60}$|.*\b(?:we|our|us)\b)",
            r"^(?:liebe leser(?:in|innen)?\b.{0,30}|lieber leser\b.{0,20}|ch(?:er|ère)s? (?:lecteurs?|lectrices?)\b.{0,30}|(?:querid|estimad)[oa]s? lector(?:a|es|as)?\b.{0,20}|"
            r"car[oiae] lett(?:or|ric)[ei]\b.{0,25}|car[oa]s? leitor(?:a|es|as)?\b.{0,20}|beste lezers?|drog[ia] czytelni\w+\b.{0,20}|уважаем\w+ читател\w+|kära läsare|"
            r"kære læsere?|kjære lesere?|değerli okur\w*)\W*$",
            r"^(?:in eigener sache|warum (?:sie uns vertrauen|wir um)|pourquoi (?:s[’']abonner|nous soutenir)|por qué (?:suscribirse|apoyar)|perché abbonarsi|"
            r"(?:unterstützen sie|soutenez|apoy[ae]|sostieni|apoie|steun|wesprzyj|поддержите|støtt|stött|destekle)\b.{0,25}\b(?:journalis\w+|giornalis\w+|period\w+|jornalis\w+|dziennikar\w+|"
            r"журналист\w+|gazetecili\w+|redaktion|rédaction|redacción|redazione|redactie|uns|nous|onze?|notre|nuestr[oa]))\b.{0,30}$",
        ),
    ),
    (
        DropReason.PAYWALL,
        _any(
            r"^you(?:[’']ve| have) (?:now |just )?(?:read|used|reached|viewed)\b.{0,30}\b(?:articles?|stories|limit)\b",
            r"\bfree articles? (?:left|remaining|this month)\b",
            r"(?:^|[.!?|•–—] )(?:please )?(?:subscribe|register|sign ?up|log ?in|sign ?in|join|create an account)\b.{0,30}"
            r"\bto (?:continue(?: reading)?\W*$|continue reading|keep reading|read (?:on|more|the (?:full|rest|whole))|unlock|access (?:this|all|unlimited))",
            r"^to (?:continue|keep) reading\b(?! (?:his|her|their|them|it)\b)|(?:^|[.!?|] )already (?:a|an|have an?) (?:\w+ )?(?:subscriber|subscription|member|account)\s*\?",
            r"(?:^|[.!?|:] )(?:the rest of )?(?:this|the) (?:article|story|content) is (?:only |exclusively )?(?:for|available to|reserved for|exclusive to|free for)\b.{0,20}"
            r"\b(?:subscribers|(?:our|premium|paying|registered) (?:members|users|readers))\b",
            r"^start your (?:free )?(?:subscription|trial|membership)\b|^(?:choose|compare) (?:a |your )?(?:plan|subscription)\b|^cancel any ?time\b.{0,40}$",
            r"^(?:(?:get|enjoy|subscribe|try|for|with|now|all)\b.{0,40})?\bunlimited (?:digital )?access\b.{0,60}(?:[$€£]\s?\d|subscri)",
            r"^(?:weiterlesen mit|jetzt (?:weiterlesen|abonnieren|testen)|dieser artikel ist (?:nur )?für abonnenten|sie haben (?:noch )?kein abo)\b",
            r"^(?:il vous reste .{0,30}%|cet article est réservé|la suite est réservée|article réservé aux abonnés)",
            r"^(?:contenido exclusivo para suscriptores|suscríbete para (?:seguir|continuar) leyendo)\b|^qr[- ]code\b.{0,60}$",
            r"^(?:contenuto (?:riservato|esclusivo)|(?:articolo|contenuto) (?:per|riservato (?:a|agli)) (?:gli )?abbonati|abbonati per (?:continuare|leggere)|continua a leggere con)\b",
            r"^(?:conteúdo exclusivo para assinantes|assine para (?:continuar|ler)|este (?:conteúdo|artigo) é exclusivo)\b",
            r"^(?:dit (?:artikel|verhaal) is (?:alleen|exclusief)|verder lezen\?|lees verder met|al abonnee\?|log in om (?:verder|dit))",
            r"^(?:ten artykuł jest (?:dostępny|przeznaczony)|dostęp tylko dla|czytaj dalej z|kup subskrypcję|masz już (?:konto|subskrypcję))\b",
            r"^(?:(?:эта |этот )?(?:статья|материал|текст) доступ\w+ (?:только )?подписчикам|оформите подписку|подпишитесь, чтобы (?:читать|прочитать|продолжить))",
            r"^(?:(?:denna|den här) artikel\w* är för (?:våra )?prenumeranter|logga in för att läsa|(?:denne|artiklen er|denne artikkelen er) (?:kun |bare )?for abonnenter|(?:bli|bliv) abonnent|læs videre med|les videre med)",
            r"^(?:bu (?:içerik|haber|yazı) (?:sadece |yalnızca )?aboneler|abone ol(?:un|arak)\b|okumaya devam etmek için)|^この記事は.{0,8}(?:会員|有料)限定|続きを読むには|^会員登録(?:する)?$",
        ),
    ),
)  # fmt: skip

# What says that the rest of the article is behind the line, rather than that somebody wants to be paid.
_TRUNCATION = _any(
    r"\bto (?:continue reading|keep reading|read (?:on|more|the (?:full|rest|whole))|unlock)\b|\bto continue\W*$",
    r"\bis (?:only |exclusively )?(?:for|available to|reserved for|exclusive to)\b.{0,30}\b(?:subscribers|members)\b",
    r"^(?:weiterlesen mit|jetzt weiterlesen|dieser artikel ist|il vous reste|cet article est|la suite est|contenido exclusivo|suscríbete para)",
)
# What a page says of itself and of its pictures within a paragraph that goes on as an article.
_ASIDE = _any(
    r"\bscroll down\b|\bclick here\b|^editor[’']?s[’']? note\b|^(?:photo(?:graph)?|image|picture)(?: credit)?:",
    r"^(?:last )?(?:updated|published|modified|posted)\b(?: (?:at|on))?:? .{0,40}\d.{0,12}$",
)
# Share bars, headings and captions are short, in words and in characters; nothing longer is looked at.
_LONGEST_LINE = 45
_LONGEST_STOP = 60
_MOST_CHARACTERS = 600
# From this many words on, what ends as a sentence is one, unless a label ("Read more:") introduces it.
_SENTENCE = 6
_LONGEST_LABEL = 20

_TERMINAL = re.compile(r"[.!?…。！？؟۔।][\"”“’‘'»«›‹)\]」』]*$")
_DAY = (
    r"(?:mon|tues?|wednes|thurs?|fri|satur|sun)day|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}\b|"
    rf"\d{{1,2}} {_MONTH}|{_MONTH} \d{{1,2}}\b|in {_MONTH}\b|\b(?:19|20)\d\d"
)
# What people do in photographs,
_POSES = (
    r"rests?|stands?|walks?|sits?|holds?|waits?|looks?|watch(?:es)?|waves?|poses?|gestures?|shakes?|gathers?|rides?|carry|carries|inspects?|"
    r"prays?|queues?|listens?|smiles?|reacts?|lies|lie|embraces?|hugs?|kisses|kiss|hangs?|floats?|is (?:seen|pictured|shown)|"
    r"are (?:seen|pictured|shown)"
)
# and what they also do in the news of what is to come ("The trial opens on Monday").
_ACTS = (
    r"speaks?|attends?|arrives?|leaves?|delivers?|address(?:es)?|march(?:es)?|protests?|celebrates?|lines?|plays?|runs?|performs?|greets?|"
    r"talks?|works?|prepares?|pass(?:es)?|casts?|lays?|drives?|sails?|crosses|cross|enters?|exits?|reads?|takes?|fills?|flows?|burns?|rises?|"
    r"moves?|clears?|cleans?|checks?|repairs?|raises?|lifts?|returns?|serves?|shows?|comes?|opens?|builds?|pulls?|pushes|push|plants?|paints?|"
    r"picks?|sells?|buys?|fish(?:es)?|swims?|rounds?|steers?|boards?"
)


def _depicts(verbs: str) -> re.Pattern[str]:
    """A sentence whose first verb is one of these, in the present tense, and that has a date."""
    return re.compile(
        rf"^(?:an?|the|two|three|four|some|several|people|{_CAPITAL})\b"
        rf"(?:(?!\b(?:will|was|were|had|has|have|would|did|can|could|may)\b)[^.,;:!?“”\"]){{0,60}}?\b(?:{verbs})\b(?=[^.!?]*(?:{_DAY}))",
        re.IGNORECASE,
    )


_POSED = _depicts(_POSES)
_SHOWN = _depicts(f"{_POSES}|{_ACTS}")
_CAPTION_MARK = _any(
    r"^file\b\s?(?:[-–—:]|photo|picture|image)|\((?:ap photo|getty|image|photo|picture|credit|via)\b[^()]*\)\W*$",
    r"\((?:pictured|left|right|above|centre|center|below|top|bottom|file(?: photo| picture)?|from left|l|r|l-r)\)",
    r"\bpictured (?:above|here|below|left|right|in|on)\b|\bfile (?:photo|picture|image)\b|^(?:pictured|above|below|from left|clockwise from)\b\s*[:,]",
)
_TOLD = re.compile(r"\b(?:said|told|added|according|asked|wrote|announced)\b", re.IGNORECASE)
_REPORTED = re.compile(
    r"[”\"’»,] (?:\w+ ){0,4}(?:said|says|told|wrote|writes|added|promised|asked)\b|\b(?:said|told|promised|wrote)(?: \w+){0,3} that\b",
    re.IGNORECASE,
)
_REPORT = 8
_LONGEST_CAPTION = 45
_SEPARATOR = re.compile(r" [>›|/] ")
_LONGEST_CRUMB = 4
_FEWEST_CRUMBS = 2


def furniture_reason(line: str) -> DropReason | None:
    """What a single line of a page is, if it is furniture by its own wording; None if it may be of the article."""
    if len(line) > _MOST_CHARACTERS or count_words(line) > _LONGEST_LINE:
        return None
    if _reports(line):
        return None
    if reason := _first(_ADDRESSES, line) or _bar(line):
        return reason
    is_sentence = is_full_sentence(line) and count_words(line) >= _SENTENCE and ":" not in line[:_LONGEST_LABEL]
    return None if is_sentence else _first(_LABELS, line)


def note_reason(line: str) -> DropReason | None:
    """What a line is that counts as furniture behind an article, and as part of it before its end."""
    if len(line) > _MOST_CHARACTERS or count_words(line) > _LONGEST_LINE:
        return None
    return _first(_NOTES, line)


def stop_reason(line: str) -> DropReason | None:
    """Why nothing after this line belongs to the article; None if it does not end one."""
    if len(line) > _MOST_CHARACTERS or count_words(line) > _LONGEST_STOP or _reports(line):
        return None
    return _first(_STOPS, line)


def _reports(line: str) -> bool:
    """Whether a line is a sentence that says who said something: whatever it is about, it is news."""
    return count_words(line) >= _REPORT and is_full_sentence(line) and bool(_REPORTED.search(line))


def is_truncation(line: str) -> bool:
    """Whether a line says that the rest of the article is kept behind it."""
    return len(line) <= _MOST_CHARACTERS and bool(_TRUNCATION.search(line))


def is_caption(paragraph: str, *, at_credit: bool) -> bool:
    """Whether a paragraph is a photo caption by its wording.

    Captions tell in the present tense what is to be seen and date it: "A man rests in a hall in Ata-Meken Sept. 28.".
    So does the news of what is to come: "The trial opens on Monday". At a credit, any of these is a caption; elsewhere
    only what people do in photographs and nowhere else.

    Args:
        paragraph: Its text.
        at_credit: Whether a photo credit stands before or behind it.
    """
    if len(paragraph) > _MOST_CHARACTERS or count_words(paragraph) > _LONGEST_CAPTION or _TOLD.search(paragraph):
        return False
    return bool(_CAPTION_MARK.search(paragraph) or (_SHOWN if at_credit else _POSED).search(paragraph))


def speaks_of_the_page(sentence: str) -> bool:
    """Whether a sentence, or its beginning, is furniture: what the reader should do, when the page was changed."""
    return bool(_first(_ADDRESSES, sentence) or stop_reason(sentence) or _ASIDE.search(sentence))


def is_full_sentence(paragraph: str) -> bool:
    """Whether a paragraph ends as a sentence does."""
    return bool(_TERMINAL.search(paragraph))


def _first(rules: tuple[tuple[DropReason, re.Pattern[str]], ...], line: str) -> DropReason | None:
    return next((reason for reason, pattern in rules if pattern.search(line)), None)


def _bar(line: str) -> DropReason | None:
    """A bar of links: half of its parts are labels ("Comments (23) | Share | Free to read"), or all are a word or two."""
    parts = _SEPARATOR.split(line)
    if len(parts) < _FEWEST_CRUMBS:
        return None
    known = [reason for part in parts if (reason := _first(_LABELS, part))]
    if 2 * len(known) >= len(parts):
        return known[0]
    is_path = len(parts) > _FEWEST_CRUMBS and all(count_words(part) <= _LONGEST_CRUMB for part in parts)
    return DropReason.NAVIGATION if is_path else None
