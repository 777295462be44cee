"""What surrounds an article on its page: by-lines, captions, share bars, appeals, lists of other stories.

Rules over single lines, in English, German, French and Spanish. They know phrases that every outlet uses and none that
only one does. A line that looks like a sentence of the article is never matched by its topic, only by its wording.
"""

import re

from digest.types import DropReason
from digest.words import count_words

__all__ = ["furniture_reason", "is_caption", "is_full_sentence", "is_truncation", "stop_reason"]


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_NETWORKS = (
    r"(?:facebook|twitter|x|whatsapp|linkedin|reddit|pinterest|telegram|instagram|tumblr|flipboard|pocket|mastodon|"
    r"bluesky|threads|messenger|e-?mail|mail|print|copy(?: link)?|link|sms|comments?|share|tweet|pin|save|bookmark|gift|"
    r"drucken|teilen|imprimer|partager|imprimir|compartir|compartilhar|condividi)"
)
_NAME = r"[^\W\d_a-zß-öø-ÿ][\w’'.-]*(?:\s+(?:de|del|di|da|van|von|der|al|bin|la|le|and|und|et|y|&|[^\W\d_a-zß-öø-ÿ][\w’'.-]*),?){0,11}"
_OTHERS = r"(?:stories|articles|news|coverage|content|topics|posts|reading|videos|headlines)"

