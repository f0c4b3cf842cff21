"""What is told of moderation: statements of reasons, ledgers, figures."""
