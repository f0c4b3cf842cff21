"""What is stored about stories; always-true rules stand here as constraints of the database."""

from articles.models.check_level import CheckLevel
from articles.models.former_address import FormerAddress
from articles.models.front import Front, FrontEdition
from articles.models.pictures.picture import FormerToken, Picture
from articles.models.pictures.upload import Upload
from articles.models.pictures.use import ArticlePicture, EditionPicture
from articles.models.record import Record, Verb
from articles.models.saved_view import SavedView
from articles.models.search import ArticleText, EditionText, KnownWord
from articles.models.stories.address import Address
from articles.models.stories.article import Article, Credit, State
from articles.models.stories.autosave import Autosave, Presence
from articles.models.stories.edition import Edition, EditionCredit, EditionTopic, Kind
from articles.models.stories.genre_and_role import Genre, Role
from articles.models.stories.remark import Place, PreviewLink, Remark
from articles.models.stories.revision import Revision
from articles.models.taxonomy import Author, Publication, Section, Series, Topic
from articles.models.version import Version

__all__ = [
    "Address", "Article", "ArticlePicture", "ArticleText", "Author", "Autosave", "CheckLevel",
    "Credit", "Edition", "EditionCredit", "EditionPicture", "EditionText", "EditionTopic",
    "FormerAddress", "FormerToken", "Front", "FrontEdition", "Genre", "Kind", "KnownWord",
    "Picture", "Place", "Presence", "PreviewLink", "Publication", "Record", "Remark", "Revision",
    "Role", "SavedView", "Section", "Series", "State", "Topic", "Upload", "Verb", "Version",
]  # fmt: skip
