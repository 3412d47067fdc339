from assembler.checks.missing_target import check
from assembler.errors import Severity
from tests.checks.subjects import clause, problems, said


def test_a_reference_without_a_target_is_an_error():
    [problem] = problems(check, "As Section @notices_lead says.")
    assert problem.severity is Severity.ERROR
    assert problem.message == 'clause_1: the reference to notices_lead has no target: "As Section @notices_lead"'


def test_a_reference_in_an_item_of_a_list_is_looked_at():
    assert len(said(check, "It shall\nlist (i) and (ii)\n- pay under Section @nowhere\n- go\nend\n.")) == 1


def test_a_reference_with_a_target_is_not_found():
    assert said(check, "As Section @notices_lead says.", clause("Write.", "1.", "notices_lead")) == []