# Reason -> lines that are that thing and nothing else. The first that matches counts.
_LINES: tuple[tuple[DropReason, re.Pattern[str]], ...] = (
    (
        DropReason.SHARE,
        _any(
            rf"^(?:(?:share|post|send|listen|print)(?: (?:this|via|on|to|by|the))*(?: (?:article|story|page|post|link))?|{_NETWORKS})"
            rf"(?:[\s,|/·•]+(?:{_NETWORKS}|this|via|on|to|by|with|and|more|\d+))*\W*$",
            r"^(?:follow|find) (?:us|me|\w+(?: \w+)?) on (?:facebook|twitter|x|instagram|threads|bluesky|mastodon|linkedin)\b",
            r"^(?:artikel|beitrag) (?:teilen|drucken|merken)\W*$",
        ),
    ),
    (
        DropReason.ADVERTISEMENT,
        _any(
            r"^(?:advertisement|advertising|advert|ad|ads|anzeige|werbung|publicité|publicidad|publicidade|pubblicità|"
            r"sponsored(?: content)?|promoted(?: content)?|paid (?:content|post))\W*$",
            r"^(?:story|article|report|content|text)? ?(?:continues|resumes) (?:below|after)(?: (?:this )?(?:advertisement|ad|advert))?\W*$",
            r"^(?:we|\w+(?: \w+)?) may (?:earn|receive) (?:a |an )?(?:\w+ )?commissions?\b",
            r"^(?:skip|close) (?:the )?(?:ad|advertisement)\b",
        ),
    ),
    (
        DropReason.COOKIES,
        _any(
            r"\b(?:we|this (?:web)?site|our (?:web)?site|our partners)\b.{0,60}\buses? cookies\b",
            r"\bwe and our \w* ?partners\b.{0,120}\b(?:cookies|devices?|consent)\b",
            r"^(?:accept|reject|manage|allow)(?: all| my)?(?: cookies| preferences| choices)\W*$",
            r"^cookie(?:s)? (?:settings|policy|preferences|notice|consent)\b",
            r"\b(?:verwenden|nutzen) (?:wir )?cookies\b|\butilis\w+ des cookies\b|\b(?:utilizamos|usamos) cookies\b",
        ),
    ),
    (
        DropReason.NEWSLETTER,
        _any(
            r"^(?:sign|signup|sign-up)[ -]?up\b.{0,90}\b(?:newsletters?|alerts?|briefings?|e-?mails?|inbox|updates?|digest)\b",
            r"^(?:subscribe|register|join)\b.{0,70}\b(?:newsletters?|mailing list|inbox|podcast|channel)\b",
            r"^(?:get|receive|have)\b.{0,110}\b(?:in|to|into|straight to|delivered to) your (?:inbox|e-?mail)\b",
            r"^(?:never miss|don[’']t miss)\b.{0,60}(?:story|sign up|subscribe|newsletter|update)",
            r"^(?:by (?:signing|subscribing|registering|submitting|clicking|providing))\b.{0,40}\byou\b",
            r"^(?:our |the )?(?:\w+ ){0,3}newsletters?\W*$",
            r"^(?:abonnieren sie|jetzt (?:den )?(?:\w+ )?newsletter|newsletter abonnieren|inscrivez-vous|abonnez-vous à (?:notre|la)|suscríbete|suscríbase)\b",
            r"^(?:enter|your) e-?mail(?: address)?\W*$|^thank you for (?:signing up|subscribing)\b|^download (?:our|the) (?:free )?app\b",
        ),
    ),
    (
        DropReason.CREDIT,
        _any(
            r"^\W?(?:photo(?:graph(?:y|s)?|s)?|images?|pictures?|picture credit|pics?|illustrations?|graphics?|video|foto|fotos|bild|"
            r"crédit(?:s)?(?: photo)?|credit)(?: credits?| courtesy(?: of)?| by| from)?\s*[:/|–—]",
            r"^\W?(?:photo(?:graph)?|image|picture|illustration)s? (?:by|courtesy(?: of)?|via|from) (?-i:[A-Z])",
            r"^\W?.{0,80}(?:getty(?: images)?|shutterstock|istock|alamy|unsplash|reuters/|/reuters|ap photo|/ap\b|/afp|afp/|epa-efe|"
            r"press association|pa wire|via ap|dpa/|/dpa|imago)\W{0,3}(?:[\w ]{0,30})\)?\W*$",
            r"^©\s?.{0,60}/.{0,40}$",
        ),
    ),
    (
        DropReason.COPYRIGHT,
        _any(
            r"^(?:©|\(c\)\s|copyright\b)",
            r"\ball rights reserved\b|\balle rechte vorbehalten\b|\btous droits réservés\b|\btodos los derechos reservados\b",
            r"\bmay not be (?:published|reproduced|copied|redistributed|rewritten)\b",
            r"^unauthorized use is prohibited\b",
        ),
    ),
    (
        DropReason.COMMENTS,
        _any(
            r"^(?:\d[\d,.]* )?(?:comments?|replies|kommentare?|commentaires?|comentarios?)(?:\s*[(:]?\s*\d[\d,.]*\)?)?\W*$",
            r"^(?:leave|post|add|write|view|show|read|see|hide|load)(?: all| a| your| more)? (?:\d+ )?(?:comments?|repl(?:y|ies))\b.{0,20}$",
            r"^(?:join|start|continue) the (?:conversation|discussion)\b.{0,40}$",
            r"^(?:you must be |please )?(?:logged|log|sign(?:ed)?)[ -]in to (?:comment|follow|reply|post|bookmark|save)\b.{0,40}$",
            r"^(?:report (?:an? )?(?:error|typo|comment)|what do you think\?|comments are (?:closed|open)\b.{0,60})\W*$",
        ),
    ),
    (
        DropReason.RELATED,
        _any(
            rf"^(?:read|see|watch|listen)(?: (?:more|also|again|next|now|this|too))+\s*(?:{_OTHERS})?\s*(?:[:|>›»→].*)?$",
            r"^(?:read|see|also read|see also|watch|listen|more|related|next|in pictures|live)\s*[:|>›»→].{3,160}$",
            rf"^(?:(?:more|other|further|latest|top|popular|recent|featured|trending|recommended|related|similar) {_OTHERS}"
            rf"|(?:more|stories|articles) (?:from|on|in|about|like) .{{2,50}}|{_OTHERS} you (?:may|might) .{{2,30}})\W*$",
            r"^(?:related|trending|recommended|recommended for you|most (?:read|popular|viewed|shared)|up next|read next|what to read next|"
            r"(?:you )?(?:may|might) also (?:like|be interested in)|editor[’']s (?:picks?|choice)|in case you missed it|don[’']t miss|"
            r"explore more|keep reading|top picks|popular now|(?:tags|topics|filed under|in this (?:article|story))\b.{0,120})\W*$",
            r"^(?:lesen sie (?:auch|hier|mehr)|lesen sie dazu|mehr zum thema|auch interessant|das könnte sie (?:auch )?interessieren|"
            r"lire aussi|à lire(?: aussi)?|sur le même sujet|lea también|te puede interesar|más información|leggi anche|leia (?:também|mais))\b.{0,160}$",
            r"^[(\[](?:related|read|see|learn|watch|more|here[’']s)\b.{3,160}[)\]]\W*$",
        ),
    ),
    (
        DropReason.NAVIGATION,
        _any(
            r"^(?:home|homepage|menu|search|close|skip(?: to)?(?: main)?(?: content| navigation)?|log ?in|sign ?in|link (?:was )?copied|log ?out|my account|register|"
            r"subscribe(?: now)?|back(?: to top)?|top|next(?: article| story)?|previous(?: article| story)?|contact(?: us)?|about(?: us)?|help|faqs?|"
            r"advertise(?: with us)?|privacy(?: policy| notice| settings)?|terms(?: (?:of use|of service|and conditions|& conditions))?|"
            r"sitemap|careers|newsroom|loading\W*|show more|see all|view all|load more|follow|watch|listen|play|mute|share this video|"
            r"[\d–-]+ ?min(?:ute)?s?(?: read| listen)?|read in app|open in app|print edition|weather|sports?|opinion|business|politics|world|video|photos?)\W*$",
            r"^[^.!?]{1,40}(?: [>›»|/] [^.!?]{1,40}){1,6}$",
            r"^the post .{3,200} (?:first appeared|appeared first) on .{2,60}$",
            r"^\W*\d* ?(?:•|·|\|)? ?\d+ ?min(?:ute)?s? (?:read|listen)\W*$",
            r"^\W*$",
        ),
    ),
    (
        DropReason.AUTHOR,
        _any(
            rf"^(?-i:{_NAME}) (?:is|was) (?:a|an|the|(?-i:[A-Z])[^.]{{2,40}}[’']s)(?: [\w’'&.-]+){{0,6}} (?:reporter|writer|journalist|correspondent|editor|columnist|producer|"
            r"photographer|contributor|blogger|bureau chief)s?\b.{0,220}$",
            rf"^(?-i:{_NAME}) (?:covers|reports on|writes (?:about|for|an?)|has (?:covered|written about|reported (?:on|for)))\b.{{0,200}}$",
            rf"^(?:follow|contact|e-?mail|reach|write to) (?-i:{_NAME}) (?:on|at|via)\b.{{0,80}}$",
            r"^\W?(?:reporting by|additional reporting|editing by|writing by|compiled by|mit material von|this (?:article|story|report) was "
            r"(?:first|originally|also) (?:published|appeared))\b.{0,160}$",
            r"^(?:note to (?:subscribers|editors|readers))\b",
            r"^(?:about the author|our standards:|the \w+ trust principles)\b.{0,80}$",
        ),
    ),
    (
        DropReason.BYLINE,
        _any(
            rf"^(?:by|von|par|por|di|words by|story by|text by|report by|from)\s*:?\s(?-i:{_NAME})(?:\s*[,|/·•–—-].{{0,80}})?$",
            r"^(?:by|von|par|por)\W*$",
        ),
    ),
)  # fmt: skip

