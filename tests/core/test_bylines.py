"""The names in a by-line, as by-lines are printed in several languages."""

import pytest

from digest.bylines import names_in


@pytest.mark.parametrize(
    "name",
    ["Di Stefano", "Par Lagerkvist", "Von der Leyen", "June Carter", "April Jones", "Ortega y Gasset", "Ludwig von Mises", "Antonio Senior", "srf/hosb", "AFP"],
)  # fmt: skip
def test_a_name_that_looks_like_more_is_left_whole(name: str) -> None:
    assert names_in(name) == (name,)
    assert names_in(name, is_told=True) == (name,)


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("By Ann Gray and Theo Beck", ("Ann Gray", "Theo Beck")),
        ("Ana Ruiz y Juan Soler", ("Ana Ruiz", "Juan Soler")),
        ("Lee, Ann", ("Ann Lee",)),
        ("Reuters, AFP", ("Reuters", "AFP")),
        ("Ann Lee, Staff Writer", ("Ann Lee",)),
        ("Ann Lee Staff Writer", ("Ann Lee",)),
        ("Posted by Joe Bloggs", ("Joe Bloggs",)),
        ("Par Julien Petit avec AFP", ("Julien Petit", "AFP")),
        ("POR LUCÍA FERRER", ("Lucía Ferrer",)),
        ("PAR JULIEN PETIT ET ANNE ROY, AFP", ("Julien Petit", "Anne Roy", "AFP")),
        ("BY SHAUN MCBRIDE", ("Shaun McBride",)),
        ("Kommentar von Heike Brandt", ("Heike Brandt",)),
        ("By Ann Gray June 12, 2026", ("Ann Gray",)),
        ("By Ann Gray in Dorn | 12 May 2026", ("Ann Gray",)),
        ("Mail.example/ Agenturen", ("Mail.example",)),
        ("Staff Writer", ()),
        ("https://mail.example/ann", ()),
        ("", ()),
        ("By", ()),
    ],
)
def test_only_the_names_of_a_byline_are_taken(byline: str, expected: tuple[str, ...]) -> None:
    assert names_in(byline) == expected


def test_a_small_word_before_what_is_said_to_be_a_name_belongs_to_it() -> None:
    assert names_in("von Hagen Schmidt") == ("Hagen Schmidt",)
    assert names_in("von Hagen Schmidt", is_told=True) == ("von Hagen Schmidt",)
    assert names_in("Dorn Mail Staff", is_told=True) == ("Dorn Mail Staff",)
