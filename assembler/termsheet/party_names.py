"""The names of parties: the kind of party that a name shows, and names that are one but for their spelling."""

from __future__ import annotations

import re

# Words that end or fill the name of an entity. A surname that is one of them, such as Banks, is spelled otherwise.
_LEGAL_FORMS = (
    "llc l.l.c lc l.c llp l.l.p lllp lp l.p limited partnership ltd limited inc incorporated corp corporation co company "
    "plc p.l.c pc p.c gmbh ag a.g kg kgaa se sa s.a sarl s.à.r.l s.a.r.l sas s.a.s sca spa s.p.a srl s.r.l nv n.v bv b.v ab "
    "aps a/s asa oy oyj pty pte kk k.k spc sicav ltda sicar ulc"
)
_ENTITY_WORDS = (
    "account accounts acquisition acquisitions advisers advisors advisory asset assets associates bancorp bank bankers "
    "brothers bros capital cayman charitable charity church club college credit custodial custodian emerging endowment enterprise "
    "enterprises equities equity estate family fbo finance financial foundation fund funds global group growth healthcare "
    "hedge holding holdings income industries institute insurance international invest investment investments investors "
    "ira keogh management managers master offshore onshore opportunities opportunity overseas partner partners partnership "
    "pension plan portfolio portfolios private profit properties qualified realty research resources retirement revocable "
    "irrevocable rollover roth savings securities select sep series services society solutions special strategic strategies strategy superannuation "
    "systems technologies technology tr trading trst trust trustee trustees ttee university value venture ventures"
)
# Words of entities that are names of natural persons as well, or say in which capacity one signs.
_ALSO_OF_PERSONS = (
    "account accounts bank bankers brothers charity church club college credit custodian hedge holding ira keogh master "
    "partner plan private profit roth select sep special tr trustee trustees ttee value venture"
)
_FORMS = frozenset(_LEGAL_FORMS.replace(".", "").split())
_ALL_ENTITY_WORDS = _FORMS | frozenset(_ENTITY_WORDS.split())
_ONLY_OF_ENTITIES = frozenset(_ENTITY_WORDS.split()) - frozenset(_ALSO_OF_PERSONS.split())
# An estate, a trust and an account are none of the person's own name.
_NEVER_OF_PERSONS = frozenset({"estate", "fbo", "irrevocable", "revocable", "rollover"})

_SUFFIXES = frozenset({"jr", "sr", "esq", "md", "phd", "cpa", "dds", "ii", "iii", "iv"})
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "hon", "sir"})
_PARTICLES = frozenset(
    {"de", "del", "della", "der", "di", "du", "la", "le", "van", "von", "den", "st", "al", "bin", "y"}
)
_FREQUENT_GIVEN_NAMES = """\
    aaron abigail adam adrian agnes alan albert alejandro alex alexander alexandra alfred alice alison allison amanda amber
    amy ana andrea andrew andy angela anita ann anna anne annette anthony antonio april arlene arnold arthur ashley audrey
    barbara barry beatrice ben benjamin bernard beth betty beverly bill bob bonnie brad bradley brandon brenda brent brett
    brian bridget bruce bryan calvin carl carla carlos carmen carol caroline carolyn carrie catherine cathy cecilia charlene
    charles charlotte cheryl chloe chris christian christina christine christopher cindy claire clara clarence claudia
    clifford connie constance craig crystal curtis cynthia dale dan dana daniel danielle darlene darren david dawn dean
    deborah debra denise dennis derek diana diane dolores don donald donna doris dorothy douglas duane dylan earl ed eddie
    edgar edith edna edward edwin eileen elaine eleanor elena eli elizabeth ella ellen emily emma eric erica erik erin
    esther ethan ethel eugene eva evelyn felix fernando florence frances francis francisco frank fred frederick gabriel gail
    gary geoffrey george gerald geraldine gina gladys glen glenn gloria gordon grace greg gregory guy hannah harold harriet
    harry harvey hazel heather hector heidi helen henry herbert herman holly howard hugh ian ida ingrid irene isaac isabel
    isabella jack jacob jacqueline jaime james jamie jan jane janet janice jared jason javier jay jean jeanne jeff jeffrey
    jennifer jeremy jerome jerry jesse jessica jesus jill jim jimmy joan joann joanne joe joel john jonathan jordan jorge
    jose joseph josephine joshua joy joyce juan juanita judith judy julia julian julie june justin karen karl katherine
    kathleen kathryn kathy katie keith kelly ken kenneth kevin kim kimberly kristen kristin kurt kyle larry laura lauren
    laurie lawrence leah lee leo leon leonard leslie lewis lillian linda lisa lloyd lois lori lorraine louis louise lucia
    lucille lucy luis luke lydia lynn mabel manuel marc marcia marcus margaret maria marian marie marilyn mario marion
    marjorie mark marlene marsha martha martin marvin mary mateo matthew maureen maurice max megan melanie melinda melissa
    melvin mercedes michael michele michelle miguel mike mildred milton miriam mitchell mohammed monica muhammad nancy naomi
    natalie nathan nathaniel neil nicholas nicole nina noah norma norman olga olivia oscar pablo pamela patricia patrick
    paul paula pauline pedro peggy peter philip phillip phyllis priya rachel rafael ralph ramon randall randy raul ray
    raymond rebecca regina renee rhonda ricardo richard rick rita robert roberta roberto robin rodney roger roland ron
    ronald rosa rose rosemary roy ruben ruby russell ruth ryan sally sam samantha samuel sandra sara sarah scott sean
    sergio seth shannon sharon shawn sheila shelly shirley simon sofia sonia sophia sophie stacy stanley stella stephanie
    stephen steve steven stuart sue susan suzanne sylvia tamara tammy tara ted teresa terri terry theodore theresa thomas
    tiffany tim timothy tina todd tom tony tracy travis tyler valerie vanessa vera vernon veronica vicki victor victoria
    vincent viola virginia vivian walter wanda warren wayne wendy wesley wilfred william willie yolanda yvonne zachary
    zoe"""
