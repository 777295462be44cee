"""Questions about the sample articles: with words of a sentence that answers each, and with who said it; and questions they do not answer.

Asked of all of them at once, as in a place with one day's news; the weights know none of them.
"""

__all__ = ["ANSWERED", "CONVERSATIONS", "SAID", "UNANSWERED"]

ANSWERED = (
    ("When was the Kessel weir built?", "was built in 1874"),
    ("How high is the Kessel weir?", "3.5 metres high"),
    ("How much would it cost to repair the weir?", "4.6 million"),
    ("How many people attended the meeting about the weir?", "About 180 people"),
    ("When will the pond be drawn down?", "in May"),
    ("Who moved the motion to remove the weir?", "Theo Abernathy"),
    ("How many signatures did the Dorn Mill Heritage Society collect?", "2,300"),
    ("How many boats does Anna Mare have?", "26 boats"),
    ("Who is the harbour master?", "Henrike Salter"),
    ("How long did the Astrid sit on the Cutler Bank?", "five hours"),
    ("Who is the coxswain of the lifeboat?", "Eamon Teague"),
    ("How much does teachers’ pay rise in January?", "4 per cent in January"),
    ("How many classroom assistants will the province hire?", "140 classroom assistants"),
    ("Who mediated between the teachers and the province?", "Dagny Holloway-Stern"),
    ("How many children were out of school during the strike?", "71,000"),
    ("Who is the education commissioner?", "Rufus ter Haar"),
    ("When does the new mayor of Ketterby take office?", "1 December"),
    ("What will the deal cost the province?", "38 million crowns"),
    ("Who chairs the parents' federation?", "Anselm Whitlock"),
    ("When do the objections close?", "Dec. 30"),
)

SAID = (
    ("Who said “Six jars of mud is not a survey”?", "Wilma Drury"),
    ("Who said “Then I saw daylight through it”?", "Mattis Crewe"),
    ("Who said “It took us three passes to find the bow”?", "Eamon Teague"),
    ("Who said “I would have liked to come out with nine”?", "Perpetua Lowe"),
    ("Who said “The children were not on strike”?", "Anselm Whitlock"),
    ("What did Gethin Aubrey say about the rise?", "Gethin Aubrey"),
    ("What did Florian Beck say?", "Florian Beck"),
    ("What did Wilma Drury say about mud?", "Wilma Drury"),
    ("What did the harbour master say about the wind?", "Henrike Salter"),
)

UNANSWERED = (
    "What did Wilma Drury say about the strike?",
    "Who said “the ferry will sink by Friday”?",
    "What does Reuters say about the weir?",
    "How many people were killed in Berlin?",
    "What did Zelensky say about grain?",
    "Who won the Nobel prize for chemistry?",
    "What is the price of bitcoin?",
    "When was the airport of Lisbon opened?",
    "How many goals did Arsenal score?",
    "Who is the president of Georgia?",
    "What did Perpetua Lowe say about NATO?",
    "How much did the earthquake in Chile cost?",
)

CONVERSATIONS = (
    (
        (
            "Who said “We could hear her horn before we could see her”?",
            "What else did he say?",
        ),
        "three passes",
    ),
    (("What did Wilma Drury say about mud?", "What else did she say?"), "nobody knew what lay in the mud"),
    (("How many classroom assistants will the province hire?", "When does it begin?"), ""),
    (("Who is the harbour master?", "What did she say about the sea?"), "the sea was flat"),
)
