"""Whatever is done to an article, it is read or refused in words, and quickly."""

from __future__ import annotations

import random
import re
import time

import pytest
from jats_builders import read, xml

META = (
    '<article-id pub-id-type="doi">10.5555/tides.7</article-id><article-categories><subj-group><subject>Letter'
    "</subject>"
    "</subj-group></article-categories><title-group><article-title>On <italic>ferries</italic></article-title>"
    "<alt-title>"
    'Ferries</alt-title></title-group><contrib-group><contrib contrib-type="author" corresp="yes"><contrib-id '
    'contrib-id-type="orcid">0000-0002-1825-0097</contrib-id><name><surname>Stowe</surname><given-names>Ann'
    "</given-names>"
    '</name><degrees>MD</degrees><xref ref-type="aff" rid="a1"><sup>1</sup></xref><xref ref-type="fn" rid="n1"/>'
    "</contrib>"
    '<contrib contrib-type="author"><collab>Tide Group<contrib-group><contrib><name><surname>Keel</surname></name>'
    "</contrib>"
    '</contrib-group></collab></contrib><on-behalf-of>the pilots</on-behalf-of></contrib-group><aff id="a1">'
    "<label>1</label>"
    "<institution>Quay School</institution>, <country>UK</country> (A. Stowe)</aff><author-notes>"
    "<corresp>Correspondence: "
    '<email>ann@quay.example</email></corresp><fn id="n1" fn-type="equal"><p>Equal.</p></fn></author-notes><pub-date '
    'pub-type="epub"><day>3</day><month>5</month><year>2021</year></pub-date><volume>7</volume><fpage>1</fpage>'
    "<history>"
    '<date date-type="received"><year>2020</year></date></history><permissions>'
    '<license xlink:href="https://cc.example">'
    "<license-p>Free.</license-p></license></permissions><related-article related-article-type='letter' xlink:href="
    "'10.5555/a'/><abstract><p>Late.</p></abstract><kwd-group><kwd>ferry</kwd></kwd-group><funding-group><award-group>"
    "<funding-source>Guild</funding-source><award-id>7</award-id></award-group></funding-group><custom-meta-group>"
    "<custom-meta><meta-name>Data availability</meta-name><meta-value>None.</meta-value></custom-meta>"
    "</custom-meta-group>"
)
BODY = (
    '<p><bold>To the Editor:</bold> Late <xref ref-type="bibr" rid="B1">1</xref>–<xref ref-type="bibr" rid="B2">2'
    "</xref>."
    '<xref ref-type="fn" rid="f1">*</xref></p><sec><title>Tides</title><p>High <list list-type="order"><list-item>'
    "<p>one</p>"
    "</list-item></list> low <inline-formula><mml:math><mml:mi>x</mml:mi></mml:math></inline-formula>.</p>"
    '<fig id="g1"><label>'
    'Figure 1</label><caption><p>Map</p></caption><graphic xlink:href="map"/></fig><table-wrap id="t1"><table><tr>'
    "<td>1</td>"
    "</tr></table></table-wrap><boxed-text><p>Box.</p></boxed-text></sec>"
)
BACK = (
    "<ack><p>Thanks.</p></ack><sec><title>Declarations</title><sec><title>Funding</title><p>Guild.</p></sec></sec>"
    "<fn-group>"
    '<fn id="f1"><p>By hours.</p></fn><fn fn-type="conflict"><p>None.</p></fn></fn-group><glossary><def-list>'
    "<def-item><term>UK"
    "</term><def><p>Kingdom</p></def></def-item></def-list></glossary><app-group><app><title>A</title><p>App.</p></app>"
    '</app-group><ref-list><ref id="B1"><label>1</label><mixed-citation><string-name><surname>Keel</surname> '
    "<given-names>J"
    "</given-names></string-name>. <article-title>Sails</article-title>. <source>J Tides</source> <year>1988</year>."
    '</mixed-citation></ref><ref id="B2"><element-citation publication-type="book"><person-group><name>'
    "<surname>Oar</surname>"
    "</name><etal/></person-group><source>Tides</source><year>1999</year></element-citation></ref></ref-list>"
)
REPLY = (
    '<sub-article article-type="reply" id="s1"><front-stub><title-group><article-title>Reply</article-title>'
    "</title-group>"
    '</front-stub><body><p>Yes.<xref ref-type="bibr" rid="B2">2</xref></p></body></sub-article>'
)
WHOLE = xml(META, BODY, BACK, after=REPLY)
TAGS = sorted(set(re.findall(r"<([a-z-]+)", WHOLE)))