_GIVEN_NAMES = frozenset(_FREQUENT_GIVEN_NAMES.split())
_JOINTLY = re.compile(
    r"\b(?:joint tenants?|tenants (?:in common|by the entiret(?:y|ies))|jtwros|jt ten|jtten|community property|"
    r"husband and wife|wife and husband|spouses)\b",
    re.IGNORECASE,
)
# "Vance, Eleanor M." has two parts. More are a list of names.
_NAME_PARTS = 2
_AND = re.compile(r"\s+(?:and|&|or)\s+", re.IGNORECASE)


def _words(name: str) -> list[str]:
    """Return the words of a name in small letters, without dots and commas."""
    return [
        bare for word in re.split(r"[\s,]+", name) if (bare := word.strip("().\u2019'\"").replace(".", "").casefold())
    ]


def shows_entity(name: str) -> bool:
    """Return True if a word of the name belongs to an entity: Fund, LLC, Trust."""
    # The first word of "Ira Glass" is a given name.
    return (
        any(word in _ALL_ENTITY_WORDS and not (word == "ira" and not index) for index, word in enumerate(_words(name)))
        or shows_only_entity(name)
        or _shows_ira(name)
    )


def shows_only_entity(name: str) -> bool:
    """Return True if a word of the name is never a name of a natural person: Fund, but not Church."""
    return bool(_ONLY_OF_ENTITIES & _parts(name))


def _parts(name: str) -> set[str]:
    """Return the words of a name, and the parts of those with a hyphen or a slash: f/b/o is fbo."""
    words = _words(name)
    return {part for word in words for part in (word.replace("/", ""), *re.split(r"[-/]", word))}


def _shows_ira(name: str) -> bool:
    """Return True if the name has IRA in capitals. Ira is a given name, and so may IRA be among capitals."""
    if not re.search(r"\b(?:IRA\b|I\.R\.A\.)", name):
        return False
    return not name.isupper() or ("," not in name and _words(name)[-1].split("-")[-1] == "ira")


def shows_legal_form(name: str) -> bool:
    """Return True if the name has the form of an entity, or names a trust, an estate or an account for a person."""
    words = _words(name)
    return bool(words) and (
        words[-1] in _FORMS - {"co", "se", "ab"}
        or words[-1] == "tr"
        or bool({"llc", "lp", "llp", "inc", "trust", "gmbh", "ltd"} & {*words[1:]})
        or bool(_NEVER_OF_PERSONS & _parts(name))
        or _shows_ira(name)
    )


