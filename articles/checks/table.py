"""All rules by which stories are checked. A new one only has to join them."""

from articles.checks import fields, links, text
from articles.checks.finding import Rule
from articles.models.check import Level

MUST, SHOULD = Level.MUST, Level.SHOULD

RULES = (
    Rule("headline", "A headline", MUST, fields.headline, fixed=True),
    Rule("text", "A text", MUST, text.words, fixed=True),
    Rule("section", "A section", MUST, fields.section, fixed=True),
    Rule("picture-alt", "Alternative text of the lead picture", MUST, fields.picture_alt),
    Rule("picture-credit", "Credit of the lead picture", MUST, fields.picture_credit),
    Rule("placeholders", "No placeholder left over: TK, XXX, ???, lorem ipsum", MUST, text.placeholders),
    Rule("long-headline", "A headline of no more than 100 characters", SHOULD, fields.long_headline),
    Rule("standfirst", "A standfirst", SHOULD, fields.standfirst),
    Rule("byline", "A byline", SHOULD, fields.byline),
    Rule("dead-links", "No link to a page of this site that does not exist", SHOULD, links.dead_links, ages=True),
    Rule("quotation-marks", "Quotation marks in pairs", SHOULD, text.quotation_marks),
    Rule("brackets", "Brackets in pairs", SHOULD, text.brackets),
    Rule("double-words", "No word twice in a row", SHOULD, text.double_words),
)
BY_NAME = {rule.name: rule for rule in RULES}
