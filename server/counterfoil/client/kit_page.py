"""The printable page of a recovery kit: its words, and a QR code of them and the relay's address. It asks for nothing else."""

from collections.abc import Sequence
from html import escape

import segno  # pure Python and without dependencies; `qrcode` draws with Pillow


def kit_text(relay: str, words: Sequence[str]) -> str:
    """What the QR code holds (SPEC.md, *kit*)."""
    return f"{relay}#{' '.join(words)}"


def page(relay: str, words: Sequence[str], made: str) -> str:
    """HTML that prints on one sheet; `made` is the day."""
    code = segno.make(kit_text(relay, words), error="m", micro=False).svg_inline(scale=4, border=4)
    items = "\n".join(f"<li>{escape(word)}</li>" for word in words)
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>Recovery kit</title>
<style>
body {{ font: 12pt/1.4 Georgia, serif; max-width: 40em; margin: 2em auto; color: #000; background: #fff }}
ol {{ columns: 3; font: 13pt/1.9 ui-monospace, monospace }}
svg {{ display: block; margin: 1.5em 0 }}
code {{ word-break: break-all }}
</style>
<h1>Recovery kit</h1>
<p>These 24 words open your Counterfoil history on a new device if you have lost all others. Whoever has them has your history.
Print this page, put it where you keep your passport, and delete the file.</p>
<ol>
{items}
</ol>
{code}
<p>Made on {escape(made)}. To restore: <code>counterfoil kit restore --relay {escape(relay)}</code> in an empty folder,
or “I have a recovery kit” on the set-up page of the browser extension. Afterwards, make a new kit.</p>
</html>
"""
