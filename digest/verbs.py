"""Verbs that report speech: "said", "told", "erklärte".

Common knowledge, written for this project; the forms that newspapers put beside a quotation.
"""

from functools import cache

__all__ = ["IRREGULAR_FORMS", "REPORTING_PARTICIPLES", "REPORTING_VERBS", "reporting_verbs"]

_FORMS = {
    "en": """acknowledged acknowledges added adds admitted admits advised advises agreed agrees announced announces
        answered answers argued argues asked asks asserted asserts assured assures boasted boasts called calls cautioned
        cautions claimed claims commented comments complained complains conceded concedes concluded concludes confirmed
        confirms continued continues countered counters cried cries declared declares demanded demands denied denies
        described describes emphasized emphasised emphasizes emphasises estimated exclaimed explained explains expressed
        insisted insists joked jokes lamented laments maintained maintains mentioned mused noted notes objected observed
        observes offered pleaded pleads pledged pledges pointed posted posts predicted predicts promised promises
        protested quipped recalled recalls remarked remarks repeated repeats replied replies reported
        responded responds retorted said say says shouted shouts shrugged screamed screams sighed snapped stated states stressed stresses
        suggested suggests summed swore testified testifies thought told tell tells tweeted tweets urged urges vowed
        vows wailed warned warns whispered wondered wonders wrote writes yelled yells
        accused accuses alleged alleges barked blasted bragged brags bemoaned blamed blames blared charged charges chanted chants chided cited cites
        condemned condemns contended contends criticized criticised criticizes decried decries denounced denounces
        deadpanned dismissed dismisses dubbed echoed echoes elaborated emailed expounded fumed goes groused gushed hailed implored inquired
        interjected intoned labeled labelled lauded lectured likened mocked mocks muttered opined pondered praised praises preached
        pressed proclaimed proclaims quoted quotes questioned questions rails railed ranted read reads reassured recounted recounts
        referred refers reflected remembered remembers reiterated reiterates ridiculed roared scoffed signed slammed slams sneered sniffed
        spoke speaks speculated stammered surmised talked talks teased thanked theorized thundered touted trumpeted tweets vented volunteered
        went deemed""",
    "de": """antwortet antwortete bedauerte bedauert behauptet behauptete bekräftigt bekräftigte bemerkte berichtet
        berichtete beschrieb beschreibt bestätigt bestätigte betont betonte beklagt beklagte beteuerte bezeichnet
        bezeichnete bilanzierte bittet ergänzt ergänzte erinnert erinnerte erklärt erklärte erläutert erläuterte erwidert
        erwiderte erzählt erzählte findet fordert forderte fragt fragte fügte gibt gab heißt hieß hofft kommentiert
        kommentierte kritisiert kritisierte kündigt kündigte lautet lobt lobte mahnt mahnte meint meinte nannte nennt
        prophezeit resümiert rief ruft sagt sagte sagten sagen schildert schilderte schreibt schrieb sprach spricht
        stellte teilt teilte twitterte unterstreicht unterstrich urteilt urteilte verkündet verkündete verlangt
        verlangte verriet verspricht versprach versicherte versichert warnt warnte weiß wusste wiederholte zeigt
        zitiert zitierte""",
    "fr": """affirme affirmé ajoute ajouté ajoutait alerte alerté annonce annoncé appelle appelé assure assuré
        avance avertit averti commente commenté concède conclut conclu confie confié confirme confirmé constate
        constaté déclare déclaré décrit demande demandé dénonce dénoncé déplore déploré détaille dit disait écrit estime
        estimé explique expliqué expliquait indique indiqué insiste insisté interroge jure juge jugé lance lancé martèle
        martelé note noté plaide poursuit précise précisé prévient prévenu promet promis raconte raconté rappelle
        rappelé réagit réagi reconnaît reconnu relève répète répond répondu résume résumé révèle s'exclame
        s'indigne salue salué souligne souligné soupire tonne tranche""",
    "es": """aclaró admite admitió advierte advirtió afirma afirmó agregó anunció añade añadió apunta apuntó
        aseguró asegura asevera aseveró celebró comenta comentó concluyó concluye confesó confiesa confirmó consideró
        considera contestó cree critica criticó cuenta contó declaró declara defendió denunció denuncia destacó destaca
        detalló dice dicen dijo dijeron enfatizó escribió escribe explica explicó expresó expresa indicó indica
        insistió insiste lamentó lamenta manifestó manifiesta matizó narró opina opinó pidió pide precisó precisa
        preguntó pregunta prometió recalcó recordó recuerda reconoció reconoce reiteró relata relató remarcó replicó
        resaltó respondió responde reveló señaló señala sentenció sostiene sostuvo subrayó subraya sugirió""",
    "it": """accusa affermato afferma aggiunge aggiunto ammette ammesso annuncia annunciato assicura assicurato
        attacca avverte avvertito chiede chiesto commenta commentato conclude concluso conferma confermato confessa
        continua dice dichiara dichiarato denuncia detto esclama evidenzia fa insiste lamenta nota osserva precisa
        precisato promette prosegue racconta raccontato replica replicato ribadisce ribadito ricorda ricordato riferisce
        riferito risponde risposto rivela scrive scritto sostiene sottolinea sottolineato spiega spiegato spiegava""",
    "pt": """acrescenta acrescentou admite admitiu adverte advertiu afirma afirmou alerta alertou anunciou argumenta
        argumentou avalia avaliou comenta comentou completa completou conclui concluiu confirmou considera considerou
        conta contou declara declarou defende defendeu desabafa destaca destacou diz dizem disse disseram enfatizou
        escreveu explica explicou frisou garante garantiu indicou informou insistiu lamenta lamentou lembra lembrou
        negou observa observou pergunta perguntou pediu pondera prometeu questiona questionou reconhece reconheceu
        reforça reforçou reiterou relata relatou responde respondeu ressalta ressaltou revela revelou salientou
        sublinha sublinhou sugeriu""",
    "nl": """aldus antwoordde antwoordt benadrukt benadrukte beweert beweerde klaagt meldt meldde noemt noemde
        reageert reageerde schreef schrijft stelde stelt twittert vertelde vertelt verklaarde verklaart vervolgt vindt
        vond vraagt vroeg waarschuwde waarschuwt zegt zei zeiden""",
    "ru": """заявил заявила заявили сказал сказала сказали говорит говорил говорила говорят сообщил сообщила сообщили
        отметил отметила отметили добавил добавила добавили подчеркнул подчеркнула подчеркнули рассказал рассказала
        рассказали пояснил пояснила пояснили объяснил объяснила уточнил уточнила написал написала пишет считает
        считал полагает утверждает утверждал признал признала признался призналась напомнил напомнила ответил ответила
        спросил спросила предупредил предупредила пообещал пообещала поделился поделилась прокомментировал
        прокомментировала указал указала""",
}

