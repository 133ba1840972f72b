"""Writes the golden files of the pickle, joblib, compression and numpy readers (Fixtures/pickle).

Needs Python 3 with numpy, scipy and joblib; lz4 files only with python3-lz4. Run with
PYTHONHASHSEED=0, so that sets keep their order. Each case is a folder: expected.txt holds
the value in the normal form of PickleFormatter.cs, every other file must read as that value.
"""

import bz2
import collections
import gzip
import hashlib
import lzma
import os
import pickle
import struct
import sys
import zlib

import joblib
import joblib.numpy_pickle_compat as compat
import numpy as np
import scipy.sparse

KINDS = {"b": "Boolean", "i": "Signed", "u": "Unsigned", "f": "Float", "c": "Complex", "U": "Text", "S": "Bytes",
         "V": "Record", "O": "Object", "M": "Time", "m": "Time"}


def describe_bytes(data):
    """Long content is given by its hash, so that the golden files stay small."""
    return data.hex() if len(data) <= 1024 else "sha256:" + hashlib.sha256(data).hexdigest()


def describe_text(text):
    data = text.encode()
    return f"'{text}'" if len(data) <= 1024 else "'" + describe_bytes(data) + "'"


def describe_type(dtype):
    big = dtype.byteorder == ">"
    text = f"{KINDS[dtype.kind]}{dtype.itemsize}{'>' if big else ''}"
    for name in dtype.names or ():
        field, offset = dtype.fields[name][:2]
        text += f" {name}@{offset}:{describe_type(field)}"
    return text


def describe_array(array):
    fortran = array.flags.f_contiguous and not array.flags.c_contiguous and array.dtype.kind != "O"
    order = "F" if fortran else "C"
    text = describe_type(array.dtype) + f"[{','.join(map(str, array.shape))}]" + ("F" if fortran else "")
    if array.dtype.kind == "O":
        return text + "".join(describe(value) + ", " for value in array.ravel(order))
    return text + describe_bytes(array.tobytes(order))


def describe(value):
    if value is None or isinstance(value, bool):
        return str(value)
    if isinstance(value, np.ndarray):
        return describe_array(value)
    if isinstance(value, np.generic):
        return describe_array(np.array(value))
    if isinstance(value, np.dtype):
        return describe_type(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return "float(" + struct.pack(">d", value).hex() + ")"
    if isinstance(value, str):
        return describe_text(value)
    if isinstance(value, (bytes, bytearray)):
        return f"bytes({describe_bytes(bytes(value))})"
    if isinstance(value, tuple):
        return "(" + "".join(describe(item) + ", " for item in value) + ")"
    if isinstance(value, list):
        return "[" + "".join(describe(item) + ", " for item in value) + "]"
    if isinstance(value, (set, frozenset)):
        return "set(" + ", ".join(sorted(map(describe, value))) + ")"
    if isinstance(value, dict):
        return "{" + "".join(f"{describe(key)}: {describe(item)}, " for key, item in value.items()) + "}"
    if isinstance(value, complex):
        return f"builtins.complex({describe(value.real)}, {describe(value.imag)}, ){{}}[]None"
    if isinstance(value, slice):
        return f"builtins.slice({describe(value.start)}, {describe(value.stop)}, {describe(value.step)}, ){{}}[]None"
    if isinstance(value, range):
        return f"builtins.range({value.start}, {value.stop}, {value.step}, ){{}}[]None"
    if isinstance(value, type):
        return f"<{value.__module__}.{value.__name__}>"
    if scipy.sparse.issparse(value):
        return f"{type(value).__module__}.{type(value).__name__}(){{}}[]{describe(value.__dict__)}"
    raise TypeError(type(value))


def plain_values():
    return {
        "none": None,
        "flags": [True, False],
        "integers": [0, 1, -1, 255, 256, 65535, 65536, 2**31 - 1, -2**31, 2**31, 2**63 - 1, -2**63, 2**63, -2**63 - 1,
                     10**50, -10**50],
        "floats": [0.0, -0.0, 1.5, float("inf"), float("-inf"), float("nan"), 5e-324, 1.7976931348623157e308,
                   3.141592653589793],
        "texts": ["", "plain", "caf\u00e9", "\u65e5\u672c", "\U0001f600", "line\nbreak\\ and \\u0041 '\"", "x" * 300,
                  "\u00e9" * 700, "\u65e5" * 22000],
        "bytes": [b"", bytes(range(256)), b"\x00" * 1000, b"\xff" * 66000, bytearray(b"mutable\xff"), bytearray()],
        "tuples": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), ((), ((),))],
        "lists": [[], [1], list(range(1200))],
        "dictionaries": [{}, {"a": 1}, {i: str(i) for i in range(1100)}, {None: 1, True: 2, 2.5: 3, "x": 4, (1, 2): 5}],
        "sets": [set(), {1, 2, 3}, frozenset(), frozenset(["a", "b"]), set(range(1100))],
        "ordered": collections.OrderedDict([("z", 1), ("a", 2)]),
        "default": collections.defaultdict(int, {"k": 4}),
        "complex": 1.5 - 2j,
        "slice": slice(1, None, 2),
        "range": range(2, 9, 3),
        "types": [int, float, str, bool, list, dict, np.float64, np.int64, np.bool_],
    }


