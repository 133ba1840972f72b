"""Writes the tables of the text vectorisers: accents.txt from Python's Unicode data, and scikit-learn's stop words.

Run with the Python that has scikit-learn: python3 make_text_tables.py
"""
import pathlib
import sys
import unicodedata

from sklearn.feature_extraction._stop_words import ENGLISH_STOP_WORDS

FOLDER = pathlib.Path(__file__).resolve().parents[3] / "src/KServe.Runtime/Sklearn/Preprocessing/Text"


def strip(character):
    return [c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c)]


def main():
    lines = []
    for code in range(0x80, sys.maxunicode + 1):
        if 0xD800 <= code <= 0xDFFF or 0xAC00 <= code <= 0xD7A3:
            continue  # surrogates are no characters; Hangul syllables are taken apart by arithmetic
        stripped = strip(chr(code))
        if stripped != [chr(code)]:
            lines.append(" ".join(["%04X" % code] + ["%04X" % ord(c) for c in stripped]))
    (FOLDER / "accents.txt").write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")

    words, line = [], ""
    for word in sorted(ENGLISH_STOP_WORDS):
        if len(line) + len(word) > 110:
            words.append(line)
            line = ""
        line = f"{line} {word}".strip()
    words.append(line)
    (FOLDER / "english-stop-words.txt").write_text("\n".join(words) + "\n", encoding="ascii", newline="\n")


main()