REPORTING_PARTICIPLES = frozenset(
    """accusing blasting bragging chanting citing criticizing criticising decrying denouncing labeling labelling lamenting likening
    mocking quoting reading referring slamming thanking touting acknowledging adding admitting announcing arguing asking asserting boasting calling charging cautioning claiming commenting complaining
    conceding concluding confirming continuing declaring demanding denying describing emphasizing emphasising explaining insisting joking
    lamenting mentioning noting observing pleading pledging pointing posting praising predicting promising proclaiming recalling remarking
    repeating replying reporting responding saying shouting stating stressing suggesting telling testifying tweeting urging vowing warning
    wondering writing yelling""".split()
)
"""English forms behind which the subject of the sentence goes on speaking: "he left, saying"."""

IRREGULAR_FORMS = frozenset(
    """ate beat became began believes bent bet bit blew bought broke brought built came caught chose comes cut dealt did drew drove expects
    faces fell felt finds flew forgot fought found gave gets gives got grew has held heard helps hid hit holds hopes hurt includes kept knew knows
    lays leads leaves led left lent let lies likes lives looks lost loves made makes means meant met moved moves needs owns paid plans plays
    put puts ran remains represents rode rose runs sat saw seeks seems sees sent serves set shook shot shows shut sits sold sought spent
    stands stood struck supports swept takes taught thinks threw took tries turned turns understood views wants wins won wore works woke""".split()
)
"""English finite forms that do not end in -ed and report no speech."""

REPORTING_VERBS: frozenset[str] = frozenset(word for forms in _FORMS.values() for word in forms.split())
"""All forms, lower case. A few ("read", "findet") are also other words: who uses them looks at where they stand."""


@cache
def reporting_verbs(language: str) -> frozenset[str]:
    """The forms of one language, lower case.

    Args:
        language: ISO 639-1 code; English if empty, all languages if none of them.
    """
    forms = _FORMS.get(language or "en")
    return frozenset(forms.split()) if forms else REPORTING_VERBS