def numpy_values():
    record = np.dtype([("left", "<i8"), ("threshold", "<f8"), ("flag", "u1")], align=True)
    values = {"record": np.zeros(2, dtype=record),
              "packed": np.array([(7, 0.25)], dtype=[("a", ">i2"), ("b", "<f4")])}
    values["record"]["left"] = [1, -1]
    values["record"]["threshold"] = [2.5, np.nan]
    for code in ["b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16"]:
        values["t_" + code] = np.array([[0, 1, 2], [3, 4, 250]]).astype("u1").astype(code)
        values["s_" + code] = np.array(1).astype(code)[()]
    for code in [">i2", ">i4", ">i8", ">u8", ">f4", ">f8"]:
        values["t_" + code] = np.arange(5).astype(code)
    values["texts"] = np.array(["a", "caf\u00e9", "", "\U0001f600"])
    values["big_texts"] = values["texts"].astype(">U5")
    values["bytes"] = np.array([b"a", b"bcd", b""])
    values["text_scalar"] = np.str_("scalar")
    values["objects"] = np.array(["a", None, 1.5, 2, ("t",)], dtype=object)
    values["object_matrix"] = np.array([["a", "b"], [1, 2]], dtype=object)
    values["object_fortran"] = np.asfortranarray(np.array([["a", "b", "c"], [1, 2, 3]], dtype=object))
    values["dates"] = np.array(["2020-01-01", "NaT"], dtype="M8[ns]")
    values["spans"] = np.array([1, 2], dtype="m8[s]")
    values["fortran"] = np.asfortranarray(np.arange(12.0).reshape(3, 4))
    values["transposed"] = np.arange(24).reshape(2, 3, 4).T
    values["strided"] = np.arange(20.0)[::3]
    values["scalar_array"] = np.array(2.5)
    values["empty"] = np.zeros((0, 3))
    values["empty_matrix"] = np.zeros((2, 0, 5), dtype="f4")
    values["long"] = (np.arange(5000) % 1000).astype("i4")
    values["dtypes"] = [np.dtype("f8"), np.dtype(">i4"), np.dtype("U3"), np.dtype("O"), record]
    values["matrix"] = scipy.sparse.csr_matrix(np.array([[0, 1.0], [2.0, 0]]))
    return values


def large_values():
    noise = np.random.RandomState(7).bytes(3000)
    return {"repeating": (np.arange(300000) % 1000).astype("i4"), "zeros": np.zeros(70000), "noise": noise,
            "long_zeros": b"\0" * 70000, "text": " ".join(str(i * i) for i in range(4000)), "array": np.frombuffer(noise, "u1").reshape(10, 300)}


def small_values():
    """Little of everything: what the fuzz tests mutate."""
    record = np.array([(1, 2.5)], dtype=[("a", "<i8"), ("b", "<f8")])
    return {"numbers": [1, -2, 300, 70000, 2**40, 2.5, None, True], "text": "caf\u00e9 " * 120, "bytes": b"\x00\xff" * 30,
            "tuple": ((1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)), "set": {1, 2}, "frozen": frozenset(["x"]),
            "floats": np.arange(6.0).reshape(2, 3), "fortran": np.asfortranarray(np.arange(6).reshape(2, 3)),
            "record": record, "texts": np.array(["a", "bc"]), "objects": np.array(["a", None, 1], dtype=object),
            "scalar": np.float32(1.5), "type": np.int64, "slice": slice(1, 2)}


class Case:
    def __init__(self, root, name, value):
        self.folder = os.path.join(root, name)
        self.value = value
        os.makedirs(self.folder, exist_ok=True)
        self.write("expected.txt", describe(value).encode())

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, data):
        with open(self.path(name), "wb") as file:
            file.write(data)

    def pickles(self):
        for protocol in range(6):
            self.write(f"p{protocol}.pkl", pickle.dumps(self.value, protocol=protocol))

    def joblibs(self, protocols):
        for protocol in protocols:
            joblib.dump(self.value, self.path(f"p{protocol}.joblib"), protocol=protocol)

    def compressed(self, methods):
        for method in methods:
            joblib.dump(self.value, self.path(f"model.joblib.{method}"), compress=(method, 3))


