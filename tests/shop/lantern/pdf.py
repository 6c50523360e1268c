"""A PDF as small as they get: lines of text on A4 pages, in a font that every reader has."""

LINES_A_PAGE = 50


def made_of(lines: list[str]) -> bytes:
    sheets = [lines[at : at + LINES_A_PAGE] for at in range(0, len(lines), LINES_A_PAGE)]
    numbers = [4 + 2 * at for at in range(len(sheets))]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{at} 0 R' for at in numbers)}] /Count {len(sheets)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, sheet in zip(numbers, sheets, strict=True):
        resources = "/Resources << /Font << /F1 3 0 R >> >>"
        drawn = shown(sheet)
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {resources} /Contents {number + 1} 0 R >>".encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        ]
    return written(objects)


def shown(lines: list[str]) -> bytes:
    """The drawing operators: font, distance of lines, where to begin, the lines."""
    texts = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in lines]
    return "\n".join(["BT /F1 10 Tf 14 TL 50 780 Td", *(f"({text}) '" for text in texts), "ET"]).encode("cp1252")


def written(objects: list[bytes]) -> bytes:
    file, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(file))
    return file + b"xref\n0 %d\n" % (len(objects) + 1) + rows + trailer
