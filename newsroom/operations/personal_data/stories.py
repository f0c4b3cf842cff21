"""What is stored with stories (articles/models/)."""

from newsroom.operations.personal_data.entry import Held, nobody, staff

WORK = "who did what to a story is part of its history"
AS_STORY = "as long as the story"
#: Of a working copy and of an edition alike.
TEXT = (
    "id headline kicker standfirst dateline lead_picture lead_alt lead_caption genre paid_by"
    " front_headline search_title search_description social_title social_description series"
    " series_part related body section"
)

TABLE = {
    "articles.Address": nobody("id year month slug article"),
    "articles.Article": staff(
        f"{TEXT} topics slug due_at embargo_until slugline legal_hold expires_at state version"
        " text_version approved_version gone_words gone_to created_at saved_at",
        why=WORK, kept=AS_STORY,
        owner="whose story it is", created_by="who began it", saved_by="who saved it last",
        byline_text="who is named as its author", lead_credit="who took the picture",
        note="what the newsroom notes about it",
    ),
    "articles.ArticlePicture": nobody("id article picture"),
    "articles.ArticleText": nobody("headline standfirst more body filed article version"),
    "articles.Author": staff(
        "id slug", why="bylines name who wrote a story", kept="until the chief deletes it",
        name="the name readers see", role="", bio="", website="", fediverse="",
        user="whose login it is",
    ),
    "articles.Autosave": staff(
        "id article seen_version at", why="nothing that was typed is lost",
        kept="until it is saved; of new stories {autosaves}",
        person="who types", tab="in which window", fields="what was typed",
    ),
    "articles.CheckLevel": nobody("id rule level"),
    "articles.Credit": staff("id article position role", why="bylines", kept=AS_STORY,
                             author="who wrote it"),
    "articles.Edition": staff(
        f"{TEXT} article number address live_from live_until embargo_until expires_at"
        " first_published_at updated_at kind article_version words created_at",
        why="what was published stays as it was published", kept="for good",
        published_by="who published it", byline_text="who is named as its author",
        lead_credit="who took the picture",
        note="what readers are told of a correction; it may thank a reader by name",
    ),
    "articles.EditionCredit": staff("id first_published_at edition position role", why="bylines",
                                    kept="for good", author="who wrote it"),
    "articles.EditionPicture": nobody("id edition picture"),
    "articles.EditionText": nobody("headline standfirst more body filed edition"),
    "articles.EditionTopic": nobody("id first_published_at edition topic"),
    "articles.FormerAddress": nobody("id key article section topic author picture"),
    "articles.FormerToken": nobody("id token picture"),
    "articles.Front": staff("id place section topic content version saved_at", why=WORK,
                            kept="for good", saved_by="who saved it last"),
    "articles.FrontEdition": staff(
        "id front number content live_from live_until front_version note created_at", why=WORK,
        kept="for good", published_by="who published it",
    ),
    "articles.KnownWord": nobody("id word plain initial length"),
    "articles.Picture": staff(
        "id original token format width height digest focal_x focal_y alt caption copyright place"
        " taken_at source_type licence licence_until from_file uploaded_at",
        why="pictures are credited", kept="until somebody deletes the picture",
        credit="who took it", uploaded_by="who uploaded it",
    ),
    "articles.Presence": staff("id article at is_typing", why="two people don't write at once",
                               kept="{presences}", person="who has it open", tab=""),
    "articles.PreviewLink": staff(
        "id article revision made_at expires_at revoked_at opened_at opened",
        why="others read a story before it is published", kept=AS_STORY,
        for_whom="whom it was made for", made_by="who made it",
    ),
    "articles.Publication": nobody(
        "id name tagline about shows_history security_contact reserved_names logo ethics_policy"
        " verification_policy sources_policy bylines_policy mission diversity_policy"
        " feedback_policy ownership masthead"
    ),
    "articles.Record": Held(
        "id at verb article edition front version",
        {"by": "who did it", "subject": "about what, or about which reader (address)",
         "note": "why, in the words of whoever did it"},
        whose="people of the newsroom, and readers about whom they did something",
        why="who may do what can be checked afterwards", kept="for good",
        erased="address, name and words are struck out; that something was done stays, and all that"
        " is on record about logins",
    ),
    "articles.Remark": staff(
        "id article parent link version place paragraph at resolved_at",
        why="a story is read by others before it is published", kept=AS_STORY,
        by="who made it", name="the name given with a preview link", text="", quote="",
        resolved_by="who settled it",
    ),
    "articles.Revision": staff("id article number at name note", why=WORK, kept=AS_STORY,
                               by="who saved it", content="what was written"),
    "articles.SavedView": Held(
        "id of name is_shared created_at",
        {"owner": "who keeps it", "query": "what it looks for; it may be an address"},
        whose="people of the newsroom, and readers they look for", why="a search that is kept",
        kept="until its owner removes it", erased="a view that looks for the address is deleted",
    ),
    "articles.Section": nobody("id name slug description position"),
    "articles.Series": nobody("id name slug description is_closed"),
    "articles.Topic": nobody("id name slug description intro picture"),
    "articles.Upload": staff("id key length offset parts picture begun_at",
                             why="a picture comes in parts", kept="{uploads}", by="who sends it"),
    "articles.Version": nobody("key number"),
}  # fmt: skip
