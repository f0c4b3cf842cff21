"""What is stored about stories; always-true rules stand here as constraints of the database."""

from .address import Address
from .article import Article, Credit, State
from .check import CheckLevel
from .edition import Edition, EditionCredit, EditionTopic, Kind
from .furniture import Author, Publication, Section, Topic
from .picture import FormerToken, Picture
from .record import Record
from .remark import Place, PreviewLink, Remark
from .revision import Revision
from .saved_view import SavedView
from .typing import Autosave, Presence
from .version import Version

__all__ = [
    "Address", "Article", "Author", "Autosave", "CheckLevel", "Credit", "Edition", "EditionCredit", "EditionTopic",
    "FormerToken", "Kind", "Picture", "Place", "Presence", "PreviewLink", "Publication", "Record", "Remark",
    "Revision", "SavedView", "Section", "State", "Topic", "Version",
]  # fmt: skip
