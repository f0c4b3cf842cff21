"""Replies that were kept elsewhere than the stories: Disqus, django-contrib-comments. They come in under stories that
are here already."""