# Lines after which nothing belongs to the article.
_STOPS: tuple[tuple[DropReason, re.Pattern[str]], ...] = (
    (
        DropReason.LETTER,
        _any(
            r"^dear (?:reader|friend|supporter|subscriber|member)s?\b",
            r"^(?:a|an) (?:\w+ )?(?:message|note|letter|appeal|word|favou?r|request) (?:from|to|for) (?:our|the|your|you)?\s?(?:readers?|editors?|editor-in-chief|newsroom|publisher|supporters?)\b",
            r"^(?:before you go|now is the time|we have a (?:small )?favou?r to ask|why we (?:ask|need)|as you[’']re joining us)\b",
            r"^thank you for (?:reading|supporting)\b",
            r"^(?:will|can|would) you (?:support|help|join) (?:us|our|the)\b",
            r"^(?:if you (?:value|believe in|rely on|enjoy))\b.{0,60}\b(?:journalism|reporting|newsroom|our work)\b",
            r"\bsupport (?:our|independent|quality|local|fearless|public[- ]interest) (?:\w+ )?(?:journalism|newsroom|reporting)\b",
            r"^(?:liebe leser\w*|chères? (?:lecteurs?|lectrices?)|querido lector|estimado lector)\b",
        ),
    ),
    (
        DropReason.PAYWALL,
        _any(
            r"\byou(?:[’']ve| have) (?:now )?(?:read|used|reached|viewed|got|had)\b.{0,40}\b(?:free|articles?|limit|stories)\b",
            r"\bfree articles?\b.{0,20}\b(?:left|remaining|this month)\b",
            r"\b(?:subscribe|register|sign ?up|log ?in|sign ?in|join)\b.{0,30}\bto (?:continue(?: reading)?|keep reading|read (?:on|more|the (?:full|rest|whole))|unlock|access (?:the|this|all|unlimited))",
            r"^(?:to (?:continue|keep) reading)\b|\balready (?:a|have a|an) (?:subscriber|subscription|member|account)\b",
            r"\b(?:this|the) (?:article|story|content|report) is (?:only |exclusively )?(?:for|available to|reserved for|exclusive to|free for)\b.{0,30}\b(?:subscribers|members|registered)\b",
            r"^start your (?:free )?(?:subscription|trial|membership)\b|^(?:choose|compare) (?:a |your )?(?:plan|subscription)\b|^cancel any ?time\b",
            r"\bunlimited (?:digital )?access\b.{0,60}(?:[$€£]|subscri|month|week|today)",
            r"^(?:weiterlesen mit|jetzt (?:weiterlesen|abonnieren|testen)|dieser artikel ist (?:nur )?für abonnenten|sie haben (?:noch )?kein abo)\b",
            r"^(?:il vous reste .{0,30}%|cet article est réservé|la suite est réservée|article réservé aux abonnés)",
            r"^(?:contenido exclusivo para suscriptores|suscríbete para (?:seguir|continuar) leyendo)\b|^qr code\b",
        ),
    ),
)

