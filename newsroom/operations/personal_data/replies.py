"""What is stored with replies (comments/models/)."""

from newsroom.operations.personal_data.entry import Held, nobody, staff

WRITER = "whoever wrote the reply"
DECIDES = "a decision can be explained, appealed against and taken back"
AS_REPLY = "as long as the reply"
STAFF_WORK = "moderators work together"

TABLE = {
    "comments.Comment": Held(
        "id article edition parent path root depth user rules_seen version edited_at state"
        " decision_count reviewed created_at shown_at recommended views_before best picked_at"
        " held_for has_link band score risk priority rule for_law",
        {"name": "as readers see it", "email": "never shown", "website": "as readers see it",
         "text": "", "language": "", "wants_mail": "whether mail is wished",
         "reader": "that the address was confirmed",
         "network": "the first three parts of the IP address (/24, of IPv6 /48)",
         "agent": "what the browser calls itself",
         "idempotency_key": "a digest of who said what, so that it comes in once"},
        whose=WRITER, why="it is a reply: shown with its name, decided about, answered by mail",
        kept="network and browser {traces}; spam and what was withdrawn {not shown}; the address of"
        " somebody who never confirmed it {addresses}; all else until its author asks",
        erased="it is taken off the page and emptied; or stays without name, address and website,"
        " as the paper has settled",
    ),
    "comments.CommentVersion": Held(
        "id comment number until", {"text": "what stood there before its author changed it"},
        whose=WRITER, why=DECIDES, kept=AS_REPLY, erased="deleted",
    ),
    "comments.Decision": Held(
        "id comment from_state to_state rule rules_version law trigger version model decided_at"
        " batch undoes",
        {"by": "who decided", "note": "what its author was told; it may quote the reply",
         "findings": "what checks found in it, in words"},
        whose=f"{WRITER}, and moderators", why=DECIDES, kept=AS_REPLY,
        erased="note and findings are emptied; that and by which rule it was decided stays",
    ),
    "comments.Appeal": Held(
        "id decision comment article at due_at state decided_at outcome",
        {"text": "what its author says", "answer": "what is answered", "decided_by": "who did"},
        whose=f"{WRITER}, and moderators", why="everybody may appeal (DSA, Article 20)",
        kept=AS_REPLY, erased="text and answer are emptied",
    ),
    "comments.LegalNotice": Held(
        "id reference comment version kind good_faith at due_at state decided_at",
        {"name": "of whoever sent it", "email": "of whoever sent it", "reasons": "their words",
         "evidence": "the reply as it stood, with its author's name",
         "outcome": "what was decided", "decided_by": "who did",
         "idempotency_key": "a digest of who said what"},
        whose="whoever sent the notice, and whoever wrote the reply",
        why="the law demands it (DSA, Articles 16 to 18), and claims may follow",
        kept="{notices of illegal content} after it was decided",
        erased="**stays until then: the law has it kept**; a reply with an open case is taken off"
        " the page at once, and emptied when the case is closed",
    ),
    "comments.Report": Held(
        "id comment version reason at settled_at",
        {"text": "what is said against a reply", "email": "for the answer",
         "who": "a keyed digest of browser and network",
         "network": "a keyed digest of the network", "settled_by": "who did"},
        whose="whoever reported a reply", why="a moderator looks at it, and answers",
        kept="who and network {traces}; text and address {reports} after it was settled",
        erased="text and address are emptied; those about their replies lose the text",
    ),
    "comments.Recommendation": Held(
        "id comment at", {"who": "a keyed digest of browser and network",
                          "network": "a keyed digest of the network"},
        whose="whoever recommends a reply", why="each counts once", kept="{traces}",
        erased="stays until then: it is not known whose it is",
    ),
    "comments.Reader": Held(
        "id",
        {"email": "", "name": "", "folded_name": "as names are compared",
         "key": "by which their browsers are known", "confirmed_at": "when",
         "answers_mail": "which mail is wished", "stories_mail": "", "decisions_mail": ""},
        whose="whoever confirmed an address", why="an address belongs to somebody",
        kept="until they ask", erased="deleted; no browser is known any more",
    ),
    "comments.MailLink": Held(
        "id comment article made_at used_at",
        {"digest": "of the secret in the link", "email": "", "name": ""},
        whose="whoever was mailed a link", why="a link is good once, and for a time",
        kept="{links}", erased="deleted",
    ),
    "comments.Follow": Held("id since", {"reader": "who", "article": "which story"},
                            whose="whoever follows a story", why="new replies are mailed",
                            kept="until they stop it", erased="deleted"),
    "comments.Notice": Held(
        "id event made_at due_at told_at", {"reader": "who is told", "comment": "of what"},
        whose="whoever is told something", why="everything is told once", kept="{notices}",
        erased="deleted",
    ),
    "comments.Sanction": Held(
        "id rule comment since until lifted_at batch",
        {"email": "about whom", "kind": "which measure", "message": "what they were told",
         "note": "for the newsroom", "seen_at": "when they read it", "by": "who took it",
         "lifted_by": "who ended it"},
        whose=f"{WRITER}, and moderators", why="who broke the rules again and again can be stopped",
        kept="{measures} after it ended",
        erased="one that still holds stays, under a digest of the address and without words; all"
        " others are deleted",
    ),
    "comments.PersonNote": Held(
        "id at", {"email": "about whom", "text": "", "by": "who noted it"},
        whose=f"{WRITER}, and moderators", why=STAFF_WORK, kept="{notes}", erased="deleted",
    ),
    "comments.Feedback": Held(
        "id comment article wish state edition created_at settled_at",
        {"wants_credit": "whether they want to be named", "answer": "what they are told",
         "settled_by": "who did"},
        whose=f"{WRITER}, and the newsroom", why="hints are followed, and answered", kept=AS_REPLY,
        erased="the answer is emptied",
    ),
    "comments.Escalation": Held(
        "id comment to at settled_at",
        {"note": "why; it may quote the reply", "by": "who passed it on", "settled_by": "who did"},
        whose=f"{WRITER}, and moderators", why=STAFF_WORK, kept=AS_REPLY,
        erased="the note is emptied",
    ),
    "comments.RuleHit": Held(
        "id rule rule_version comment was_silent at", {"matched": "the words that were found"},
        whose=WRITER, why="a rule can be judged by what it finds", kept="{rule hits}",
        erased="the words are emptied",
    ),
    "comments.DeskRule": staff(
        "id name kind inside_words limit minutes section act message weight stage stage_since"
        " version made_at",
        why="what is to be held or refused", kept="for good",
        terms="what is looked for. **An address that is named here stays**: an erasure says so,"
        " and whoever looks after the rules decides", made_by="who made it",
    ),
    "comments.Likeness": Held(
        "comment version campaign", {"sketch": "numbers made from the text"}, whose=WRITER,
        why="the same text in many places is found", kept=AS_REPLY, erased="deleted",
    ),
    "comments.LikenessKey": Held(
        "id likeness", {"key": "a number made from the text"}, whose=WRITER,
        why="the same text in many places is found", kept="{likeness}", erased="deleted",
    ),
    "comments.TextModel": staff(
        "number trained_at learned_from numbers figures clear_to doubt_from cost is_live",
        why="what it has learned are weights of words: no text is in it, and what is erased is not"
        " learned from again", kept="for good", by="who chose it",
    ),
    "comments.Erasure": Held(
        "id fate source asked_at done_at counts",
        {"email": "while it is under way", "digest": "of the address", "by": "who began it"},
        whose="whoever asked for an erasure",
        why="an erasure holds after a restore, too, and is on record", kept="{erasures}",
        erased="the address goes at its end; the digest stays until then",
    ),
    "comments.Ping": Held(
        "id article kind created_at",
        {"title": "what the other site is called", "address": "", "excerpt": ""},
        whose="whoever writes the other site", why="it was shown with a story that came in",
        kept=AS_REPLY.replace("reply", "story"), erased="stays: it is not known whose it is",
    ),
    "comments.Arrival": nobody("id source number comment ping"),
    "comments.Campaign": staff(
        "id state first_at last_at replies stories people decided_at to_state",
        why=STAFF_WORK, kept="for good", decided_by="who decided",
    ),
    "comments.DeskHours": nobody("id day opens closes"),
    "comments.DeskSettings": staff("keys mailed_to mailed_at", why=STAFF_WORK,
                                   kept="as long as the login", person="whose", mail="",
                                   sections="", keys_on=""),
    "comments.HouseRule": nobody("id number title text short message"),
    "comments.LedgerMonth": nobody("month figures counted_at"),
    "comments.Looking": staff("at", why=STAFF_WORK, kept="until they look at another reply",
                              person="who looks", comment="at what"),
    "comments.PutAside": staff("until version decision_count", why=STAFF_WORK, kept=AS_REPLY,
                               by="who put it aside", comment="which"),
    "comments.Policy": nobody(
        "id article section mode mode_since closes_after banner max_length reports_hide"
    ),
    "comments.PrivacySettings": nobody("id text erased_replies"),
    "comments.Replay": staff("id rule rule_version at days done_at looked_at caught wrong missed"
                             " examples", why=STAFF_WORK, kept="for good", by="who tried it"),
    "comments.Risk": staff("id article why mode note begins_at ends_at", why=STAFF_WORK,
                           kept="for good", by="who set it"),
    "comments.RulesVersion": staff("number rules since", why="rules can be read as they were",
                                   kept="for good", by="who changed them"),
    "comments.SecondLook": staff(
        "id decision made_at done_at to_state rule agrees", why="decisions are compared",
        kept="for good", by="who looked",
    ),
    "comments.Thread": nobody("article views scored_views"),
    "comments.WaitingTime": nobody("id usual most measured_at"),
    "comments.WatchList": staff("id name is_shared articles made_at", why=STAFF_WORK,
                                kept="until its owner removes it", owner="whose"),
}  # fmt: skip
