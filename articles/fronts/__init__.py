"""The home page and those of sections and topics: composed by editors, with editions of their
own."""
