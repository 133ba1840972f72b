"""Writes images and what Pillow 9.4 with libjpeg-turbo 2.1 makes of them.

Needs python3-pil, python3-numpy and cjpeg of libjpeg-turbo-progs. Each image has its pixels beside it as .rgb: red,
green and blue, row by row.
"""
import math
import struct
import subprocess
import zlib
from pathlib import Path

import numpy as np
from PIL import Image

here = Path(__file__).parent
random = np.random.default_rng(7)


def picture(width, height):
    """A smooth gradient with a hard edge and some noise."""
    y, x = np.mgrid[0:height, 0:width]
    red = 255 * x / max(1, width - 1)
    green = 255 * y / max(1, height - 1)
    blue = np.where((x + y) % 16 < 8, 230, 20)
    pixels = np.stack([red, green, blue], axis=-1) + random.normal(0, 12, (height, width, 3))
    return np.clip(pixels, 0, 255).astype(np.uint8)


def expect(path):
    with Image.open(path) as image:
        pixels = image.convert("RGB")
    path.with_suffix(".rgb").write_bytes(pixels.tobytes())
    return pixels.size


def jpeg(name, size, *arguments, gray=False):
    pixels = picture(*size)
    if gray:
        data = b"P5 %d %d 255\n" % size + pixels[:, :, 0].tobytes()
    else:
        data = b"P6 %d %d 255\n" % size + pixels.tobytes()
    path = here / "jpeg" / f"{name}.jpg"
    path.write_bytes(subprocess.run(["cjpeg", *arguments], input=data, capture_output=True, check=True).stdout)
    expect(path)


def jpegs():
    jpeg("444", (41, 31), "-sample", "1x1", "-quality", "90")
    jpeg("422", (41, 31), "-sample", "2x1", "-quality", "85")
    jpeg("440", (41, 31), "-sample", "1x2", "-quality", "85")
    jpeg("420", (41, 31), "-sample", "2x2", "-quality", "75")
    jpeg("410", (41, 31), "-sample", "4x2", "-quality", "75")
    jpeg("420-even", (64, 48), "-sample", "2x2", "-quality", "50")
    jpeg("420-narrow", (3, 40), "-sample", "2x2")
    jpeg("420-tall", (5, 2), "-sample", "2x2")
    jpeg("one", (1, 1), "-sample", "2x2")
    jpeg("gray", (23, 17), "-grayscale", gray=True)
    jpeg("rgb", (23, 17), "-rgb", "-quality", "90")
    jpeg("optimized", (41, 31), "-optimize", "-quality", "95")
    jpeg("restart", (41, 31), "-restart", "1B", "-sample", "2x2")
    jpeg("restart-rows", (41, 31), "-restart", "1", "-sample", "1x1")
    jpeg("progressive", (41, 31), "-progressive", "-sample", "2x2", "-quality", "85")
    jpeg("progressive-444", (64, 48), "-progressive", "-sample", "1x1", "-quality", "97")
    jpeg("progressive-gray", (23, 17), "-progressive", "-grayscale", gray=True)
    jpeg("progressive-restart", (41, 31), "-progressive", "-restart", "2B", "-sample", "2x1")
    jpeg("quality-1", (41, 31), "-quality", "1")
    jpeg("quality-100", (41, 31), "-quality", "100", "-sample", "1x1")
    jpeg("floats", (41, 31), "-dct", "float", "-quality", "80")


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(name, width, height, depth, color, rows, interlace=0, extra=b"", pieces=1):
    """Writes raw rows, each with its filter byte, as they are."""
    packed = zlib.compress(rows)
    step = -(-len(packed) // pieces)
    data = b"".join(chunk(b"IDAT", packed[i:i + step]) for i in range(0, len(packed), step))
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlace)
    path = here / "png" / f"{name}.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + data + chunk(b"IEND", b""))
    return path


