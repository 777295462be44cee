"""Common given names, to tell whom "he" and "she" can stand for.

Common knowledge, written for this project; names that both use (Alex, Robin, Kim, Andrea, Jean) are left out. They never
decide who a speaker is, only whom a pronoun can't be.
"""

__all__ = ["gender_of_given_name"]

_MALE = frozenset(
    """aaron abdul abdullah abraham adam adolf adrian ahmad ahmed akira alain alan albert alberto alejandro aleksandr alessandro alexander
    alexandre alexei alfred ali allan allen alvaro amir anatoly anders andré andreas andrei andrew andrzej andy angus antal anthony antoine anton
    antonio ari armando arnold arthur arturo asif axel barack barry ben benedict benjamin bernard bernd bernie bert bill björn bob boris brad
    bradley brandon brett brian bruce bruno bryan calvin carl carlo carlos cesar charles chester christian christoph christopher chuck clarence
    claude claudio claus clifford clive colin conor corey craig curtis cyril dan daniel daniele darren dave david dean dennis derek desmond diego
    dieter dietmar dirk dmitri dmitry dominic don donald doug douglas duncan dwight earl eddie edgar edmund eduardo edward edwin elias elijah
    elliot emil emmanuel enrico enrique eric erik ernest erwin ethan eugene evan fabian fabio federico felipe felix fernando ferdinand filip
    florian francesco francisco franck frank franz fred frederick friedrich fritz gabriel gareth gary gavin geoff geoffrey georg george georges
    gerald gerard gerhard gianni gilbert giovanni giuseppe glenn gordon graham greg gregor gregory guido guillaume gunther gustav guy hamid hans
    harald harold harry hassan heinrich heinz hector helmut henri henrik henry herbert hermann hiroshi holger horst howard hubert hugh hugh hugo hussein
    ian ibrahim igor ilya imran isaac ismail ivan jack jacob jacques jaime jakob jamal james jan jared jason javier jay jean-pierre jeb jed jeff
    jeffrey jens jeremy jerome jerry jesús jim jimmy joachim joao joaquín jochen joe joel johan johann johannes john jon johnny jonas jonathan jonny
    jorge josé josef joseph joshua juan jürgen julian julio jun justin kai karim karl kassym keith ken kenneth kevin khalid kirk klaus konrad konstantin
    kurt kyle lance lars laurence lawrence leif leo leon leonard leroy lionel lorenzo louis luc luca lucas ludwig luigi luis lukas luke magnus malcolm
    manfred manuel marc marcel marco marcos marcus mario mark markus martin marvin massimo mathias matteo matthew matthias maurice mauro max maximilian
    mehmet michael michel miguel mikael mike mikhail milan mitch mohamed mohammad mohammed morgan muhammad murray mustafa nathan nathaniel neil nelson
    niall nicholas nick nicolas nigel nikolai nils noah norbert norman oleg oliver olivier omar oscar oskar otto pablo paolo pascal patrick paul pedro
    per pete peter petr philip philipp philippe phil pierre pietro piotr rafael rahul rainer raj ralf ralph ramón raúl ray raymond reinhard rené ricardo
    richard rick rob robert roberto rodney rodrigo roger roland rolf roman ron ronald rory ross roy rudolf rudy rupert russell ryan salvatore sam samuel
    sandro saul scott sean sebastian sebastián serge sergei sergey sergio seth shane shaun shinzo siegfried sigmar simon stan stanley stefan stefano
    stephan stephen steve steven stuart sven takeshi tariq ted terence terry theo theodore thierry thomas thorsten tim timothy tobias todd tom tommaso
    tommy tony torsten travis trevor ulrich umar uwe vasily viktor vincent vincenzo vitali vlad vladimir volker volodymyr wade walter warren wayne werner
    wesley wilhelm will willem william winston wolfgang yuri yusuf zachary zoran""".split()
)  # fmt: skip
_FEMALE = frozenset(
    """abigail ada adela adele agatha agnes aisha alana alexandra alice alicia alina alison allison amanda amber amelia amina amy ana anastasia andrée
    angela angelika angelina anita anja anke ann anna anne annegret annette annie antonia anya april ashley astrid audrey augusta ayesha barbara beate
    beatrice beatrix becky berit bernadette beth bethan betsy betty bianca birgit bonnie brenda bridget brigitte brittany camila camille carla carly carmen
    carol carole carolina caroline carolyn catherine cathy cecilia celia céline charlotte chelsea cheryl chiara chloe christa christiane christina christine
    cindy claire clara clare claudia colleen condoleezza cora cordelia cristina cynthia daisy daniela danielle daphne dawn deborah debbie debra delia
    delphine denise diana diane dolores donna dora doris dorothea dorothy edith edna eileen elaine eleanor elena eleonora élisabeth elise elisa elizabeth
    ella ellen élodie elsa emilia emily emma erica erika erin esperanza esther eva eve evelyn fatima felicia fiona florence frances franziska frauke frida
    gabriela gabriele gail gemma georgia geraldine gertrude gina ginny giorgia gisela gloria grace greta gretchen gudrun gwen hannah hannelore harriet heather
    heidi heike helen helena hélène helga henrike hilary hilda hildegard hillary holly ida ilona ilse imogen ines ingeborg ingrid irene irina iris irma isabel
    isabella isabelle isolde ivana ivanka ivy jackie jacqueline jane janet janice jasmine jeanette jeanne jen jenna jennifer jenny jessica jill joan joanna
    joanne jodie johanna josephine joy joyce juanita judith judy julia juliana julie june jutta kamala karen karin karina karoline kate katharina katherine
    kathleen kathrin kathryn kathy katie katja katrin kayla kelly kellyanne kerstin kirsten kirsty kristen kristin kristina lara laura lauren laurie lea leah leila
    lena leonie leticia lilian lily linda lisa lois loretta lori lorraine louise lucia lucinda lucy luisa lydia lynn mabel madeleine maggie maike malala
    mandy manuela mara margaret margarita margit marguerite maria mariana marianne marie marilyn marina marion marjorie marlene marta martha martina mary
    maryam matilda maureen maxine megan meghan melania melanie melinda melissa mercedes meredith mia michaela michele michelle mildred mina mindy miranda
    miriam moira molly mona monica monika muriel myra nadia nadine nadja nancy naomi natalia natalie natasha nicola nicole nikki nina noémi nora norma nuala
    odile olga olive olivia paige pamela patricia patty paula pauline penelope penny perpetua petra phyllida phyllis polly priscilla priya rachel ramona rebecca
    regina renate renée rhona rhonda rita roberta rosa rosalind rosamund rose rosemary roxana ruth sabine sabrina sadie sally samantha sandra sara sarah
    saskia selma shannon sharon sheila shirley sigrid silke silvia simone siobhán sofia solveig sonia sonja sophia sophie stacey stefanie stella stephanie
    sue susan susanna susanne suzanne svenja svetlana sylvia tabitha tamara tamsin tania tanja tanya tara tatiana teresa tessa thelma theresa therese tiffany
    tina tracy trudy ursula uta ute valentina valeria valérie vanessa vera verena verónica veronica veronika victoria viktoria viola violet virginia
    vivian viviane wanda wendeline wendy whitney wilhelmina wilma winifred xenia yolanda yvette yvonne zainab zara zoe zuzana""".split()
)  # fmt: skip


def gender_of_given_name(name: str) -> str:
    """Tell "m" or "f" for a name that is nearly always the one; an empty string for the others."""
    folded = name.casefold().split("-")[0] if name.casefold() not in _MALE | _FEMALE else name.casefold()
    return "m" if folded in _MALE else "f" if folded in _FEMALE else ""
