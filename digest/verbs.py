"""Verbs that report speech: "said", "told", "erklärte".

Common knowledge, written for this project; the forms that newspapers put beside a quotation.
"""

__all__ = ["REPORTING_PARTICIPLES", "REPORTING_VERBS"]

_FORMS = {
    "en": """acknowledged acknowledges added adds admitted admits advised advises agreed agrees announced announces
        answered answers argued argues asked asks asserted asserts assured assures boasted boasts called calls cautioned
        cautions claimed claims commented comments complained complains conceded concedes concluded concludes confirmed
        confirms continued continues countered counters cried cries declared declares demanded demands denied denies
        described describes emphasized emphasised emphasizes emphasises estimated exclaimed explained explains expressed
        insisted insists joked jokes lamented laments maintained maintains mentioned mused noted notes objected observed
        observes offered pleaded pleads pledged pledges pointed posted posts predicted predicts promised promises
        protested quipped recalled recalls remarked remarks repeated repeats replied replies reported
        responded responds retorted said say says shouted shouts shrugged sighed snapped stated states stressed stresses
        suggested suggests summed swore testified testifies thought told tell tells tweeted tweets urged urges vowed
        vows wailed warned warns whispered wondered wonders wrote writes yelled yells""",
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
    """acknowledging adding admitting announcing arguing asking asserting boasting calling charging cautioning claiming commenting complaining
    conceding concluding confirming continuing declaring demanding denying describing emphasizing emphasising explaining insisting joking
    lamenting mentioning noting observing pleading pledging pointing posting praising predicting promising proclaiming recalling remarking
    repeating replying reporting responding saying shouting stating stressing suggesting telling testifying tweeting urging vowing warning
    wondering writing yelling""".split()
)
"""English forms behind which the subject of the sentence goes on speaking: "he left, saying"."""

REPORTING_VERBS: frozenset[str] = frozenset(word for forms in _FORMS.values() for word in forms.split())
"""All forms, lower case. A few ("so", "read", "findet") are also other words: who uses them looks at where they stand."""