def pngs():
    for name, mode in (("rgb", "RGB"), ("rgba", "RGBA"), ("gray", "L"), ("gray-alpha", "LA"), ("bits", "1"),
                       ("palette", "P")):
        path = here / "png" / f"{name}.png"
        image = Image.fromarray(picture(41, 31))
        image = image.convert("P", palette=Image.Palette.ADAPTIVE) if mode == "P" else image.convert(mode)
        image.save(path, transparency=3 if mode == "P" else None)
        expect(path)
    for bits in (1, 2, 4):
        path = here / "png" / f"palette-{bits}.png"
        Image.fromarray(picture(29, 11)).convert("P", palette=Image.Palette.ADAPTIVE, colors=1 << bits).save(
            path, bits=bits)
        expect(path)
    for filter_type in range(5):
        rows = b"".join(bytes([filter_type]) + random.integers(0, 256, 17 * 3, dtype=np.uint8).tobytes()
                        for _ in range(9))
        expect(png(f"filter-{filter_type}", 17, 9, 8, 2, rows, pieces=3))
    wide = b"".join(b"\x01" + random.integers(0, 256, 13 * 6, dtype=np.uint8).tobytes() for _ in range(7))
    expect(png("rgb-16", 13, 7, 16, 2, wide))
    for depth in (2, 4):
        gray = b"".join(b"\0" + random.integers(0, 256, -(-13 * depth // 8), dtype=np.uint8).tobytes()
                        for _ in range(7))
        expect(png(f"gray-{depth}", 13, 7, depth, 0, gray))
    for width, height in ((19, 13), (1, 1), (3, 2)):
        pixels = picture(width, height)
        rows = b""
        for x, y, dx, dy in ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
                             (0, 1, 1, 2)):
            part = pixels[y::dy, x::dx]
            if part.size:
                rows += b"".join(b"\0" + row.tobytes() for row in part)
        expect(png(f"interlaced-{width}", width, height, 8, 2, rows, interlace=1))


def interpolate(pixels, width, height, cubic):
    """PyTorch's interpolate(align_corners=False, antialias=False), straight from its definition."""
    def kernel(x):
        x = abs(x)
        if not cubic:
            return max(0.0, 1 - x)
        a = -0.75
        if x <= 1:
            return (a + 2) * x ** 3 - (a + 3) * x ** 2 + 1
        return a * x ** 3 - 5 * a * x ** 2 + 8 * a * x - 4 * a if x < 2 else 0.0

    def lines(values, target):
        source = values.shape[0]
        result = np.zeros((target,) + values.shape[1:])
        for i in range(target):
            center = (i + 0.5) * source / target - 0.5
            base = math.floor(center)
            for k in range(base - 1, base + 3):
                result[i] += kernel(center - k) * values[min(max(k, 0), source - 1)]
        return result

    across = lines(pixels.astype(float).transpose(1, 0, 2), width).transpose(1, 0, 2)
    return np.clip(np.round(lines(np.clip(np.round(across), 0, 255), height)), 0, 255).astype(np.uint8)


def resizes():
    pixels = picture(61, 47)
    (here / "resize" / "source.rgb").write_bytes(pixels.tobytes())
    image = Image.fromarray(pixels)
    for name, kind in (("nearest", Image.Resampling.NEAREST), ("bilinear", Image.Resampling.BILINEAR),
                       ("bicubic", Image.Resampling.BICUBIC)):
        for size in ((20, 15), (100, 90), (61, 10), (7, 47)):
            resized = image.resize(size, kind)
            (here / "resize" / f"{name}-{size[0]}x{size[1]}.rgb").write_bytes(resized.tobytes())
    for name in ("bilinear", "bicubic"):
        for size in ((20, 15), (100, 90)):
            resized = interpolate(pixels, *size, cubic=name == "bicubic")
            (here / "resize" / f"{name}-{size[0]}x{size[1]}-plain.rgb").write_bytes(resized.tobytes())


jpegs()
pngs()
resizes()