# What says that the rest of the article is behind the line, rather than that somebody wants to be paid.
_TRUNCATION = _any(
    r"\bto (?:continue(?: reading)?|keep reading|read (?:on|more|the (?:full|rest|whole))|unlock)\b",
    r"\bis (?:only |exclusively )?(?:for|available to|reserved for|exclusive to)\b.{0,30}\b(?:subscribers|members)\b",
    r"^(?:weiterlesen mit|jetzt weiterlesen|dieser artikel ist|il vous reste|cet article est|la suite est|contenido exclusivo|suscríbete para)",
)
# Share bars, headings and captions are short; a longer line with such words in it is prose about them.
_LONGEST_LINE = 45
_LONGEST_STOP = 60

_TERMINAL = re.compile(r"[.!?…。！？؟۔।][\"”’'»)\]」』]*$")
_DAY = (
    r"(?:mon|tues?|wednes|thurs?|fri|satur|sun)day|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}\b|\d{1,2} (?:january|february|"
    r"march|april|may|june|july|august|september|october|november|december)|(?:january|february|march|april|may|june|july|august|september|october|"
    r"november|december) \d{1,2}\b|\b(?:19|20)\d\d"
)
_SEEN = (
    r"rests?|stands?|walks?|speaks?|sits?|holds?|waits?|looks?|watch(?:es)?|attends?|arrives?|leaves?|waves?|poses?|gestures?|shakes?|delivers?|"
    r"address(?:es)?|gathers?|march(?:es)?|protests?|rides?|carry|carries|inspects?|prays?|celebrates?|lines?|queues?|plays?|runs?|performs?|"
    r"greets?|listens?|smiles?|reacts?|talks?|works?|prepares?|pass(?:es)?|casts?|lays?|lies|drives?|sails?|crosses|cross|enters?|exits?|reads?|"
    r"takes? part|fills?|flows?|burns?|rises?|hangs?|float(?:s)?|moves?|clears?|cleans?|checks?|repairs?|raises?|lifts?|embraces?|hugs?|kisses|kiss|"
    r"returns?|takes?|serves?|shows?|comes?|opens?|builds?|pulls?|pushes|push|plants?|paints?|picks?|sells?|buys?|fish(?:es)?|swims?|rounds?|steers?|boards?|"
    r"is (?:seen|pictured|shown)|are (?:seen|pictured|shown)|lie"
)
_CAPTION = re.compile(
    rf"^(?:(?:an?|the|two|three|four|some|several|people|(?-i:[^\W\d_a-zß-öø-ÿ][\w’'-]*))\b"
    rf"(?:(?!\b(?:will|was|were|had|has|have|would|did|can|could|may)\b)[^.,;:!?“”\"]){{0,60}}?)\b(?:{_SEEN})\b"
    rf"(?=[^.!?]*(?:\b(?:{_DAY})|file (?:photo|picture)))",
    re.IGNORECASE,
)
_CAPTION_MARK = _any(
    r"^file\b\s?(?:[-–—:]|photo|picture|image)|\((?:ap photo|getty|image|photo|picture|credit|via)\b[^()]*\)\W*$",
    r"\((?:pictured|left|right|above|centre|center|below|top|bottom|file(?: photo| picture)?|from left|l|r|l-r)\)",
    r"\bpictured (?:above|here|below|left|right|in|on)\b|\bfile (?:photo|picture|image)\b|^(?:pictured|above|below|from left|clockwise from)\b\s*[:,]",
)
_TOLD = re.compile(r"\b(?:said|told|added|according|asked|wrote|announced)\b", re.IGNORECASE)
_LONGEST_CAPTION = 45


