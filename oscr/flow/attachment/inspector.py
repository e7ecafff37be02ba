"""Reads one file that somebody sent and writes it anew: a program of its own, so that a hostile file harms nobody but it.

Run by `looking` as `python -m oscr.flow.attachment.inspector`: the file on standard input; on standard output one line of JSON, then
the new file. It has no database, no settings and no secrets, and the system ends it beyond its memory and time. What makes a file
unfit is said by a word of `looking.WHY`.
"""

import io
import json
import resource
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

import pikepdf
import pillow_heif
from PIL import Image, ImageCms, ImageOps

MEMORY = 1 << 30  # bytes of address space: a page of 50 million dots takes 200 MB
SECONDS = 20  # of processor time
MOST_PIXELS = 50_000_000  # of one picture: a page of A4 at 600 dots to the inch has 35 million
MOST_PAGES = 200
MOST_OBJECTS = 100_000  # of a PDF; a scan of 200 pages has about a thousand
MOST_UNPACKED = 1 << 28  # bytes of one part of a PDF, unpacked; and of all parts eight times as much
QUALITY = 92  # of a JPEG: no loss that an eye sees
LARGEST_PNG = 10 << 20  # bytes; a photograph kept as PNG and larger than that becomes a JPEG

SIGNS = (
    (b"%PDF-", "PDF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
)
PHONES = {b"heic", b"heix", b"hevc", b"mif1", b"msf1"}  # brands of HEIC photographs
PROGRAMS = {"/JS", "/JavaScript", "/AA", "/OpenAction", "/XFA"}  # keys that start something
FILES = {"/EmbeddedFiles", "/EF", "/AF", "/Collection"}  # keys that carry other files
ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound"}
CARRIERS = {
    "/FileAttachment",
    "/RichMedia",
    "/Movie",
    "/Sound",
    "/Screen",
    "/3D",
}  # notes on a page that hold a file or a film


class Unfit(Exception):
    """A file that is not taken; its one argument is a word of `looking.WHY`."""


@dataclass
class Seen:
    """What a file is, and what was taken out of it: "program", "file"."""

    kind: str
    pages: int
    removed: list[str] = field(default_factory=list)


def inspect(content: bytes) -> tuple[Seen, bytes]:
    """What the content is, and the same written anew. Raises Unfit."""
    kind = kind_of(content)
    if kind == "PDF":
        return _pdf(content)
    if kind:
        return _picture(content, kind)
    raise Unfit("kind")


def kind_of(content: bytes) -> str:
    """PDF, JPEG, PNG, TIFF or HEIF by the first bytes, never by a name; "" for anything else."""
    if content[4:8] == b"ftyp" and content[8:12] in PHONES:
        return "HEIF"
    return next((kind for sign, kind in SIGNS if content.startswith(sign)), "")


def _pdf(content: bytes) -> tuple[Seen, bytes]:
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            seen = Seen("pdf", len(pdf.pages))
            _within_limits(pdf, seen.pages)
            seen.removed = sorted(_stripped(pdf))
            _forget_who_made_it(pdf)
            new = io.BytesIO()
            pdf.save(new, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        with pikepdf.open(io.BytesIO(new.getvalue())) as again:
            if _stripped(again):
                raise Unfit("damaged")
    except pikepdf.PasswordError:
        raise Unfit("locked") from None
    except (pikepdf.PdfError, ValueError, RecursionError):
        raise Unfit("damaged") from None
    return seen, new.getvalue()


def _within_limits(pdf: pikepdf.Pdf, pages: int) -> None:
    if not pages:
        raise Unfit("damaged")
    if pages > MOST_PAGES:
        raise Unfit("pages")
    if len(pdf.objects) > MOST_OBJECTS:
        raise Unfit("heavy")
    whole = 0
    for part in pdf.objects:
        if isinstance(part, pikepdf.Stream):
            if int(part.get("/Width", 0)) * int(part.get("/Height", 0)) > MOST_PIXELS:
                raise Unfit("pixels")
            unpacked = _unpacked(part)
            whole += unpacked
            if unpacked > MOST_UNPACKED or whole > 8 * MOST_UNPACKED:
                raise Unfit("heavy")


def _unpacked(part: pikepdf.Stream) -> int:
    """How many bytes a part is, unpacked; a picture stays packed, its dots are counted. Raises Unfit for one that outgrows the memory."""
    try:
        return len(part.read_bytes())
    except pikepdf.PdfError as cannot:
        if "bad_alloc" in str(cannot):  # the library has no other name for it
            raise Unfit("heavy") from None
        return len(part.read_raw_bytes())


def _stripped(pdf: pikepdf.Pdf) -> set[str]:
    """Take out whatever starts something or carries another file; returns which of both there was."""
    removed = set()
    for held in _dictionaries(pdf):
        keys = set(held.keys())
        program = str(held.get("/S", "")) in ACTIONS
        if program or str(held.get("/Subtype", "")) in CARRIERS:
            removed.add("program" if program else "file")
            for key in keys:
                del held[key]
            continue
        for key in keys & (PROGRAMS | FILES):
            removed.add("program" if key in PROGRAMS else "file")
            del held[key]
    return removed


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary of the file, each once; the lists are walked here, so that no nesting is too deep."""
    waiting: list[pikepdf.Object] = [pdf.trailer, *pdf.objects]
    while waiting:
        held = waiting.pop()
        if isinstance(held, pikepdf.Stream):
            held = held.stream_dict
        if isinstance(held, pikepdf.Dictionary):
            yield held
            inner = [value for _key, value in held.items()]
        else:
            inner = list(held) if isinstance(held, pikepdf.Array) else []
        waiting += [one for one in inner if isinstance(one, pikepdf.Object) and not one.is_indirect]


def _forget_who_made_it(pdf: pikepdf.Pdf) -> None:
    """Names, programs and times that the maker's machine wrote into the file: they may say who reported."""
    for held, key in ((pdf.trailer, "/Info"), (pdf.Root, "/Metadata"), (pdf.Root, "/PieceInfo")):
        if key in held:
            del held[key]


def _picture(content: bytes, kind: str) -> tuple[Seen, bytes]:
    pillow_heif.register_heif_opener()
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as picture:
            if kind == "TIFF":
                return _pdf(_paper(picture))
            plain = _plain(picture)
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
        raise Unfit("damaged") from None
    if kind == "PNG":
        new = _saved(plain, "PNG")
        if len(new) <= LARGEST_PNG:
            return Seen("png", 1), new
    return Seen("jpeg", 1), _saved(plain.convert("RGB"), "JPEG", quality=QUALITY)


def _paper(picture: Image.Image) -> bytes:
    """A fax or scan of several pages as a PDF, page by page."""
    pages = getattr(picture, "n_frames", 1)
    if pages > MOST_PAGES:
        raise Unfit("pages")
    frames = (_page(picture, number) for number in range(pages))
    return _saved(next(frames), "PDF", save_all=True, append_images=frames, resolution=200)


def _page(picture: Image.Image, number: int) -> Image.Image:
    picture.seek(number)
    plain = _plain(picture)
    return plain if plain.mode in ("1", "L") else plain.convert("RGB")


def _plain(picture: Image.Image) -> Image.Image:
    """The dots alone, upright, in the colours of ordinary screens; nothing of camera or place."""
    if picture.width * picture.height > MOST_PIXELS:
        raise Unfit("pixels")
    profile = picture.info.get("icc_profile")
    upright = ImageOps.exif_transpose(picture)
    if upright.mode not in ("1", "L", "RGB", "RGBA"):
        upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    if profile and upright.mode == "RGB":
        upright = _in_srgb(upright, profile)
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    return bare


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """The colours as the camera meant them: a bruise is judged by its colour."""
    try:
        meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, meant, ImageCms.createProfile("sRGB")) or picture
    except (ImageCms.PyCMSError, OSError):
        return picture


def _saved(picture: Image.Image, form: str, **how: object) -> bytes:
    new = io.BytesIO()
    picture.save(new, form, **how)
    return new.getvalue()


def confine() -> None:
    """From here on the system ends this process when it takes too much."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # no copy of a child's photograph left on a disk
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no files at all


def main() -> None:
    """Inspect what comes in, say what it is, hand out what it became."""
    confine()
    Image.MAX_IMAGE_PIXELS = None  # MOST_PIXELS is asked before anything is decoded
    try:
        seen, new = inspect(sys.stdin.buffer.read())
        said: dict[str, object] = asdict(seen)
    except Unfit as unfit:
        said, new = {"unfit": unfit.args[0]}, b""
    except MemoryError:
        said, new = {"unfit": "heavy"}, b""
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + new)


if __name__ == "__main__":
    main()
