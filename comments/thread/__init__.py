"""Replies as readers see them: pages, ranking, recommendations, picks."""
