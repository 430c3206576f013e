"""The machine-readable counter: twenty blocks along the top of the picture.

Block 0 is black and block 1 white, which tells the polarity (an inverted picture still reads);
fourteen blocks carry the frame number, most significant first; four carry a check sum over it.
Blocks are a twentieth of the width and 16 lines high, so that codecs and chroma do them no harm.
This file shares no code with Holdover: it is the other side of the proof.
"""

BLOCKS = 20
NUMBER_BITS = 14
NUMBER_MAX = (1 << NUMBER_BITS) - 1
STRIP_LINES = 16


def check_sum(number):
    """Sum of the number's nibbles and 5, modulo 16: all black is no valid strip."""
    return (number + (number >> 4) + (number >> 8) + (number >> 12) + 5) & 15


def blocks(number):
    """The blocks of a number, as zeros and ones."""
    code = (number << 4) | check_sum(number)
    return [0, 1] + [(code >> shift) & 1 for shift in range(NUMBER_BITS + 3, -1, -1)]


def read(levels):
    """The number in twenty brightness levels (0 to 255), or None where there is none."""
    black, white = levels[0], levels[1]
    if abs(white - black) < 60:
        return None
    code = 0
    for level in levels[2:]:
        share = (level - black) / (white - black)
        if 0.3 < share < 0.7 or not -0.5 < share < 1.5:
            return None
        code = (code << 1) | (1 if share > 0.5 else 0)
    number = code >> 4
    return number if code & 15 == check_sum(number) else None