def write_packed(case):
    data = pickle.dumps(case.value, protocol=4)
    half = len(data) // 2
    case.write("gzip_members.pkl.gz", gzip.compress(data[:half], mtime=0) + gzip.compress(data[half:], mtime=0))
    case.write("bz2_streams.pkl.bz2", bz2.compress(data[:half], 1) + bz2.compress(data[half:], 9))
    for name, check in [("none", lzma.CHECK_NONE), ("crc32", lzma.CHECK_CRC32), ("sha256", lzma.CHECK_SHA256)]:
        case.write(f"xz_{name}.pkl.xz", lzma.compress(data, lzma.FORMAT_XZ, check=check))
    case.write("xz_streams.pkl.xz", lzma.compress(data[:half]) + b"\0" * 8 + lzma.compress(data[half:]))
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 65536, "lc": 1, "lp": 2, "pb": 0}]
    case.write("xz_properties.pkl.xz", lzma.compress(data, filters=filters))
    filters = [{"id": lzma.FILTER_LZMA1, "dict_size": 65536}]
    # liblzma writes no length and an end marker; writers that know the length may say both
    packed = lzma.compress(data, lzma.FORMAT_ALONE, filters=filters)
    case.write("lzma_length.pkl.lzma", packed[:5] + struct.pack("<Q", len(data)) + packed[13:])
    case.write("zfile.pkl", b"ZF" + hex(len(data)).encode().ljust(19) + zlib.compress(data))
    case.write("zfile_python2.pkl", b"ZF" + hex(len(data)).encode().ljust(20) + zlib.compress(data))
    write_lz4(case, data)


def write_lz4(case, data):
    try:
        import lz4.frame
    except ImportError:
        print("no lz4: its files are left as they are", file=sys.stderr)
        return
    joblib.dump(case.value, case.path("model.joblib.lz4"), compress=("lz4", 3))
    skipped = struct.pack("<II", 0x184D2A51, 5) + b"12345"
    case.write("lz4_options.pkl.lz4", lz4.frame.compress(
        data, block_size=lz4.frame.BLOCKSIZE_MAX64KB, block_linked=False, content_checksum=True, block_checksum=True,
        store_size=False) + skipped)
    case.write("lz4_linked.pkl.lz4", lz4.frame.compress(
        data, block_size=lz4.frame.BLOCKSIZE_MAX64KB, block_linked=True, content_checksum=True))


def write_companions(root):
    """Files as joblib wrote them before 0.10: arrays lie beside the pickle."""
    array = np.arange(12.0).reshape(3, 4)
    fortran = np.asfortranarray(np.arange(6, dtype="i4").reshape(2, 3))
    case = Case(root, "companions", {"a": array, "f": fortran, "n": 5})
    np.save(case.path("model.pkl_01.npy"), array)
    np.save(case.path("model.pkl_02.npy"), fortran)
    case.write("model.pkl", pickle.dumps({
        "a": compat.NDArrayWrapper("model.pkl_01.npy", np.ndarray),
        "f": compat.NDArrayWrapper("model.pkl_02.npy", np.ndarray), "n": 5}, protocol=2))
    assert describe(joblib.load(case.path("model.pkl"))) == describe(case.value)

    case = Case(root, "companions_packed", {"a": array, "n": 5})
    init, state = array.__reduce__()[1], array.__reduce__()[2]
    with open(case.path("model.z_01.npy.z"), "wb") as file:
        compat.write_zfile(file, state[-1])
    data = pickle.dumps({"a": compat.ZNDArrayWrapper("model.z_01.npy.z", init, state[:-1]), "n": 5}, protocol=2)
    with open(case.path("model.z"), "wb") as file:
        compat.write_zfile(file, data)
    assert describe(joblib.load(case.path("model.z"))) == describe(case.value)


def main(root):
    plain = Case(root, "plain_values", plain_values())
    plain.pickles()
    plain.joblibs([2, 5])
    arrays = Case(root, "numpy_values", numpy_values())
    arrays.pickles()
    arrays.joblibs([0, 1, 2, 3, 4, 5])
    arrays.compressed(["zlib", "gzip", "bz2", "lzma", "xz"])
    small = Case(root, "small_values", small_values())
    small.pickles()
    small.joblibs([2, 4])
    small.compressed(["zlib", "gzip", "bz2", "lzma", "xz"])
    write_packed(small)
    large = Case(root, "large_values", large_values())
    large.compressed(["zlib", "gzip", "bz2", "lzma", "xz"])
    write_packed(large)
    write_companions(root)


main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), "..", "Fixtures", "pickle"))
