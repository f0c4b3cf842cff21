"""Files as one drops them, made by code."""

from io import BytesIO

from PIL import Image


def jpeg(colour: str = "teal", width: int = 900, height: int = 600, quality: int = 80) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG", quality=quality)
    return out.getvalue()


def noise(width: int = 1400, height: int = 1000) -> bytes:
    """One that no encoder makes small: over two megabytes."""
    out = BytesIO()
    Image.effect_noise((width, height), 120).convert("RGB").save(out, "PNG")
    return out.getvalue()


#: Puts files into a drop, or the clipboard, as the browser would: [[name, type, bytes in base64],
#: …].
CARRY = """(element, [kind, files]) => {
  const carried = new DataTransfer()
  for (const [name, type, data] of files)
    carried.items.add(new File([Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0))], name, { type }))
  const how = { bubbles: true, cancelable: true }
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { ...how, clipboardData: carried })
    : new DragEvent("drop", { ...how, dataTransfer: carried })
  element.dispatchEvent(event)
}"""
