"""Letters to readers, appeals and boxes as news pages print them beside an article; invented, one paragraph a line.

They are good prose, quote people and end as sentences do, so nothing in how a line looks tells them from news.
"""

__all__ = ["HOOKS", "LETTERS"]

_LETTERS = """
Dear Reader,
Three winters ago a schoolteacher from Dorn wrote to me that she reads our paper aloud at breakfast, “because it is the only voice at the table that never shouts.” I have kept her card above my desk ever since.
People often ask what makes a small newsroom last. My answer is dull: we turn up, we listen, we check, and then we check again. Nobody has ever bought a subscription for that, and yet it is all we have to sell.
“A paper that hurries is a paper that guesses,” our first editor liked to say. We have been slow since 1911, and proud of it.
You may think of us as earnest. You may even think of us as a little old-fashioned. But when the lights go out in your street, you know whom to ring, and so do we.
If that is the kind of journalism you want in the world, you can have the Courier delivered for nine crowns a month. You’ll get the weekend magazine, the evening letter and every story on our site.

A message from our editor
Reporting like the story you have just read takes weeks. It means knocking on doors, reading what nobody wants us to read, and paying lawyers when somebody would rather we stopped.
We have no owner who tells us what to write and no shareholder who asks what it earned. We have you.
More than 40,000 people now give what they can, and because they do, everybody can read us, whether they are able to pay or not.
If you can, please consider supporting us today, with as little as two crowns. It takes less than a minute, and it goes a longer way than you may think.
Thank you.

Before you go
We are living through a time in which rumours travel faster than facts. That is why we made a promise to our readers nine years ago: we will never put our work behind a wall.
Keeping that promise costs money. Advertising pays for a third of what we do, and it pays for less each year.
Will you help us? Members make it possible for our reporters to stay on a story when everybody else has left. They also get our thanks, a mug, and an invitation to the winter party.
You can cancel at any time. No questions asked.

Why trust us
Our newsroom follows a written code that you can read in full. Our reporters do not accept gifts, our reviewers pay for what they test, and we correct our errors where you can see them.
We believe that you deserve to know how a story came to be. That is why we link to our sources and tell you when we could not reach somebody.
“I may not agree with every line, but I have never caught them lying,” says Marek Olun, a reader of thirty years.
Tell us when we fall short. Our readers’ editor answers every letter.

Dear friend of the Herald,
When I joined this paper as an apprentice, the presses shook the whole building at two in the morning. Today our newsroom fits on one floor, and the only thing that shakes is the coffee machine.
What has not changed is what we owe you: the truth, told plainly, by people who live where you live.
This spring alone our reporters sat through 214 council meetings. They read budgets that no one else reads. They found the missing pages in the harbour contract, and you read about it the next morning.
We could not have done it without readers who pay for their news. We would be honoured if you were one of them.
With gratitude, and ink on my fingers, Rosa Lindqvist, editor-in-chief.

Subscribe to continue
Good news for curious minds: for a short time you can read everything we publish for one crown a week.
We cover your neighbourhood, your schools, your river and your roads, and we do so every day of the year.
Our subscribers tell us that they feel calmer, better informed and more hopeful. We like to think that they are right.
You’ll also get our crosswords, our recipes and the Sunday letter that more than half of our members open before they are out of bed.
Already a subscriber? Log in.

You have read three of your free articles this month.
Journalism that looks for what works is not soft. It asks harder questions, because it does not stop at what went wrong.
What sets us apart? Listening before we write. Giving both sides the time they need. Telling you what we do not know.
That’s our promise: news that leaves you room to think.
Start your free trial. You won’t be charged until the thirty days are over.

About this newsletter
I’m Ines Caro, and I have written about money for this paper for eleven years. Each Thursday I try to explain one thing that puzzled me during the week, in words my grandmother would have put up with.
Last week I asked you about your first pay cheque, and more than six hundred of you wrote back. “I spent it on a bicycle and have been late ever since,” one of you said.
Keep the letters coming. I read all of them, even the rude ones.
If somebody forwarded this to you, you can sign up here.

The news about the news is bad. Papers close, reporters are let go, and whole counties are left without anybody who attends the meetings.
We think that this story can end differently. Two years ago we gave ourselves to a foundation, so that nobody can ever sell us, and asked our readers to become our owners.
It worked, because people like you cared. Today 11,300 members pay for a newsroom of forty.
But we are not there yet, and we need 900 more of you before the end of the year. Join us, and make sure that what happens here does not happen in the dark.
Become a member

Liebe Leserin, lieber Leser,
als ich vor zwanzig Jahren in dieser Redaktion anfing, sagte mir ein Kollege: „Schreib so, dass du den Leuten beim Bäcker noch in die Augen schauen kannst.“ Daran halten wir uns bis heute.
Guter Journalismus kostet Zeit und Geld. Wir fahren hin, wir fragen nach, und wir veröffentlichen erst, wenn wir sicher sind.
Vielleicht finden Sie uns manchmal umständlich. Wir finden, dass Sie ein Recht auf Genauigkeit haben.
Unterstützen Sie unsere Arbeit mit einem Abonnement. Sie lesen dann alle Artikel ohne Werbung und können jederzeit kündigen.
Ihre Redaktion

In eigener Sache
Unsere Reporterinnen und Reporter sind jeden Tag für Sie unterwegs. Dass wir unabhängig berichten können, verdanken wir mehr als 20.000 Menschen, die uns freiwillig unterstützen.
Wir haben keinen Verleger, der uns vorschreibt, was wir schreiben sollen, und das soll so bleiben.
Wenn Ihnen unsere Texte etwas wert sind, freuen wir uns über Ihren Beitrag. Schon fünf Euro im Monat helfen uns weiter.
Jetzt Mitglied werden

Chère lectrice, cher lecteur,
Il y a dix ans, nous étions quatre autour d’une table de cuisine, et l’on nous disait : « Personne ne paiera pour vous lire. » Vous êtes aujourd’hui plus de trente mille à nous prouver le contraire.
Notre rédaction n’appartient à aucun groupe et ne vit que de ses lecteurs. C’est ce qui nous permet d’enquêter pendant des mois sans demander la permission à personne.
Nous savons que vous avez le choix. Si notre travail vous paraît utile, vous pouvez nous soutenir dès cinq euros par mois.
Merci de votre confiance.

Pourquoi s’abonner ?
Parce que l’information a un prix et que nous refusons la publicité. Parce que nos journalistes vont sur place, prennent le temps et recoupent.
Nos abonnés ont accès à tous nos articles, à nos archives et à la lettre du dimanche. Vous pouvez résilier quand vous le souhaitez.
Déjà abonné ? Connectez-vous.

Querido lector:
Hace unos años una maestra me dijo que leía nuestro periódico con sus alumnos porque «es el único que no grita». Aquella frase sigue en la pared de la redacción.
No tenemos dueño ni accionistas. Nos sostienen personas como usted, que creen que la verdad merece un esfuerzo.
Si valora nuestro trabajo, hágase socio. Con cinco euros al mes nos ayuda a seguir preguntando y recibe además nuestra revista.
Gracias por estar ahí.

Apoya nuestro periodismo
Nuestros reporteros pasan semanas detrás de cada historia. Eso cuesta dinero, y la publicidad ya no lo paga.
Más de doce mil lectores colaboran con nosotros cada mes para que todos puedan leernos gratis. Tú también puedes hacerlo.
Puedes cancelar cuando quieras.

Cara lettrice, caro lettore,
quando abbiamo cominciato eravamo in cinque e nessuno scommetteva su di noi. Oggi ci leggete in centomila, e di questo vi ringraziamo.
Il nostro giornale vive grazie a chi lo sostiene. Non abbiamo un padrone e non vogliamo averlo.
Se pensate che il nostro lavoro sia utile, abbonatevi: bastano quattro euro al mese e potete disdire quando volete.

Beste lezer,
Onafhankelijke journalistiek bestaat niet vanzelf. Onze verslaggevers gaan op pad, bellen nog een keer terug en schrijven pas als ze het zeker weten.
Dat kunnen wij alleen dankzij lezers zoals u. Steun ons vanaf drie euro per maand en lees alle artikelen zonder advertenties.
U kunt op elk moment opzeggen.
"""

LETTERS = tuple(tuple(letter.splitlines()) for letter in _LETTERS.strip().split("\n\n"))
"""Each a letter: its paragraphs."""

HOOKS = (
    "You've read 3 of 3 free articles. Subscribe to continue.",
    "This article is for subscribers. Subscribe now from 1 crown a week.",
    "To continue reading, sign in or create a free account.",
    "Sign up for our morning newsletter and never miss a story.",
    "Support independent journalism.",
    "QR Code to Subscription page",
    "Start your subscription today",
    "Read this article in",
    "Get the best of the Courier in your inbox every Sunday.",
    "Already a member? Log in",
    "Share this story",
    "Become a member",
    "Jetzt weiterlesen mit dem Digital-Abo",
    "Dieser Artikel ist nur für Abonnenten.",
    "Cet article est réservé aux abonnés.",
    "Contenido exclusivo para suscriptores",
)
"""Lines that stand above and below letters."""
