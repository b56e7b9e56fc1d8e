"""Files as pictures for a page each: photographs, screenshots, scans, the pages of a PDF.

The original is never put on a page itself: a foreign PDF would bring its fonts, scripts and colours with
it. Limits are held before anything is unpacked, since a small file can be made to fill the memory.
"""

import io
import warnings
import zlib
from collections.abc import Iterator
from contextlib import closing
from typing import Any, Literal

import msgspec
import pikepdf
import pypdfium2
from PIL import Image, ImageChops, ImageFilter, ImageOps, UnidentifiedImageError
from pypdfium2.raw import FPDF_ERR_PASSWORD

MOST_SHEETS = 60
"""Of one file."""
_LONG, _SHORT = 1900, 1400
"""Sides in pixels: at most 250 to the inch on a page."""
_MOST_PIXELS = 80_000_000
_MOST_OBJECTS = 200_000
_POINTS_AT_LEAST = 1.0
_LARGE = 400_000
"""Packed without loss, more bytes than this are a photograph, and packed as one."""
_QUALITY = 88
_READ = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
_ALIKE = 6
"""Of 255, in any pixel: nobody sees it. Another version of a library may round otherwise."""
_SIMILAR_BLOCK, _SIMILAR = 8, 28
"""In the mean of 8 by 8 pixels: edges drawn otherwise, but a thin line, too. It proves nothing."""

Problem = Literal["", "other", "damaged", "locked", "too_large"]


class Picture(msgspec.Struct, frozen=True):
    """Pixels as they stand in a PDF; ``grey`` has one byte for each, otherwise three (sRGB)."""

    width: int
    height: int
    grey: bool
    packing: Literal["flate", "jpeg"]
    data: bytes


class Sheets(msgspec.Struct, frozen=True):
    """A file as pictures: the first of ``count`` pages, or why there are none.

    Problems: ``other`` (of a type that has no pages), ``damaged``, ``locked`` (by a password), ``too_large``.
    """

    pictures: tuple[Picture, ...] = ()
    count: int = 0
    problem: Problem = ""


def sheets_of(media_type: str, content: bytes, most: int = MOST_SHEETS) -> Sheets:
    """The first ``most`` pages of a file. What is wrong with it is said, never raised."""
    if media_type == "application/pdf" or content.startswith(b"%PDF-"):
        return _of_pdf(content, most)
    if media_type.startswith("image/") and media_type != "image/svg+xml":
        return _of_image(content, most)
    return Sheets(problem="other")


def _of_image(content: bytes, most: int) -> Sheets:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(content), formats=_READ) as image:
                frames = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
                return Sheets(tuple(_frames(image, min(frames, most))), frames)
    except UnidentifiedImageError:
        return Sheets(problem="damaged")
    except (_TooLarge, Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        return Sheets(problem="too_large")
    except Exception:  # noqa: BLE001  # decoders raise anything for a damaged file
        return Sheets(problem="damaged")


class _TooLarge(Exception):
    """More pixels than may be unpacked."""


def _frames(image: Image.Image, count: int) -> Iterator[Picture]:
    for number in range(count):
        if number:
            image.seek(number)
        if image.width * image.height > _MOST_PIXELS:
            raise _TooLarge
        yield _picture(_upright(image))


def _upright(image: Image.Image) -> Image.Image:
    """As it is meant to be looked at, on white paper, no larger than needed."""
    if image.format == "JPEG":
        image.draft("RGB", (_LONG, _LONG))
    image = ImageOps.exif_transpose(image)
    if image.mode in ("I;16", "I;16B", "I;16L", "I", "F"):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        coloured = image.convert("RGBA")
        paper = Image.new("RGBA", coloured.size, "white")
        image = Image.alpha_composite(paper, coloured)
    return image.convert("RGB")


def _of_pdf(content: bytes, most: int) -> Sheets:
    try:
        _check_sizes(content)
        with closing(pypdfium2.PdfDocument(content)) as document:
            count = len(document)
            pictures = [_picture(_drawn(document, place)) for place in range(min(count, most))]
    except _TooLarge:
        return Sheets(problem="too_large")
    except pikepdf.PasswordError:
        return Sheets(problem="locked")
    except pypdfium2.PdfiumError as error:
        return Sheets(problem="locked" if error.err_code == FPDF_ERR_PASSWORD else "damaged")
    except Exception:  # noqa: BLE001  # a damaged file may fail anywhere
        return Sheets(problem="damaged")
    return Sheets(tuple(pictures), count) if pictures else Sheets(problem="damaged")


def _check_sizes(content: bytes) -> None:
    """No picture in it is too large to be unpacked."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        if len(pdf.objects) > _MOST_OBJECTS:
            raise _TooLarge
        for found in pdf.objects:
            is_image = isinstance(found, pikepdf.Stream) and found.get("/Subtype") == pikepdf.Name.Image
            if is_image and int(found.get("/Width", 0)) * int(found.get("/Height", 0)) > _MOST_PIXELS:
                raise _TooLarge


def _drawn(document: Any, place: int) -> Image.Image:
    with closing(document[place]) as page:
        width, height = (max(side, _POINTS_AT_LEAST) for side in page.get_size())
        scale = min(_LONG / max(width, height), _SHORT / min(width, height))
        with closing(page.render(scale=scale, may_draw_forms=True)) as bitmap:
            image: Image.Image = bitmap.to_pil()
            return image.convert("RGB").copy()


def _picture(image: Image.Image) -> Picture:
    """Packed so that equal pixels give equal bytes."""
    scale = min(1, _LONG / max(image.size), _SHORT / min(image.size))
    if scale < 1:
        width, height = (max(round(side * scale), 1) for side in image.size)
        image = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)
    red, green, blue = image.split()
    grey = ImageChops.difference(red, green).getbbox() is None and (
        ImageChops.difference(green, blue).getbbox() is None
    )
    image = red if grey else image
    data, packing = zlib.compress(image.tobytes(), 6), "flate"
    if len(data) > _LARGE:
        output = io.BytesIO()
        image.save(output, "JPEG", quality=_QUALITY)
        data, packing = output.getvalue(), "jpeg"
    return Picture(image.width, image.height, grey, packing, data)  # type: ignore[arg-type]


def are_alike(one: Image.Image, other: Image.Image) -> bool:
    """Whether two pictures differ in nothing that can be seen."""
    return _is_same_kind(one, other) and _largest_difference(one, other) <= _ALIKE


def are_similar(one: Image.Image, other: Image.Image) -> bool:
    """Whether two pictures may be of the same file, drawn otherwise. What is small may be another in them."""
    if not _is_same_kind(one, other):
        return False
    blur = ImageFilter.BoxBlur(_SIMILAR_BLOCK // 2)
    return _largest_difference(one.filter(blur), other.filter(blur)) <= _SIMILAR


def _is_same_kind(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and one.mode == other.mode


def _largest_difference(one: Image.Image, other: Image.Image) -> int:
    return max(ImageChops.difference(one, other).convert("RGB").tobytes())
