"""Files as pictures: what is shown of them, and what is said of those that cannot be."""

import io
import zlib
from struct import pack

import pikepdf
import pytest
from PIL import Image, ImageDraw

from coachdesk.export.pdf.pictures import Picture, are_alike, are_similar, sheets_of


def packed(image: Image.Image, form: str, **how: object) -> bytes:
    output = io.BytesIO()
    image.save(output, form, **how)
    return output.getvalue()


def pixels(picture: Picture) -> Image.Image:
    if picture.packing == "jpeg":
        return Image.open(io.BytesIO(picture.data))
    mode = "L" if picture.grey else "RGB"
    return Image.frombytes(mode, (picture.width, picture.height), zlib.decompress(picture.data))


def chart(width: int = 300, height: int = 200) -> Image.Image:
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).rectangle((5, 5, width // 2, height // 2), fill="#17395c")
    return image


def pdf_of(*sizes: tuple[float, float]) -> bytes:
    output = io.BytesIO()
    with pikepdf.new() as pdf:
        for width, height in sizes:
            page = pdf.add_blank_page(page_size=(width, height))
            page.Contents = pdf.make_stream(b"0.1 0.2 0.9 rg 20 20 100 100 re f")
        pdf.save(output)
    return output.getvalue()


@pytest.mark.parametrize("form", ["PNG", "GIF", "BMP", "TIFF", "WEBP", "JPEG"])
def test_a_picture_is_shown_as_it_is(form: str) -> None:
    sheets = sheets_of(f"image/{form.lower()}", packed(chart(), form))
    (one,) = sheets.pictures
    assert (one.width, one.height, one.grey, sheets.count, sheets.problem) == (300, 200, False, 1, "")
    red, green, blue = pixels(one).convert("RGB").getpixel((60, 60))  # type: ignore[misc]
    assert abs(red - 0x17) + abs(green - 0x39) + abs(blue - 0x5C) < 12


def test_equal_files_give_equal_bytes() -> None:
    data = packed(chart(), "PNG")
    assert sheets_of("image/png", data) == sheets_of("image/png", data)


def test_a_large_picture_is_no_finer_than_paper_needs() -> None:
    (one,) = sheets_of("image/png", packed(chart(6000, 3000), "PNG")).pictures
    assert (one.width, one.height) == (1900, 950)


def test_a_photograph_is_packed_as_one() -> None:
    noise = Image.effect_noise((1200, 900), 90).convert("RGB")
    (one,) = sheets_of("image/png", packed(noise, "PNG")).pictures
    assert (one.packing, one.grey) == ("jpeg", True)
    assert len(one.data) < len(packed(noise, "PNG"))


def test_a_photograph_stands_upright_and_what_is_transparent_is_paper() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    (turned,) = sheets_of("image/jpeg", packed(chart(), "JPEG", exif=exif)).pictures
    assert (turned.width, turned.height) == (200, 300)
    (clear,) = sheets_of("image/png", packed(Image.new("RGBA", (9, 9), (0, 0, 0, 0)), "PNG")).pictures
    assert pixels(clear).getextrema() == (255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "I;16", "F", "LA"])
def test_every_kind_of_pixels_is_shown(mode: str) -> None:
    form = "TIFF" if mode in ("CMYK", "F", "I;16") else "PNG"
    image = Image.new(mode, (40, 30)) if mode in ("I;16", "F") else chart(40, 30).convert(mode)
    sheets = sheets_of("image/x", packed(image, form))
    assert (sheets.problem, len(sheets.pictures)) == ("", 1)


def test_each_page_of_a_fax_and_of_a_pdf_is_a_picture_as_it_lies() -> None:
    fax = packed(chart(), "TIFF", save_all=True, append_images=[chart(200, 300), chart()])
    assert [one.width for one in sheets_of("image/tiff", fax).pictures] == [300, 200, 300]
    sheets = sheets_of("application/pdf", pdf_of((595, 842), (842, 595)))
    assert [one.width > one.height for one in sheets.pictures] == [False, True]
    assert max(max(one.width, one.height) for one in sheets.pictures) <= 1900
    assert pixels(sheets.pictures[0]).getpixel((100, 1700)) == (26, 51, 230)


def test_of_a_long_file_the_first_pages_are_shown_and_all_are_counted() -> None:
    sheets = sheets_of("application/pdf", pdf_of(*[(100, 100)] * 7), most=3)
    assert (len(sheets.pictures), sheets.count) == (3, 7)


def test_a_pdf_is_known_by_its_content_too() -> None:
    assert sheets_of("application/octet-stream", pdf_of((100, 100))).count == 1


@pytest.mark.parametrize("media_type", ["text/plain", "message/rfc822", "image/svg+xml", "video/mp4"])
def test_what_has_no_pages_has_none(media_type: str) -> None:
    assert sheets_of(media_type, b"what was agreed").problem == "other"


def test_a_damaged_file_is_called_damaged() -> None:
    image, pdf = packed(chart(), "PNG"), pdf_of((595, 842))
    for media_type, data in (
        ("image/png", b""),
        ("image/png", b"no picture"),
        ("image/png", image[: len(image) // 2]),
        ("image/jpeg", packed(chart(), "JPEG")[:200]),
        ("application/pdf", b""),
        ("application/pdf", b"%PDF-1.7\nnothing"),
        ("application/pdf", pdf[:60]),
    ):
        assert sheets_of(media_type, data).problem == "damaged", data[:9]


def test_a_pdf_with_a_password_is_called_locked() -> None:
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_of((595, 842)))) as pdf:
        pdf.save(output, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    assert sheets_of("application/pdf", output.getvalue()).problem == "locked"


def huge_png() -> bytes:
    """40,000 by 40,000 pixels in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    header = pack(">IIBBBBB", 40_000, 40_000, 1, 0, 0, 0, 0)
    body = zlib.compress(bytes(5001 * 40_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_a_bomb_is_not_unpacked() -> None:
    assert sheets_of("image/png", huge_png()).problem == "too_large"
    output = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        bomb = pdf.make_stream(
            b"",
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=60_000,
            Height=60_000,
            ColorSpace=pikepdf.Name.DeviceGray,
            BitsPerComponent=8,
        )
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary({"/I": bomb}))
        page.Contents = pdf.make_stream(b"q 500 0 0 500 0 0 cm /I Do Q")
        pdf.save(output)
    assert sheets_of("application/pdf", output.getvalue()).problem == "too_large"


def test_what_cannot_be_seen_is_alike_and_edges_drawn_otherwise_are_only_similar() -> None:
    image = chart()
    draw = ImageDraw.Draw(image)
    draw.text((200, 150), "on 3 March", fill="black", font_size=20)
    softer = image.resize((301, 201)).resize((300, 200))
    other = chart()
    ImageDraw.Draw(other).text((200, 150), "on 8 March", fill="black", font_size=20)
    assert are_alike(image, image)
    assert are_alike(image, image.point(lambda value: max(value - 6, 0)))
    assert not are_alike(image, image.point(lambda value: max(value - 7, 0)))
    assert not are_alike(image, softer)
    assert are_similar(image, softer)
    dotted = image.copy()
    dotted.putpixel((20, 20), (0, 0, 0))
    assert not are_alike(image, dotted)
    for one in (other, image.resize((150, 100)), image.convert("L")):
        assert not are_alike(image, one)
        assert not are_similar(image, one)
    assert are_alike(image.convert("L"), image.convert("L"))
