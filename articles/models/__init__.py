"""What is stored about stories; always-true rules stand here as constraints of the database."""

from .address import Address
from .article import Article, Credit, State
from .check import CheckLevel
from .edition import Edition, EditionCredit, EditionTopic, Kind
from .former import FormerAddress
from .front import Front, FrontEdition
from .furniture import Author, Publication, Section, Series, Topic
from .picture import FormerToken, Picture
from .record import Record
from .remark import Place, PreviewLink, Remark
from .revision import Revision
from .saved_view import SavedView
from .search import ArticleText, EditionText, KnownWord
from .typing import Autosave, Presence
from .upload import Upload
from .use import ArticlePicture, EditionPicture
from .version import Version
from .work import Genre, Role

__all__ = [
    "Address", "Article", "ArticlePicture", "ArticleText", "Author", "Autosave", "CheckLevel", "Credit", "Edition",
    "EditionCredit", "EditionPicture", "EditionText", "EditionTopic", "FormerAddress",
    "FormerToken", "Front", "FrontEdition", "Genre",
    "Kind", "KnownWord", "Picture", "Place", "Presence", "PreviewLink", "Publication", "Record", "Remark", "Revision",
    "Role", "SavedView", "Section", "Series", "State", "Topic", "Upload", "Version",
]  # fmt: skip