def furniture_reason(line: str) -> DropReason | None:
    """What a single line of a page is, if it is furniture by its own wording; None if it may be of the article."""
    if count_words(line) > _LONGEST_LINE:
        return None
    parts = line.split(" | ")
    reasons = [next((reason for reason, pattern in _LINES if pattern.search(part)), None) for part in parts]
    # A bar of links is furniture if half of it is: "Comments (23) | Share this article | Free to read".
    known = [reason for reason in reasons if reason]
    if known and 2 * len(known) >= len(parts):
        return known[0]
    return next((reason for reason, pattern in _LINES if pattern.search(line)), None) if len(parts) > 1 else None


def stop_reason(line: str) -> DropReason | None:
    """Why nothing after this line belongs to the article; None if it does not end one."""
    if count_words(line) > _LONGEST_STOP:
        return None
    return next((reason for reason, pattern in _STOPS if pattern.search(line)), None)


def is_truncation(line: str) -> bool:
    """Whether a line says that the rest of the article is kept behind it."""
    return bool(_TRUNCATION.search(line))


def is_caption(paragraph: str, *, by_a_picture: bool) -> bool:
    """Whether a paragraph is a photo caption by its wording.

    Captions tell in the present tense what is to be seen and date it: "A man rests in a hall in Ata-Meken Sept. 28.".
    So does the news of what is to come ("The mayor takes office on Tuesday"), and only where it stands tells them apart.

    Args:
        paragraph: Its text.
        by_a_picture: Whether it stands where pictures are: under the headline, or at a credit.
    """
    if count_words(paragraph) > _LONGEST_CAPTION or _TOLD.search(paragraph):
        return False
    return bool(_CAPTION_MARK.search(paragraph) or (by_a_picture and _CAPTION.search(paragraph)))


def is_full_sentence(paragraph: str) -> bool:
    """Whether a paragraph ends as a sentence does."""
    return bool(_TERMINAL.search(paragraph))
