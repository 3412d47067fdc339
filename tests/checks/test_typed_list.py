import pytest

from assembler.checks.typed_list import check
from tests.checks.subjects import said


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("It will (i) pay and (ii) go.", '"(i)" and "(ii)"'),
        ("It will (a) pay, (b) wait and (c) go.", '"(a)" and "(b)"'),
        ("It will (1) pay or (2) go.", '"(1)" and "(2)"'),
    ],
)
def test_a_list_with_typed_numbers_is_found(words: str, numbers: str):
    [what] = said(check, words)
    assert f"the list numbers {numbers} are typed" in what


@pytest.mark.parametrize(
    "words",
    [
        "It will\nlist (i) and (ii)\n- pay\n- go\nend\n.",
        "Rule 501(a) and Rule 501(b) apply.",
        "It will (i) pay.",
        "Sections 13(a), 13(b) and 14 apply.",
    ],
)
def test_a_list_of_the_notation_and_a_citation_are_left_alone(words: str):
    assert said(check, words) == []
