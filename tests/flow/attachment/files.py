"""Files as people send them, and as somebody would who means harm. All made here: no photograph of anybody."""

import io
import zlib

import pikepdf
import pillow_heif
from PIL import Image

MARK = "Taken by the camera of Teresa Sealedname"


def picture(form: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **how) -> bytes:
    """A picture, its left half red."""
    drawn = Image.new(mode, size, "white")
    drawn.paste("red" if mode != "1" else "black", (0, 0, size[0] // 2, size[1]))
    made = io.BytesIO()
    drawn.save(made, form, **how)
    return made.getvalue()


def telephone() -> bytes:
    """A photograph held sideways, with the camera's name and the place where it was taken."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = MARK, 6  # maker; turned by a quarter
    exif.get_ifd(0x8825)[2] = (38.0, 57.0, 6.0)  # latitude
    return picture(exif=exif)


def heic() -> bytes:
    made = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 48), "red")).save(made, quality=80)
    return made.getvalue()


def fax(pages: int = 3) -> bytes:
    """Pages of black and white in one TIFF, as a fax machine keeps them."""
    frames = [Image.new("1", (200, 300), 1) for _page in range(pages)]
    made = io.BytesIO()
    frames[0].save(made, "TIFF", save_all=True, append_images=frames[1:], compression="group4")
    return made.getvalue()


def pdf(pages: int = 2, change=lambda made: None, **how) -> bytes:
    """A PDF of empty pages; `change` may put something into it."""
    with pikepdf.new() as made:
        for _page in range(pages):
            made.add_blank_page()
        change(made)
        out = io.BytesIO()
        made.save(out, **how)
        return out.getvalue()


def armed(made: pikepdf.Pdf) -> None:
    """Every way in which a PDF starts something or carries something that we know of."""
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('harm')")
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="harm.exe")
    made.Root.OpenAction = made.make_indirect(script)
    made.Root.AA = pikepdf.Dictionary(WC=launch)
    made.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["harm", script]))
    made.attachments["harm.exe"] = b"MZ harm"
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=launch)
    film = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.RichMedia)
    deep = pikepdf.Array([pikepdf.Array([pikepdf.Dictionary(Next=pikepdf.Dictionary(S=pikepdf.Name.SubmitForm))])])
    made.pages[0].obj.Annots = pikepdf.Array([made.make_indirect(note), film])
    made.pages[0].obj.PieceInfo = deep
    made.docinfo["/Author"] = MARK


def bomb(whole: int) -> bytes:
    """A PDF of a few kilobytes with one part that unpacks to so many bytes."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _part in range(whole >> 20)) + packer.flush()

    def put(made: pikepdf.Pdf) -> None:
        part = pikepdf.Stream(made, b"")
        part.write(packed, filter=pikepdf.Name.FlateDecode)
        made.pages[0].obj.Contents = made.make_indirect(part)

    return pdf(1, put, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def wide(pixels: int) -> bytes:
    """A PNG of one kilobyte that says it has so many dots."""
    small = picture("PNG")
    head = pixels.to_bytes(4, "big") + (1).to_bytes(4, "big") + small[24:29]
    return small[:16] + head + zlib.crc32(b"IHDR" + head).to_bytes(4, "big") + small[33:]
