"""Hard cases for finding sentences: each is a paragraph, given as the sentences it has.

Written for this project. A quotation of several sentences is one sentence of the paragraph, with the words that say whose
it is: see digest/sentences.py for why.
"""

__all__ = ["CASES"]

_ENGLISH = (
    # Titles, ranks and names
    ("Mr. Ilves did not concede.", "Ms. Marchbank takes office on Tuesday."),
    ("Dr. Valcourt and Prof. Keane spoke first.", "St. Ebbin’s Hospital took in four people."),
    ("Lt. Col. Brandt met Maj. Gen. Okafor and Sgt. Reyes.", "Capt. Salter joined them."),
    ("Sen. Ruth Adeyemi, D-N.Y., and Rep. Tom Hale, R-Ariz., agreed.", "Gov. Lind did not."),
    ("J. R. Halloran put up a photograph.", "T. S. Eliot was not mentioned."),
    ("The order was signed by George H. W. Bush.", "Nobody objected."),
    ("She beat the sitting mayor, Fergus Ilves Jr.", "Ms. Marchbank had led by 29."),
    ("The judgment was written by Justice Samuel A. Alito Jr.", "Two colleagues dissented."),
    ("He met Rev. Anand, Hon. Pryce and Messrs. Gray and Corrigan.", "Lunch followed."),
    # Initialisms, firms, addresses
    ("The U.S. Senate voted on Tuesday.", "The U.K. government welcomed it."),
    ("She moved to the U.S. in 2004.", "Her brother stayed."),
    ("He lives in the U.S.", "His wife works for the U.N. in Geneva."),
    ("He has worked for the F.B.I. since 2011.", "She left the C.I.A. last year."),
    ("Shares of Tarn Industries Inc. fell 4 percent.", "Those of Holt Motor Co. rose."),
    ("The firm, Smith & Sons Ltd., declined to comment.", "So did Orrin Corp."),
    ("Acme Corp. said profit rose.", "The shares gained 3 per cent."),
    ("The ferry was berthed at No. 4 quay by 1 p.m. on Tuesday.", "No fuel had leaked."),
    ("She asked him to stay, and he said no.", "Nobody was surprised."),
    ("They live at 12 Mill St. in Dorn.", "The house on Orrin Ave. is for sale."),
    ("The case, Roe v. Wade, was overturned.", "Protests followed."),
    ("Others, e.g. the anglers, i.e. half the town, were split.", "They vote in January."),
    ("Bring boots, gloves, etc.", "Tea will be served."),
    ("The summit of Mt. Orrin is closed.", "Ft. Hale is open."),
    # Dates and times
    ("A Russian rests after crossing into Kazakhstan Sept. 28.", "The hall is full."),
    ("He was born Jan. 3, 1946, in Dorn.", "He died Dec. 12."),
    ("Objections close on Dec. 30.", "The province decides in April."),
    ("The plan was filed in Nov. 2025.", "It was rejected."),
    ("The deal was signed at 2.40 a.m. on Friday.", "Schools open on Monday."),
    ("The launch sails at 7 a.m., noon and 5 p.m.", "People with appointments board first."),
    ("The meeting starts at 5 p.m. Monday.", "It ends at 7 p.m."),
    ("Doors open at 7 p.m. EST.", "The talk is free."),
    ("It ended at 3 a.m.", "A second count followed."),
    # Numbers
    ("The weir is 3.5 metres high and cost $1.2 million.", "Repair would cost £4.6m."),
    ("It rose 2.3 per cent.", "5.4 million people watched."),
    ("The vote was 7-4.", "Two members were absent."),
    ("Version 2.0.1 is out.", "Version 3.0 is not."),
    # Ellipses, dashes, brackets, questions
    ("He asked for $1.5 million... and got it.", "That surprised everyone."),
    ("I don’t know…", "Maybe tomorrow."),
    ("We waited…", "Then the lights went out."),
    ("The film (which opened on Friday) was a flop.", "Critics hated it."),
    ("(The Courier first reported the news.)", "The board declined to comment."),
    ("He waited (it was late. Very late.) and left.", "She stayed."),
    ("Mr. Ilves – mayor for eight years, as his father was – did not concede.", "He wants a recount."),
    ("What happens next?", "No one is sure."),
    ("Stop!", "The bridge is out."),
    ("Who pays?!", "Nobody knows."),
    ("DORN, Nov. 18 (MNW) - The council voted 7-4.", "The weir goes."),
    ("LONDON (AP) — Britain said on Monday it would act.", "France followed."),
    # Quotations
    ("“We’ve received full support from the locals. They’ve treated us like refugees.”", "He paused."),
    ("“It took us three passes to find the bow,” he said.", "Somebody on deck was singing."),
    ("“Who pays?” asked Lorcan Fey.", "Nobody answered."),
    ("“Who knows?” Mr. Tokayev said.", "He declined to elaborate."),
    ("“Stop!” he shouted.", "The car kept moving."),
    ("“We won!”", "The crowd roared."),
    ('"Six jars of mud is not a survey," Drury said.', '"You can\'t put it back."'),
    ('"Is this the end?" she asked.', "Nobody answered."),
    ("‘It could not be settled sooner,’ says Dr. Valcourt.", "‘Nobody was losing anything yet. That is all.’"),
    ("He said: “It’s over. Go home.”", "She said: “It isn’t.”"),
    ("She called it “a quiet disaster. No more.”", "He agreed."),
    ("“He said, ‘Coats on, please. Leave the bags.’”", "They did."),
    ("“I don’t know…” she said.", "Then she left."),
    ("The banner read “Leave Our Water Alone”.", "It hung in the gallery."),
    # Names with marks, addresses of the web, missing space
    ("Yahoo! reported earnings.", "Its shares rose."),
    ("Visit www.example.com for more.", "Tickets cost £4.50."),
    ("iPhone sales rose.", "eBay fell."),
    ("1. Fill the kettle.", "Wait until it boils."),
    ("The list:", "• boots", "• gloves"),
)  # fmt: skip
_GERMAN = (
    ("Das war am 3. Oktober in Dorn.", "Am 4. Oktober war es vorbei."),
    ("Dr. Meier kam z. B. nicht, d. h. er war krank.", "Frau Prof. Weiß kam."),
    ("Es waren 12.", "Danach kamen mehr."),
    ("Die Fa. Holt GmbH und Co. KG schließt.", "Das sagte Geschäftsführer Hr. Kern."),
    ("„Wir warten. Wir haben Zeit“, sagte er.", "Dann ging er."),
    ("»Wer zahlt?«, fragte sie.", "Niemand antwortete."),
    ("Der Umsatz stieg auf 3,5 Mio. Euro bzw. um 4 Prozent.", "Der Gewinn fiel."),
    ("Nr. 4 ist offen.", "Nr. 5 ist zu."),
)
_OTHERS = {
    "fr": (
        ("M. Dupont a dit non.", "Mme Martin a dit oui."),
        ("« Oui. Non. »", "Il est parti."),
        ("« Qui paie ? » demande-t-il.", "Personne ne répond."),
        ("C’est J.-P. Martin qui parle.", "Il parle bien."),
    ),
    "es": (
        ("El Sr. García llegó a EE. UU. ayer.", "La Sra. Ruiz no."),
        ("¿Quién paga?", "¡Nadie!", "Eso dijo."),
        ("«No lo sé. Nadie lo sabe», dijo.", "Luego se fue."),
    ),
    "it": (
        ("Il sig. Rossi è partito.", "La dott. Bianchi resta."),
        ("«Non lo so. Vedremo», ha detto.", "Poi è uscito."),
    ),
    "pt": (("O Sr. Silva saiu.", "A Dra. Costa ficou."), ("“Não sei. Ninguém sabe”, disse.", "Depois saiu.")),
    "ru": (
        ("В. В. Иванов приехал в г. Дорн.", "Он уехал вечером."),
        ("«Не знаю. Никто не знает», — сказал он.", "Потом ушёл."),
        ("Это стоит 5 млн. рублей.", "Денег нет."),
    ),
    "el": (("Τι είναι αυτό;", "Κανείς δεν ξέρει."), ("Ο κ. Παππάς είπε όχι.", "Έφυγε.")),
    "ja": (
        ("市長は「大丈夫だ。心配ない。」と述べた。", "その後、会場を去った。"),
        ("今日は晴れだ。", "明日は雨だろう。"),
        ("本当か？", "誰も知らない。"),
    ),
    "zh": (
        ("他说：“今天很好。”", "第二天，他走了。"),
        ("“很好。”他说。", "然后离开了。"),
        ("谁来付钱？", "没有人知道。"),
    ),
    "ko": (("시장은 “괜찮다. 걱정 없다.”라고 말했다.", "그는 떠났다."),),
    "ar": (("ماذا حدث؟", "لا أحد يعرف."), ("قال الوزير نعم.", "ثم غادر.")),
    "hi": (("मेयर ने हाँ कहा।", "फिर वे चले गए।"),),
}

CASES: tuple[tuple[str, tuple[str, ...]], ...] = (
    *(("en", case) for case in _ENGLISH),
    *(("de", case) for case in _GERMAN),
    *((language, case) for language, cases in _OTHERS.items() for case in cases),
)
"""Language and sentences. Sentences are parted by a space, but in Japanese and Chinese by nothing."""
