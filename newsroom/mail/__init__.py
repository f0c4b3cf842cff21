"""Mail: an outbox in the database (outbox.py), and the way from there to the mail server (delivery.py).

Every part uses django.core.mail as it stands. What it sends becomes rows in the transaction of whatever it tells
about, so a change that is taken back mails nobody, and a page never waits for a mail server.
"""
