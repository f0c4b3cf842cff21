"""What is stored about stories; always-true rules stand here as constraints of the database."""

from .address import Address
from .article import Article, Credit, State
from .edition import Edition, EditionCredit, EditionTopic, Kind
from .furniture import Author, Publication, Section, Topic
from .picture import FormerToken, Picture
from .record import Record
from .version import Version

__all__ = [
    "Address", "Article", "Author", "Credit", "Edition", "EditionCredit", "EditionTopic", "FormerToken", "Kind",
    "Picture", "Publication", "Record", "Section", "State", "Topic", "Version",
]  # fmt: skip
