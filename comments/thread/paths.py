"""The place of a reply in its thread, as text that sorts."""

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
WIDTH = 7  # 36^7: 78 thousand million replies
MAX_NUMBER = 36**WIDTH - 1
#: Maximum depth of an answer: its path has to fit into its column.
MAX_DEPTH = 150


def segment(number: int) -> str:
    """A reply's number in base 36, seven digits wide."""
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits.rjust(WIDTH, "0")


def numbers(path: str) -> list[int]:
    """The numbers of the replies along a path, from the thread's first to the last."""
    return [int(path[start : start + WIDTH], 36) for start in range(0, len(path), WIDTH)]
