"""The names of charter documents and of holders, by the law under which a company is organized.

`CORPORATIONS` has the fifty states and the District of Columbia. A row is the state, the document that is filed, the
rules that govern within, the holders of stock, and the statute that names the first. `COMPANIES` has limited liability
companies of the same states: most file articles of organization. `ABROAD` has the usual foreign companies.

A source behind "not checked" is general knowledge: nobody has read the statute for this table. A lawyer of that place
should, before its words are relied on. A row without the mark was held against a source.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

# State | filed document | rules within | holders | statute
_CORPORATIONS = """\
Alabama|certificate of incorporation|bylaws|stockholders|Ala. Code 10A-2A-2.02
Alaska|articles of incorporation|bylaws|shareholders|not checked: Alaska Stat. 10.06.208
Arizona|articles of incorporation|bylaws|shareholders|not checked: Ariz. Rev. Stat. 10-202
Arkansas|articles of incorporation|bylaws|shareholders|not checked: Ark. Code 4-27-202
California|articles of incorporation|bylaws|shareholders|not checked: Cal. Corp. Code 202
Colorado|articles of incorporation|bylaws|shareholders|not checked: Colo. Rev. Stat. 7-102-102
Connecticut|certificate of incorporation|bylaws|shareholders|Conn. Gen. Stat. 33-636
Delaware|certificate of incorporation|bylaws|stockholders|not checked: 8 Del. C. 102
District of Columbia|articles of incorporation|bylaws|shareholders|not checked: D.C. Code 29-302.02
Florida|articles of incorporation|bylaws|shareholders|not checked: Fla. Stat. 607.0202
Georgia|articles of incorporation|bylaws|shareholders|not checked: Ga. Code 14-2-202
Hawaii|articles of incorporation|bylaws|shareholders|not checked: Haw. Rev. Stat. 414-32
Idaho|articles of incorporation|bylaws|shareholders|not checked: Idaho Code 30-29-202
Illinois|articles of incorporation|bylaws|shareholders|not checked: 805 ILCS 5/2.10
Indiana|articles of incorporation|bylaws|shareholders|not checked: Ind. Code 23-1-21-2
Iowa|articles of incorporation|bylaws|shareholders|not checked: Iowa Code 490.202
Kansas|articles of incorporation|bylaws|stockholders|not checked: Kan. Stat. 17-6002
Kentucky|articles of incorporation|bylaws|shareholders|not checked: Ky. Rev. Stat. 271B.2-020
Louisiana|articles of incorporation|bylaws|shareholders|not checked: La. Rev. Stat. 12:1-202
Maine|articles of incorporation|bylaws|shareholders|not checked: 13-C Me. Rev. Stat. 202
Maryland|charter|bylaws|stockholders|Md. Code, Corps. and Ass'ns 1-101, 2-104
Massachusetts|articles of organization|bylaws|shareholders|Mass. Gen. Laws ch. 156D, 2.02
Michigan|articles of incorporation|bylaws|shareholders|not checked: Mich. Comp. Laws 450.1202
Minnesota|articles of incorporation|bylaws|shareholders|not checked: Minn. Stat. 302A.111
Mississippi|articles of incorporation|bylaws|shareholders|not checked: Miss. Code 79-4-2.02
Missouri|articles of incorporation|bylaws|shareholders|not checked: Mo. Rev. Stat. 351.055
Montana|articles of incorporation|bylaws|shareholders|not checked: Mont. Code 35-14-202
Nebraska|articles of incorporation|bylaws|shareholders|unsure of the section: Neb. Rev. Stat. 21-220
Nevada|articles of incorporation|bylaws|stockholders|Nev. Rev. Stat. 78.035
New Hampshire|articles of incorporation|bylaws|shareholders|not checked: N.H. Rev. Stat. 293-A:2.02
New Jersey|certificate of incorporation|by-laws|shareholders|N.J. Stat. 14A:2-7
New Mexico|articles of incorporation|bylaws|shareholders|not checked: N.M. Stat. 53-12-2
New York|certificate of incorporation|by-laws|shareholders|not checked: N.Y. Bus. Corp. Law 402
North Carolina|articles of incorporation|bylaws|shareholders|not checked: N.C. Gen. Stat. 55-2-02
North Dakota|articles of incorporation|bylaws|shareholders|not checked: N.D. Cent. Code 10-19.1-10
Ohio|articles of incorporation|code of regulations|shareholders|Ohio Rev. Code 1701.04, 1701.11
Oklahoma|certificate of incorporation|bylaws|shareholders|Okla. Stat. tit. 18, 1006
Oregon|articles of incorporation|bylaws|shareholders|not checked: Or. Rev. Stat. 60.047
Pennsylvania|articles of incorporation|bylaws|shareholders|not checked: 15 Pa. Cons. Stat. 1306
Rhode Island|articles of incorporation|bylaws|shareholders|not checked: R.I. Gen. Laws 7-1.2-202
South Carolina|articles of incorporation|bylaws|shareholders|not checked: S.C. Code 33-2-102
South Dakota|articles of incorporation|bylaws|shareholders|not checked: S.D. Codified Laws 47-1A-202
Tennessee|charter|bylaws|shareholders|Tenn. Code 48-12-102
Texas|certificate of formation|bylaws|shareholders|not checked: Tex. Bus. Orgs. Code 3.005, 3.007
Utah|articles of incorporation|bylaws|shareholders|not checked: Utah Code 16-10a-202
Vermont|articles of incorporation|bylaws|shareholders|not checked: Vt. Stat. tit. 11A, 2.02
Virginia|articles of incorporation|bylaws|shareholders|not checked: Va. Code 13.1-619
Washington|articles of incorporation|bylaws|shareholders|not checked: Wash. Rev. Code 23B.02.020
West Virginia|articles of incorporation|bylaws|shareholders|not checked: W. Va. Code 31D-2-202
Wisconsin|articles of incorporation|bylaws|shareholders|not checked: Wis. Stat. 180.0202
Wyoming|articles of incorporation|bylaws|shareholders|not checked: Wyo. Stat. 17-16-202"""

# Limited liability companies: the filed document, where it is not articles of organization. Not checked: the District of
# Columbia, Nebraska, the states with articles, and the names of the agreements.
_COMPANIES = """\
certificate of formation|Alabama, Delaware, Maine, Mississippi, New Hampshire, New Jersey, Texas, Washington
certificate of organization|Connecticut, District of Columbia, Idaho, Iowa, Massachusetts, Nebraska, Pennsylvania, Utah"""
_OPERATING = {"Delaware": "limited liability company agreement", "Texas": "company agreement"}

# Place, with its other names | charter | rules within | stock | a certificate of good standing is usual | statute
_ABROAD = """\
Cayman Islands|memorandum and articles of association||ordinary shares|yes|Companies Act (As Revised)
British Virgin Islands, BVI|memorandum and articles of association||ordinary shares|yes|BVI Business Companies Act, 2004
Bermuda|memorandum of association|bye-laws|common shares|yes|Companies Act 1981
Israel, State of Israel|articles of association||ordinary shares|no|not checked: Companies Law, 5759-1999
Canada|articles|by-laws|common shares|no|not checked: Canada Business Corporations Act
Ontario|articles|by-laws|common shares|no|not checked: Business Corporations Act (Ontario)
Alberta|articles|by-laws|common shares|yes|not checked: Business Corporations Act (Alberta)
British Columbia|notice of articles|articles|common shares|yes|Business Corporations Act (British Columbia), 11-12
England and Wales, England, Scotland, Northern Ireland, United Kingdom|articles of association||ordinary shares|no|not checked: Companies Act 2006
Jersey, Bailiwick of Jersey|memorandum and articles of association||ordinary shares|no|not checked: Companies (Jersey) Law 1991
Guernsey|memorandum and articles of incorporation||ordinary shares|no|not checked: Companies (Guernsey) Law, 2008
Ireland|constitution||ordinary shares|no|Companies Act 2014
Netherlands, The Netherlands|articles of association||ordinary shares|no|not checked: Dutch Civil Code, Book 2
Luxembourg, Grand Duchy of Luxembourg|articles of association||ordinary shares|no|not checked: Law of 10 August 1915
Germany|articles of association||ordinary shares|no|not checked: Aktiengesetz; GmbH-Gesetz
France|articles of association||ordinary shares|no|not checked: Code de commerce, Livre II
Switzerland|articles of association||common shares|no|Code of Obligations, arts. 620, 772
Australia|constitution||ordinary shares|no|not checked: Corporations Act 2001
Singapore|constitution||ordinary shares|no|not checked: Companies Act 1967
Hong Kong|articles of association||ordinary shares|no|not checked: Companies Ordinance, Cap. 622
Marshall Islands, Republic of the Marshall Islands|articles of incorporation|bylaws|common stock|yes|Associations Law, Part I"""


class CharterWords(Struct, frozen=True):
    """The words of one law: the charter, the rules within or an empty text, the holders, the usual stock, the source.

    `has_standing` is True where an officer of the state certifies good standing.
    """

    certificate: str
    bylaws: str
    holders: str
    stock: str = "common stock"
    has_standing: bool = True
    source: str = ""


def _corporation(row: str) -> tuple[str, CharterWords]:
    state, certificate, bylaws, holders, source = row.split("|")
    return state.casefold(), CharterWords(certificate, bylaws, holders, source=source)


def _abroad(row: str) -> list[tuple[str, CharterWords]]:
    places, certificate, bylaws, stock, standing, source = row.split("|")
    words = CharterWords(certificate, bylaws, "shareholders", stock, standing == "yes", source)
    return [(place.casefold(), words) for place in places.split(", ")]


CORPORATIONS: Mapping[str, CharterWords] = dict(map(_corporation, _CORPORATIONS.split("\n")))
"""Corporations by the name of their state in small letters."""

ABROAD: Mapping[str, CharterWords] = dict(row for line in _ABROAD.split("\n") for row in _abroad(line))
"""Companies by the name of their country or province in small letters."""

_FILED = {
    state: document
    for document, _, states in (line.partition("|") for line in _COMPANIES.split("\n"))
    for state in states.split(", ")
}
COMPANIES: Mapping[str, CharterWords] = {
    state.casefold(): CharterWords(
        _FILED.get(state, "articles of organization"),
        _OPERATING.get(state, "operating agreement"),
        "members",
        "common units",
    )
    for state in (row.partition("|")[0] for row in _CORPORATIONS.split("\n"))
}
"""Limited liability companies by the name of their state in small letters."""

_ANY_CORPORATION = CharterWords(
    "certificate or articles of incorporation or formation", "bylaws or regulations", "shareholders"
)
_ANY_COMPANY = CharterWords("certificate or articles of formation or organization", "operating agreement", "members", "common units")  # fmt: skip
_PARTNERSHIP = CharterWords("certificate of limited partnership", "partnership agreement", "partners", "common units")
_TRUST = CharterWords("certificate of trust", "declaration of trust", "shareholders", "common shares")
_ANY_OTHER = CharterWords("organizational documents", "", "shareholders", has_standing=False)


def charter_words(family: str, place: str) -> CharterWords:
    """Return the words for a company of this family, organized in this place.

    `family` is corporation, company (a limited liability company), partnership, trust or abroad. A place that no table
    has gets words that fit any.
    """
    key = place.casefold()
    if family == "partnership":
        return _PARTNERSHIP
    if family == "trust":
        return _TRUST
    if family == "company":
        return COMPANIES.get(key) or ABROAD.get(key) or _ANY_COMPANY
    # A table that has the place knows more than the name of the kind: "a British Columbia corporation".
    return CORPORATIONS.get(key) or ABROAD.get(key) or (_ANY_CORPORATION if family == "corporation" else _ANY_OTHER)
