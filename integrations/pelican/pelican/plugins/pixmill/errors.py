"""What stops a build."""


class PixmillError(Exception):
    """A mistake in the settings, or a pixmill that is missing or fails; the text is for people."""
