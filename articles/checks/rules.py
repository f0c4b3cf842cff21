"""All rules by which stories are checked. A new one only has to join them."""

from articles.checks import fields, licences, links, text
from articles.checks.finding import Rule
from articles.models.check_level import Level

MUST, SHOULD = Level.MUST, Level.SHOULD

RULES = (
    Rule("headline", "A headline", MUST, fields.headline, fixed=True),
    Rule("text", "A text", MUST, text.words, fixed=True),
    Rule("section", "A section", MUST, fields.section, fixed=True),
    Rule("picture-alt", "Alternative text of the lead picture", MUST, fields.picture_alt),
    Rule("picture-credit", "Credit of the lead picture", MUST, fields.picture_credit),
    Rule("legal", "No open question to a lawyer", MUST, fields.legal_hold, fixed=True),
    Rule("paid-by", "Who paid for paid content", MUST, fields.paid_by, fixed=True),
    Rule(
        "picture-licence",
        "Pictures whose licence has not ended",
        MUST,
        licences.licences,
        ages=True,
    ),
    Rule("text-alt", "Alternative text of each picture in the text", MUST, text.picture_alts),
    Rule(
        "placeholders",
        "No placeholder left over: TK, XXX, ???, lorem ipsum",
        MUST,
        text.placeholders,
    ),
    Rule(
        "long-headline", "A headline of no more than 100 characters", SHOULD, fields.long_headline
    ),
    Rule("standfirst", "A standfirst", SHOULD, fields.standfirst),
    Rule("byline", "A byline", SHOULD, fields.byline),
    Rule("lead-picture", "A lead picture", SHOULD, fields.lead_picture),
    Rule("topic", "A topic", SHOULD, fields.topic),
    Rule("open-remarks", "No remark left open", SHOULD, fields.open_remarks),
    Rule("byline-text", "All credited in a byline that is written out", SHOULD, fields.byline_text),
    Rule(
        "long-titles",
        "Titles for search engines and for sharing that are not cut off",
        SHOULD,
        fields.long_titles,
    ),
    Rule(
        "headings", "Headings in order: no smaller one before a heading", SHOULD, text.heading_order
    ),
    Rule(
        "dead-links",
        "No link to a page of this site that does not exist",
        SHOULD,
        links.dead_links,
        ages=True,
    ),
    Rule("quotation-marks", "Quotation marks in pairs", SHOULD, text.quotation_marks),
    Rule("straight-quotes", "No straight quotation marks", SHOULD, text.straight_quotes),
    Rule("brackets", "Brackets in pairs", SHOULD, text.brackets),
    Rule("double-words", "No word twice in a row", SHOULD, text.double_words),
)
BY_NAME = {rule.name: rule for rule in RULES}
