"""What moderators work through: queues, cards, cases, and the alerts by mail."""
