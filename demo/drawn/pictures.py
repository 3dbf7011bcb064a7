"""Pictures that show nothing and nobody: drawn, not photographed."""

import io

from PIL import Image, ImageDraw

_SIZE = (960, 720)
_WALL, _BOARD, _LINE, _RED, _DARK = "#e8e2d4", "#fdfdfb", "#9aa3ab", "#c0392b", "#37424a"


def price_board() -> bytes:
    """A board with lines where fees and refunds are written."""
    image = Image.new("RGB", _SIZE, _WALL)
    draw = ImageDraw.Draw(image)
    draw.rectangle((160, 90, 800, 620), fill=_BOARD, outline=_DARK, width=8)
    draw.rectangle((160, 90, 800, 170), fill=_DARK)
    for row in range(8):
        y = 215 + row * 50
        draw.line((200, y, 560, y), fill=_LINE, width=10)
        draw.line((640, y, 760, y), fill=_RED if row == 3 else _LINE, width=10)
    return _jpeg(image)


def extinguisher() -> bytes:
    """A fire extinguisher whose gauge stands in the green."""
    image = Image.new("RGB", _SIZE, _WALL)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((390, 230, 570, 650), radius=60, fill=_RED)
    draw.rectangle((450, 170, 510, 240), fill=_DARK)
    draw.line((510, 190, 650, 320), fill=_DARK, width=18)
    draw.ellipse((430, 90, 530, 190), fill=_BOARD, outline=_DARK, width=8)
    draw.arc((445, 105, 515, 175), 200, 290, fill="#2e8b57", width=10)
    draw.line((480, 140, 465, 112), fill=_DARK, width=5)
    return _jpeg(image)


def _jpeg(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=80)
    return file.getvalue()