def spoilt(text: str, chance: random.Random) -> str:
    """An article with an element taken out, moved, doubled, emptied or renamed, or with some other text in it."""
    elements = [found for found in re.finditer(r"<([a-z-]+)[ >]", text) if f"</{found[1]}>" in text[found.end() :]]
    if not elements:
        return text
    one = chance.choice(elements)
    end = text.index(f"</{one[1]}>", one.end()) + len(one[1]) + 3
    element = text[one.start() : end]
    kind = chance.randrange(6)
    if kind == 0:
        return text[: one.start()] + text[end:]
    if kind == 1:
        return text[:end] + element + text[end:]
    if kind == 2:
        left = text[: one.start()] + text[end:]
        place = chance.choice([0, *(found.end() for found in re.finditer(r"</?[a-z-]+>", left))])
        return left[:place] + element + left[place:]
    if kind == 3:
        return re.sub(rf"(</?){re.escape(one[1])}(?=[ />])", rf"\g<1>{chance.choice(TAGS)}", text)
    if kind == 4:
        begin = text.index(">", one.start()) + 1
        return text[:begin] + text[end - len(one[1]) - 3 :]
    place = chance.choice([found.end() for found in re.finditer(">", text)])
    strange = ("&nosuch;", "(1)", "\u202e", "\u00a0", "[", "10.5555/x", "a@quay.example", "x" * 400, "<p/>", "]]&gt;")
    return text[:place] + chance.choice(strange) + text[place:]


def test_the_article_that_is_spoilt_is_sound() -> None:
    letters, said = read(WHOLE)
    assert [one.part for one in letters] == ["", "s1"]
    assert not said.has_errors


@pytest.mark.parametrize("seed", range(20))
def test_an_article_that_was_spoilt_is_read_or_refused_in_words(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(15):
        text = WHOLE
        for _ in range(chance.randint(1, 4)):
            text = spoilt(text, chance)
        letters, said = read(text)
        assert letters or said.has_errors


def test_a_thousand_of_everything_takes_no_time() -> None:
    many = "".join(
        f'<contrib contrib-type="author"><name><surname>K{n}</surname><given-names>A</given-names></name>'
        f'<xref ref-type="aff" rid="a{n}"/></contrib>'
        for n in range(1000)
    )
    affs = "".join(f'<aff id="a{n}">School {n} (A. K{n})</aff>' for n in range(1000))
    refs = "".join(f'<ref id="B{n}"><mixed-citation>Keel J. Sails {n}.</mixed-citation></ref>' for n in range(1000))
    notes = "".join(f"<fn id='f{n}'><p>Note {n}.</p></fn>" for n in range(1000))
    calls = "".join(f'<p>Late.<xref ref-type="fn" rid="f{n}"/><xref rid="B{n}">{n}</xref></p>' for n in range(1000))
    back = f"<fn-group>{notes}</fn-group><ref-list>{refs}</ref-list>"
    began = time.perf_counter()
    letters, said = read(xml(f"<contrib-group>{many}</contrib-group>{affs}", calls, back))
    assert not said.has_errors
    assert (len(letters[0].authors), len(letters[0].references), len(letters[0].footnotes)) == (1000, 1000, 1000)
    assert time.perf_counter() - began < 10
