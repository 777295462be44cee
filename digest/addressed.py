"""Words by which a line speaks to its readers, of itself or of who said something, in twelve languages.

They are looked for by `digest.line_features`, which weighs them; none of them decides alone.
"""

import re

__all__ = ["CREDIT", "CUE", "IMPERATIVES", "PERSON", "TOLD", "WE", "YOU"]

# What speaks of reading, paying and signing up, by the beginnings of words in twelve languages.
CUE = re.compile(
    r"\b(?:subscri|unsubscri|newsletter|e-?mail|inbox|sign(?:ed|ing)? (?:up|in)|log ?(?:in|ged in)|register|member|donat|contribut|"
    r"support(?:er|ing)? (?:our|us|independent|the work)|journalis|newsroom|advertis|sponsor|cookie|privacy|terms|rights reserved|copyright|"
    r"password|account|paywall|unlimited|free (?:trial|article|access|email)|cancel|app store|google play|download|podcast|follow|click|tap|"
    r"read(?:er|ers|ing)?\b|comment|share|updates?\b|website|our site|correction|editor|"
    r"abonn|anmeld|registrier|leserin|leser\b|redaktion|kündig|unterstütz|werbung|anzeige|datenschutz|mitglied|nutzungsbed|"
    r"lecteur|lectrice|rédaction|inscri|résili|soutenir|soutenez|publicité|connectez|"
    r"suscri|lector|redacción|apoya|socio|publicidad|boletín|iscri|abbon|lettor|redazione|sostien|pubblicità|assin|leitor|apoie|"
    r"lezer|redactie|opzeg|steun|nieuwsbrief|prenumer|nyhetsbrev|läsare|annons|czytelnik|reklam|redakcj|zapisz|"
    r"подпис|читател|редакц|рассылк|реклам|abone|okur|bülten)|©",
    re.IGNORECASE,
)
CREDIT = re.compile(
    r"\b(?:photos?|photograph|fotos?|getty|reuters|afp|epa|dpa|ap photo|courtesy|image|bild|archivbild|legende|pictured|file photo|"
    r"picture alliance|crédit|ritzau|tt nyhetsbyrån|shutterstock)\b|撮影|写真",
    re.IGNORECASE,
)
TOLD = re.compile(
    r"\b(?:said|says|told|added|according|sagte|sagt|erklärte|laut|dit|déclaré|selon|dijo|según|aseguró|disse|secondo|zei|volgens)\b",
    re.IGNORECASE,
)
YOU = frozenset(
    """you your yours you're you'll you've yourself you’re you’ll you’ve sie ihnen ihr ihre ihren ihrem dir dich dein deine
    euch vous votre vos usted ustedes su sus tú tu te voi vi vostro vostra você vocês u uw je jouw du dig din ditt er
    państwo twój вы вас вам ваш ваша sen siz sizin""".split()
)
WE = frozenset(
    """we our ours us we're we've we'll we’re we’ve we’ll wir uns unser unsere unseren unserem unserer nous notre nos
    nosotros nuestro nuestra nuestros nuestras noi nostro nostra nostri nós nosso nossa wij ons onze vi vår vårt våra
    vores våre my nasz nasza мы нас нам наш наша biz bizim""".split()
)
IMPERATIVES = frozenset(
    """subscribe sign read share follow click get download start join support become watch listen view see find learn help
    send tell discover explore try buy shop save donate contact print email tweet pin like log register create choose enter
    please lesen jetzt abonnieren hören sehen folgen abonnez lisez découvrez recevez suscríbete lee apoya regístrate""".split()
)
# Who speaks and to whom; in news that is found within quotations. "I" is a common word where it is small, and "US" a country.
PERSON = re.compile(
    r"\bI(?:[’'](?:m|ve|d|ll))?\b|\b(?:[Ww]e|[Oo]ur|us|[Yy]ou|[Yy]ours?|[Yy]our|[Mm]y|[Ww]e[’'](?:re|ve|ll|d)|[Yy]ou[’'](?:re|ve|ll|d)|[Ii]ch|[Ww]ir|uns|[Uu]nser\w*|[Nn]ous|"
    r"[Nn]otre|[Nn]os|[Vv]ous|[Vv]otre|[Vv]os|[Nn]osotros|[Nn]uestr[oa]s?|[Uu]sted(?:es)?|[Nn]oi|[Nn]ostr[oaie]|[Nn]ós|[Nn]oss[oa]s?|[Vv]ocês?|[Ww]ij|[Oo]ns|[Oo]nze|[Vv]år[at]?|[Vv]ores?|[Vv]åre|"
    r"[Mm]y|[Nn]asz\w*|[Мм]ы|[Нн]ас|[Нн]аш\w*|[Вв]ы|[Вв]ас|[Вв]аш\w*|[Bb]iz(?:im)?|[Ss]iz(?:in)?)\b"
)
