"""Why a command of operations stops. The message is for the person at the terminal."""


class Refused(Exception):
    """It is not done, and nothing was changed; or it ended early, and what it left is named."""