# The kind that the last word of a name shows. "Ltd." is a company in one place and a partnership in another.
_KINDS_BY_FORM = {
    **dict.fromkeys(("llc", "lc"), "limited_liability_company"),
    **dict.fromkeys(("lp", "lllp", "kg"), "limited_partnership"),
    "llp": "general_partnership",
    **dict.fromkeys(("inc", "incorporated", "corp", "corporation"), "corporation"),
    **dict.fromkeys(
        [
            "gmbh",
            "ag",
            "kgaa",
            "sa",
            "sarl",
            "sàrl",
            "sas",
            "sca",
            "spa",
            "srl",
            "nv",
            "bv",
            "ab",
            "aps",
            "as",
            "oy",
            "oyj",
            "plc",
            "ltda",
            "sicav",
            "ulc",
            "kk",
        ],
        "foreign_company",
    ),
}
# Two letters are a form in capitals only: "Banco AS", but not "Ada As".
_SHORT_FORM = 2
_PHRASES = (
    ("limited liability company", "limited_liability_company"),
    ("limited partnership", "limited_partnership"),
    ("sà rl", "foreign_company"),
)
_OF_ACCOUNT = frozenset({"fbo", "custodian", "keogh"})
_OF_TRUST = frozenset({"trust", "trst", "ttee", "ttees", "trustee", "trustees", "uad", "utd"})
# A trust company is a corporation, and a bank acts for others.
_OF_BANK = frozenset({"company", "co", "na", "bank", "services", "corp", "corporation"})


def shown_kind(name: str) -> str:
    """Return the kind of investor that a name shows for certain, or an empty text."""
    parts = _parts(name)
    if _shows_ira(name) or _OF_ACCOUNT & parts:
        return "custodian"
    return _kind_by_form(name) or ("trust" if _shows_trust(name) else "")


def _kind_by_form(name: str) -> str:
    """Return the kind that the end of a name shows."""
    plain = " ".join(_words(name))
    words = plain.split()
    if len(words) < 2:
        return ""
    if words[-1] in ("ltd", "limited") and words[-2] in ("pty", "pte"):
        return "foreign_company"
    for phrase, kind in _PHRASES:
        if plain.endswith(f" {phrase}"):
            return kind
    last = re.split(r"[\s,]+", name.strip())[-1].strip("().").replace(".", "").replace("/", "")
    is_form = len(last) > _SHORT_FORM or last.isupper()
    return _KINDS_BY_FORM.get(last.casefold(), "") if is_form else ""


def _shows_trust(name: str) -> bool:
    """Return True if a trust, or its trustees, buy: The Roe Family Trust, Ann Roe as trustee."""
    words = _words(name)
    marks = [index for index, word in enumerate(words) if word.replace("/", "") in _OF_TRUST]
    # "Trust" may begin the name of anybody.
    return any(index and not _OF_BANK & set(words[index + 1 : index + 2]) for index in marks)


def shows_person(name: str) -> bool:
    """Return True if the name is that of a natural person, as far as its words can tell."""
    if shows_entity(name) or re.search(r"[0-9&/]", name) or _AND.search(name):
        return False
    if sum(not set(_words(part)) <= _SUFFIXES for part in name.split(",")) > _NAME_PARTS:
        return False
    # "Vance, Eleanor M." has the surname first.
    surname, comma, rest = name.partition(",")
    parts = _words(f"{rest} {surname}" if comma and not set(_words(rest)) <= _SUFFIXES else name)
    has_title = bool(parts) and parts[0] in _TITLES
    has_suffix = bool(parts) and parts[-1] in _SUFFIXES - {"ii", "iii", "iv"}
    core = [word for word in parts[has_title:] if word not in _SUFFIXES | _PARTICLES]
    if not 2 <= len(core) <= 4 or not all(re.fullmatch(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*", word) for word in core):
        return False
    has_initial = any(len(word) == 1 for word in core[:-1])
    return has_title or has_suffix or has_initial or core[0].split("-")[0] in _GIVEN_NAMES


def shows_joint_persons(name: str) -> bool:
    """Return True if the name is that of two natural persons: John and Mary Ortega."""
    if _JOINTLY.search(name):
        return True
    parts = _AND.split(name)
    if len(parts) != 2 or shows_entity(name):
        return False
    first, second = parts
    is_first_alone = len(_words(first)) == 1 and _words(first)[0] in _GIVEN_NAMES
    if is_first_alone and len(_words(second)) in (2, 3):
        return True
    return shows_person(first) and shows_person(second)


_ONE_SPELLING = {
    "limited partnership": "lp",
    "limited liability company": "llc",
    "limited": "ltd",
    "incorporated": "inc",
    "corporation": "corp",
    "company": "co",
    "and": "",
}


def spelled_alike(name: str) -> str:
    """Return a key that is equal for names that differ only in case, punctuation, spaces and spelled-out forms."""
    text = f" {' '.join(_words(name.replace('&', ' and ').replace('-', ' ')))} ".removeprefix(" the")
    for long, short in _ONE_SPELLING.items():
        text = text.replace(f" {long} ", f" {short} ")
    # Letters and signs of other scripts are part of a name.
    return re.sub(r"[\s!-/:-@\[-`{-~\u2010-\u201f]+", "", text)
