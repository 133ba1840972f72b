"""Vectorisers of texts."""
import warnings

import numpy as np

from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.pipeline import make_pipeline

from golden_preprocessing import case

warnings.simplefilter("ignore")
TRAIN = [
    "The quick brown fox jumps over the lazy dog", "Café au lait, naïve façade; ÀÉÎÕÜ ñandú",
        "İstanbul'da ΟΔΥΣΣΕΥΣ και ΣΊΣΥΦΟΣ",
    "x1 y_2 __init__ 3.14 42 ½ ² Ⅷ", "Straße ﬁnal ﬂow ＡＢＣ １２３ ㎏", "日本語 テキスト 한국어 텍스트 русский ЁЛКА",
    "don't e-mail me; it's a test-case: a b c", "tab\tand\nnew line  two  spaces   three",
        "हिन्दी भाषा ไทย العَرَبِيَّة", "",
    "repeat repeat repeat word Word WORD", "emoji 😀 𝒜𝓁𝑔 𐐀𐐨 mixed😀up", "a", "I", "the and of", "1,000.50 a.b.c U.S.A.",
]
NEW = TRAIN + [
    "the fox and the dog", "CAFÉ cafe café cafe\u0301", "ΟΔΟΣ ΟΔΟΣ. ΑΣ'Β Σ", "İİ ı I i̇", "  leading and trailing  ",
    "unknown words only zzz qqq", "\x1cfile\x1dsep\x1erec\x1funit\x85nel\u2028ls\u3000wide", "a\u00a0b no\u200bbreak x",
    "über Ünïcödé Åström ǅ ǆ Ǆ ß ẞ", "ﬁ ﬀ ① ㍿ ｶﾞ ガ 각 각", "ab", "word", "𝐀𝐁 𝟘𝟙 😀😀", "x" * 50, "_ __ a_b",
]


def words():
    for name, options in {
        "default": {}, "binary": {"binary": True}, "ngrams": {"ngram_range": (1, 3)}, "bigrams": {"ngram_range": (2,
            2)},
        "case": {"lowercase": False}, "ascii": {"strip_accents": "ascii"}, "unicode": {"strip_accents": "unicode"},
        "unicode_case": {"strip_accents": "unicode", "lowercase": False}, "english": {"stop_words": "english"},
        "english_bigrams": {"stop_words": "english", "ngram_range": (1, 2)},
        "stop_list": {"stop_words": ["the", "fox", "word"], "ngram_range": (1, 2)},
        "limited": {"max_features": 12}, "min_df": {"min_df": 2, "max_df": 0.8},
            "one_letter": {"token_pattern": r"(?u)\b\w+\b"},
        "letters": {"token_pattern": r"[^\W\d_]+"}, "group": {"token_pattern": r"(?u)\b(\w)\w+\b"},
        "punctuation": {"token_pattern": r"(?u)\b\w[\w'-]+\b"}, "not_word": {"token_pattern": r"\W+"},
        "class_not_word": {"token_pattern": r"[\W_]{2,}"}, "digits": {"token_pattern": r"\d+(?:\.\d+)?|[a-z]{3,}"},
        "spaces": {"token_pattern": r"\S+"}, "inner": {"token_pattern": r"\w\B\w"},
            "three": {"token_pattern": r"\b\w{3,}\b"},
        "given_array": {"vocabulary": np.array(["fox", "dog", "the"])},
        "given": {"vocabulary": ["fox", "dog", "the", "zzz"]}, "given_map": {"vocabulary": {"café": 1, "fox": 0}},
    }.items():
        case(f"count_{name}", CountVectorizer(**options).fit(TRAIN), NEW, protocol=2 if name == "binary" else None)


def characters():
    for analyzer in ("char", "char_wb"):
        for low, high in ((1, 1), (1, 2), (2, 4)):
            case(f"count_{analyzer}_{low}_{high}",
                 CountVectorizer(analyzer=analyzer, ngram_range=(low, high), max_features=150).fit(NEW), NEW[6:])
    case("count_char_wb_long", CountVectorizer(analyzer="char_wb", ngram_range=(3, 7), max_features=200).fit(NEW),
        NEW[12:])


def weighted():
    for name, options in {
        "default": {}, "l1": {"norm": "l1"}, "no_norm": {"norm": None}, "no_idf": {"use_idf": False},
        "not_smooth": {"smooth_idf": False}, "sublinear": {"sublinear_tf": True, "ngram_range": (1, 2),
            "max_features": 60},
        "binary": {"binary": True, "use_idf": False, "norm": None}, "english": {"stop_words": "english"},
        "char_wb": {"analyzer": "char_wb", "ngram_range": (3, 3), "max_features": 80, "strip_accents": "unicode"},
    }.items():
        case(f"tfidf_{name}", TfidfVectorizer(**options).fit(TRAIN), NEW[8:], protocol=3 if name == "l1" else None)
    for name, options in {"default": {}, "sublinear": {"sublinear_tf": True, "norm": "l1"},
        "plain": {"use_idf": False}}.items():
        case(f"tfidf_transformer_{name}", make_pipeline(CountVectorizer(), TfidfTransformer(**options)).fit(TRAIN),
            NEW[8:])
    counts = np.array([[1, 0, 3], [0, 0, 0], [2, 2, 0]])
    case("tfidf_transformer_matrix", TfidfTransformer().fit(counts), counts.astype(float),
         refused=[("too many columns", np.zeros((1, 4)))])


def hashed():
    for name, options in {
        "default": {}, "no_signs": {"alternate_sign": False}, "binary": {"binary": True, "norm": None},
            "l1": {"norm": "l1"},
        "plain": {"norm": None, "ngram_range": (1, 2)}, "char": {"analyzer": "char", "ngram_range": (2, 3),
            "norm": None},
        "english": {"stop_words": "english", "strip_accents": "ascii"},
    }.items():
        case(f"hashing_{name}", HashingVectorizer(n_features=19 if name == "l1" else 32, **options).fit(TRAIN), NEW)


def write():
    words()
    characters()
    weighted()
    hashed()
