import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from api.evidence.content import sandbox
from api.evidence.content.sandbox import Sandbox
from domain.evidence.contents import MEDIA_TYPES, ContentRefused, TooCostlyToRead
from tests.api.evidence import files

HOSTILE = files.hostile()


Put = Callable[[bytes], Path]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    def put(content: bytes) -> Path:
        path = tmp_path / "file"
        path.write_bytes(content)
        return path

    return put


@pytest.mark.parametrize("media_type", files.GOOD, ids=lambda name: name.replace("/", "-"))
async def test_what_phones_make_is_taken(media_type: str, put: Put) -> None:
    path = put(files.GOOD[media_type]())

    found = await Sandbox().look(path, media_type)

    assert found.media_type == media_type
    assert (found.picture is not None) == media_type.startswith("image/")
    assert any(media_type in accepted for accepted in MEDIA_TYPES.values())


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: name.replace(" ", "-"))
async def test_what_nobody_should_send_is_refused_by_name(name: str, put: Put) -> None:
    declared, content, code = HOSTILE[name]
    path = put(content)

    with pytest.raises(ContentRefused) as refused:
        await Sandbox().look(path, declared)

    assert refused.value.code == code
    assert refused.value.message("zh")
    assert os.listdir(path.parent) == [path.name]


@pytest.mark.parametrize("name", ["jpeg", "png", "webp"])
async def test_copies_hold_the_picture_and_nothing_else(name: str, put: Put) -> None:
    content = files.GOOD[f"image/{name}"]()
    path = put(content)
    assert files.LATITUDE in content

    found = await Sandbox().look(path, f"image/{name}")

    for copy in (found.picture, found.thumbnail):
        assert copy is not None
        for secret in (
            files.LATITUDE,
            files.CAMERA,
            files.COMMENT,
            b"Exif",
            b"xmp",
            b"ICC_PROFILE",
        ):
            assert secret not in copy
        with Image.open(io.BytesIO(copy)) as image:
            assert not image.getexif()
            assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


async def test_a_progressive_photo_is_taken(put: Put) -> None:
    found = await Sandbox().look(put(files.jpeg_of_many_scans(0)), "image/jpeg")

    assert (found.width, found.height) == (640, 480)


async def test_a_photo_is_turned_upright_and_made_smaller(put: Put) -> None:
    path = put(files.jpeg(4_000, 3_000, orientation=6))

    found = await Sandbox().look(path, "image/jpeg")

    assert (found.width, found.height) == (3_000, 4_000)
    assert Image.open(io.BytesIO(found.picture or b"")).size == (1_920, 2_560)
    assert Image.open(io.BytesIO(found.thumbnail or b"")).size == (240, 320)


@pytest.mark.parametrize("mode", ["I;16", "L", "CMYK", "P"])
async def test_a_picture_looks_as_it_did(mode: str, put: Put) -> None:
    """A dark half and a bright one, in every way that dots are written down."""
    dots = Image.new("L", (100, 60), 64)
    dots.paste(192, (50, 0, 100, 60))
    if mode == "I;16":
        picture = Image.frombytes(
            mode, dots.size, b"".join(bytes((0, dot)) for dot in dots.tobytes())
        )
    elif mode == "P":
        picture = dots.convert("RGB").quantize(4)
    else:
        picture = dots.convert("RGB").convert(mode)
    written = io.BytesIO()
    name = "jpeg" if mode == "CMYK" else "png"
    picture.save(written, name)

    found = await Sandbox().look(put(written.getvalue()), f"image/{name}")

    with Image.open(io.BytesIO(found.picture or b"")) as copy:
        grey = copy.convert("L").tobytes()

    assert [round(grey[30 * 100 + x] / 8) for x in (20, 80)] == [8, 24]


async def test_a_process_that_never_ends_is_ended(
    put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(files.jpeg())
    monkeypatch.setattr(sandbox, "_START", "while True: pass")

    with pytest.raises(TooCostlyToRead):
        await Sandbox(timeout=0.2).look(path, "image/jpeg")


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.abort()",
        "import os; os.kill(os.getpid(), 24)",
        "print('{}')",
        "print('not JSON')",
        'print(\'{"refused": "NOT_FOUND", "values": {}}\')',
        'print(\'{"refused": "TOO_MANY_PIXELS", "values": {"width": 1}}\')',
        'print(\'{"media_type": "text/html"}\')',
        "import sys; sys.stdout.write('x' * 30_000_000)",
        'print(\'{"media_type": "image/jpeg", "width": 1, "height": 1, "picture": 6, '
        '"thumbnail": 6}\\n<html><html>\')',
        'print(\'{"media_type": "image/jpeg", "width": Infinity}\')',
        "import sys; sys.stdout.buffer.write("
        'b\'{"media_type": "image/jpeg", "width": 1000000000000, "height": 1, "picture": 3, '
        '"thumbnail": 3}\\n\' + b"\\xff\\xd8\\xff" * 2)',
    ],
    ids=[
        *("crash", "cpu", "empty", "no-json", "code", "values", "type", "endless", "html"),
        *("infinite", "wide"),
    ],
)
async def test_nothing_that_the_process_says_is_believed(
    program: str, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(files.jpeg())
    monkeypatch.setattr(sandbox, "_START", program)

    with pytest.raises(TooCostlyToRead):
        await Sandbox().look(path, "image/jpeg")


async def test_the_process_has_no_rights_no_secrets_and_no_room(
    put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(files.pdf())
    monkeypatch.setenv("DATABASE_URL", "postgresql://clerk:hunter2@db/register")
    probe = (
        "import sys; sys.path[:] = sys.argv[2:]; import api.evidence.content.worker as w, json, os, socket\n"
        "w._give_up_rights(); wrong = []\n"
        "try: os.write(os.open(sys.argv[1] + '.x', os.O_CREAT | os.O_WRONLY), b'x')\n"
        "except OSError: pass\n"
        "try: bytearray(2_000_000_000); wrong.append('memory')\n"
        "except MemoryError: pass\n"
        "try: open('/etc/hostname'); wrong.append('file')\n"
        "except OSError: pass\n"
        "os.close(0)\n"
        "try: open('/etc/hostname'); wrong.append('file in the place of another')\n"
        "except OSError: pass\n"
        "try: socket.socket(); wrong.append('network')\n"
        "except OSError: pass\n"
        "try: os.fork() or os._exit(0); wrong.append('children')\n"
        "except OSError: pass\n"
        "wrong += [name for name in os.environ if name != 'LC_CTYPE']\n"
        "wrong += ['root'] if os.geteuid() == 0 else []\n"
        "print(json.dumps({'media_type': 'application/pdf' if not wrong else str(wrong)}))"
    )
    monkeypatch.setattr(sandbox, "_START", probe)

    found = await Sandbox().look(path, "application/pdf")

    assert found.media_type == "application/pdf"


def test_the_process_reads_only_what_the_standard_library_and_pillow_bring() -> None:
    """What it imports is what a hostile file can reach."""
    root = Path(sandbox.__file__).parents[3]
    program = (
        "import sys; sys.path[:] = sys.argv[1:]; import api.evidence.content.worker as w\n"
        "before = set(sys.modules); import api.evidence.content.pictures\n"
        "assert 'PIL' not in before\n"
        "print(*{name.partition('.')[0] for name in sys.modules} - set(sys.stdlib_module_names))"
    )
    command = [sys.executable, "-I", "-S", "-c", program, str(root), *filter(None, sys.path)]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert set(output.split()) <= {"__main__", "api", "domain", "PIL"}
