"""Writes the normalization tables of KServe.Runtime.Generative from Python's Unicode database.

Usage: python3 eng/unicode/generate.py src/KServe.Runtime.Generative/Tokenization/Text/Unicode.bin

Little-endian uint32: the counts of the three lists; combining classes (code point << 8 | class); decompositions
(code point << 8 | 0x80 if compatibility | length, then the code points), without Hangul; compositions (first, second,
composed), without exclusions.
"""
import struct
import sys
import unicodedata

classes, decompositions, compositions = [], [], []
for code in range(0x110000):
    if 0xD800 <= code <= 0xDFFF:
        continue
    char = chr(code)
    if unicodedata.combining(char):
        classes.append((code, unicodedata.combining(char)))
    text = unicodedata.decomposition(char)
    if text and not 0xAC00 <= code <= 0xD7A3:
        compatibility = text.startswith("<")
        parts = [int(part, 16) for part in text.split()[1 if compatibility else 0:]]
        decompositions.append((code, compatibility, parts))
        if not compatibility and len(parts) == 2 and unicodedata.normalize("NFC", char) == char:
            compositions.append((parts[0], parts[1], code))

out = bytearray(struct.pack("<III", len(classes), len(decompositions), len(compositions)))
for code, value in classes:
    out += struct.pack("<I", code << 8 | value)
for code, compatibility, parts in decompositions:
    out += struct.pack("<I", code << 8 | (0x80 if compatibility else 0) | len(parts))
    out += struct.pack(f"<{len(parts)}I", *parts)
for composition in sorted(compositions):
    out += struct.pack("<III", *composition)
with open(sys.argv[1], "wb") as file:
    file.write(out)
print(f"Unicode {unicodedata.unidata_version}: {len(out)} bytes")
