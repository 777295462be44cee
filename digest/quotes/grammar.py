"""Small words that tell where a noun phrase starts and ends.

Common knowledge, written for this project; English in depth, the other languages as far as a speaker beside a verb of
saying needs them.
"""

import re

__all__ = ["ARTICLES", "BETWEEN", "DETERMINERS", "FINITE", "LINKS", "PREPOSITIONS", "PRONOUNS", "RELATIVES", "WORD"]

WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
PRONOUNS = frozenset(
    """he she they i we er sie ich wir il elle ils elles on él ella ellos ellas lui lei egli ele ela eles elas
    он она они hij zij ze""".split()
)
ARTICLES = frozenset({"a", "an", "the"})
DETERMINERS = ARTICLES | frozenset(
    """one another some several many two three four five both his her their its our my this that these those
    der die das ein eine einer le la les un une des l' el los las una unos unas il lo gli i o os as um uma""".split()
)
PREPOSITIONS = frozenset("of in at from to for with by on near about against von in aus für de du des di del".split())
LINKS = frozenset(
    """and or nor than as like under over behind beside into onto across through around after before until since during
    without within""".split()
)
RELATIVES = frozenset("who whom whose which that where".split())
BETWEEN = re.compile(
    r"\b(?:has|have|had|also|later|then|now|once|often|recently|already|reportedly|repeatedly|himself|herself|themselves|"
    r"would|did|does|do|was|is|are|were|will|still|again|even|simply|only|just|ever|never|further|merely|\w+ly|"
    r"hat|haben|hatte|auch|a|ont|aussi|ha|han|também)\s*$",
    re.IGNORECASE,
)
"""What may stand between a subject and its verb."""
FINITE = re.compile(
    r"\b(?:was|were|is|are|be|been|has|had|have|may|might|will|would|can|could|should|must|did|does|do|shook|stood|sat|"
    r"took|went|came|got|made|gave|knew|saw|left|held|kept|put|ran|lost|won|met|rose|fell|grew|led|paid|sent|spent|"
    r"bought|built|brought|sold|wore|drove|rode|began|became|felt|heard|lives?|works?|runs?|leads?|owns?|"
    r"(?!named|retired|married|unnamed)[a-z]+ed)\b"
)
"""Verbs in a finite form, or that look like one: what comes before the first of them is the subject."""
