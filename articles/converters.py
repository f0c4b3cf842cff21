"""The parts of addresses: what each may be, so that nothing else comes to a view."""

from django.urls import register_converter

from newsroom.lib.text import slugs


class Year:
    regex = "[1-9][0-9]{3}"
    to_python = staticmethod(int)
    to_url = staticmethod("{:04d}".format)


class Month:
    regex = "0[1-9]|1[0-2]"
    to_python = staticmethod(int)
    to_url = staticmethod("{:02d}".format)


class FeedFormat:
    """Path converter: the format of a feed; without one it is RSS."""

    regex = "atom|json"
    to_python = to_url = staticmethod(str)


class Parted:
    """The kinds of lists of which there may be many (PARTED of views/sitemaps.py)."""

    regex = "topic|author"
    to_python = to_url = staticmethod(str)


class Name:
    """The last part of an address, in any script."""

    regex = slugs.ROUTE
    to_url = staticmethod(str)

    @staticmethod
    def to_python(value: str) -> str:
        """Raises ValueError for what is no slug: then it is no such address."""
        if not slugs.is_slug(value):
            raise ValueError(value)
        return slugs.composed(value)


class Number:
    """The number of a row, no larger than a database can have it."""

    regex = "[0-9]{1,18}"
    to_python = staticmethod(int)
    to_url = staticmethod(str)


register_converter(Number, "number")
register_converter(Year, "year")
register_converter(Month, "month")
register_converter(FeedFormat, "form")
register_converter(Parted, "parted")
register_converter(Name, "name")
