"""Encoders, and what puts transformers together."""
import warnings

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer, make_column_selector, make_column_transformer
from sklearn.decomposition import PCA
from sklearn.feature_extraction import DictVectorizer, FeatureHasher
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline, make_union
from sklearn.preprocessing import (
    FunctionTransformer, LabelBinarizer, LabelEncoder, MinMaxScaler, MultiLabelBinarizer, OneHotEncoder, OrdinalEncoder,
    StandardScaler)

from golden_preprocessing import case

warnings.simplefilter("ignore")
R = np.random.RandomState(3)
N = 40
FRAME = pd.DataFrame({
    "age": np.round(R.uniform(20, 70, N)), "income": np.round(R.lognormal(9, 1, N), 2),
    "city": R.choice(["rome", "oslo", "lima", "Zürich", "paris"], N, p=[0.4, 0.3, 0.15, 0.1, 0.05]),
    "grade": R.choice(["bad", "ok"], N), "visits": R.randint(0, 5, N), "member": R.rand(N) < 0.5,
})
Y = (FRAME["age"] + FRAME["visits"] * 5 > 50).astype(int)
TEXTS = pd.DataFrame({
    "title": ["red wine", "white wine", "red car", "old red car", "new house"] * 4,
    "body": ["it is good", "so so", "bad, very bad", "good value", "good good"] * 4, "stars": [5, 3, 1, 4, 5] * 4,
})


def one_hot():
    words = FRAME[["city", "grade"]]
    unknown = pd.DataFrame({"city": ["rome", "tokyo", "paris"], "grade": ["ok", "bad", "none"]})
    case("onehot_error", OneHotEncoder().fit(words), words[:8], refused=[("unknown categories", unknown)])
    case("onehot_dense", OneHotEncoder(sparse_output=False, handle_unknown="ignore").fit(words), unknown, protocol=2)
    for drop in ("first", "if_binary"):
        case(f"onehot_drop_{drop}", OneHotEncoder(drop=drop).fit(words), words[:8])
        case(f"onehot_drop_{drop}_ignore", OneHotEncoder(drop=drop, handle_unknown="ignore").fit(words), unknown)
    case("onehot_drop_given", OneHotEncoder(drop=["oslo", "ok"]).fit(words), words[:8])
    for name, options in {
        "min_frequency": {"min_frequency": 6}, "max_categories": {"max_categories": 3},
        "fraction": {"min_frequency": 0.2}, "drop_first": {"max_categories": 3, "drop": "first"},
        "drop_if_binary": {"max_categories": 2, "drop": "if_binary"},
    }.items():
        for unknowns in ("infrequent_if_exist", "ignore"):
            encoder = OneHotEncoder(handle_unknown=unknowns, **options).fit(words)
            case(f"onehot_infrequent_{name}_{unknowns}", encoder, pd.concat([words[:8], unknown]))
    numbers = np.array([[1, 0.5], [2, -1], [7, np.nan], [2, 0.5]])
    case("onehot_numbers", OneHotEncoder(handle_unknown="ignore").fit(numbers),
         np.array([[1, np.nan], [2, 0.5], [3, -1], [7, 9], [np.nan, -0.0]]),
         refused=[("Infinity", np.array([[np.inf, 1]])), ("too many columns", np.zeros((1, 3)))])
    case("onehot_given_order", OneHotEncoder(categories=[["rome", "lima", "oslo", "Zürich", "paris", "x"], ["ok",
        "bad"]])
         .fit(words), words[:8])
    mixed = FRAME[["city", "visits", "member"]]
    case("onehot_mixed_frame", OneHotEncoder().fit(mixed), mixed[:8])
    gaps = pd.DataFrame({"a": ["x", None, "y", "x"], "b": ["u", "v", "u", None]}, dtype=object)
    case("onehot_none", OneHotEncoder().fit(gaps), gaps)
    nans = gaps.fillna(value=np.nan)
    case("onehot_nan_texts", OneHotEncoder(drop="first").fit(nans), nans)
    flags = np.array([[True, False], [False, False], [True, True]])
    case("onehot_flags", OneHotEncoder(dtype=np.int64).fit(flags), pd.DataFrame(flags, columns=["a", "b"]),
         feed=flags)
    case("onehot_bytes_width", OneHotEncoder(handle_unknown="ignore").fit(np.array([["ab"], ["c"]])),
         pd.DataFrame({"a": ["ab", "abc", "c", "a"]}), feed=np.array([["ab"], ["abc"], ["c"], ["a"]]))


def ordinal():
    words = FRAME[["city", "grade"]]
    unknown = pd.DataFrame({"city": ["rome", "tokyo", "paris"], "grade": ["ok", "bad", "none"]})
    case("ordinal_error", OrdinalEncoder().fit(words), words[:8], refused=[("unknown categories", unknown)])
    for name, value in {"minus_one": -1, "nan": np.nan}.items():
        case(f"ordinal_unknown_{name}", OrdinalEncoder(handle_unknown="use_encoded_value",
            unknown_value=value).fit(words),
             unknown)
    numbers = np.array([[1, 0.5], [2, -1], [7, np.nan], [2, 0.5]])
    case("ordinal_nan", OrdinalEncoder().fit(numbers), numbers)
    case("ordinal_missing_value", OrdinalEncoder(
        encoded_missing_value=-2, handle_unknown="use_encoded_value", unknown_value=-9).fit(numbers),
        np.array([[1, np.nan], [3, 0.5]]))
    gaps = pd.DataFrame({"a": ["x", np.nan, "y", "x"], "b": ["u", "v", "u", np.nan]}, dtype=object)
    case("ordinal_nan_texts", OrdinalEncoder(encoded_missing_value=5).fit(gaps), gaps)
    case("ordinal_given_order", OrdinalEncoder(categories=[["ok", "bad"]], dtype=np.int32).fit(words[["grade"]]),
         words[["grade"]][:6])


def labels():
    words = FRAME[["city"]][:9]
    case("label_encoder_texts", LabelEncoder().fit(FRAME["city"]), words, feed=words["city"])
    numbers = pd.DataFrame({"y": [3, 1, 3, 8]})
    case("label_encoder_numbers", LabelEncoder().fit([8, 1, 3]), numbers, feed=numbers["y"])
    case("label_binarizer_many", LabelBinarizer().fit(FRAME["city"]), words, feed=words["city"])
    new = pd.DataFrame({"city": ["rome", "tokyo"]})
    case("label_binarizer_unknown", LabelBinarizer(neg_label=-1, pos_label=2, ).fit(FRAME["city"]), new,
        feed=new["city"])
    case("label_binarizer_two", LabelBinarizer().fit(FRAME["grade"]), FRAME[["grade"]][:9], feed=FRAME["grade"][:9])
    one = pd.DataFrame({"y": ["a", "a"]})
    case("label_binarizer_one", LabelBinarizer().fit(one["y"]), one, feed=one["y"])
    case("label_binarizer_sparse", LabelBinarizer(sparse_output=True).fit(FRAME["city"]), words, feed=words["city"])
    tags = pd.DataFrame({"first": ["sci-fi", "comedy", "drama"], "second": ["thriller", None, "comedy"]}, dtype=object)
    sets = [[tag for tag in row if tag] for row in tags.itertuples(index=False)]
    case("multi_label_binarizer", MultiLabelBinarizer().fit(sets + [["action"]]), tags, feed=sets)


def imputed_texts():
    gaps = pd.DataFrame({"city": ["rome", np.nan, "oslo", "rome", np.nan], "grade": ["ok", "bad", np.nan, "bad", "ok"]},
                        dtype=object)
    for strategy in ("most_frequent", "constant"):
        imputer = SimpleImputer(strategy=strategy)
        case(f"impute_texts_{strategy}", make_pipeline(imputer, OrdinalEncoder()).fit(gaps), gaps)
        case(f"impute_texts_{strategy}_plain", SimpleImputer(strategy=strategy).fit(gaps), gaps)
    marked = gaps.fillna("?")
    case("impute_texts_mark", make_pipeline(SimpleImputer(missing_values="?", strategy="most_frequent"),
        OneHotEncoder())
         .fit(marked), marked)
    nones = pd.DataFrame({"a": ["x", None, "y", "x"]}, dtype=object)
    case("impute_texts_none", make_pipeline(
        SimpleImputer(missing_values=None, strategy="constant", fill_value="z"), OneHotEncoder()).fit(nones), nones)
    natives = nones.astype("string")
    case("impute_texts_na", SimpleImputer(missing_values=pd.NA, strategy="most_frequent").fit(natives), nones, feed=natives)
    mixed = pd.DataFrame({"a": ["x", np.nan, "y", "x"], "n": [1.5, 2, np.nan, 2]})
    case("impute_mixed_frame", make_pipeline(SimpleImputer(strategy="most_frequent"), OrdinalEncoder()).fit(mixed),
         mixed)


def columns():
    numeric, words = ["age", "income", "visits"], ["city", "grade"]
    missing = FRAME.drop(columns="income")
    shuffled = FRAME[:9].assign(extra=1)[["extra", "member", "grade", "visits", "income", "city", "age"]]
    by_name = ColumnTransformer([("n", StandardScaler(), numeric), ("w", OneHotEncoder(), words)])
    case("columns_by_name", by_name.fit(FRAME), FRAME[:9], refused=[("a missing column", missing)])
    case("columns_in_another_order", by_name, shuffled)
    by_index = ColumnTransformer([("n", StandardScaler(), FRAME.select_dtypes(np.number).columns),
                                  ("w", OneHotEncoder(), FRAME.columns[FRAME.dtypes == object])])
    case("columns_by_index", by_index.fit(FRAME), FRAME[:9], protocol=2)
    by_position = ColumnTransformer([("n", StandardScaler(), [0, -2]), ("w", OneHotEncoder(), [2])], remainder="drop")
    case("columns_by_position", by_position.fit(FRAME), FRAME[:9])
    sliced = ColumnTransformer([("n", MinMaxScaler(), slice(0, 2)), ("w", OneHotEncoder(), slice("city", "grade"))])
    case("columns_by_slice", sliced.fit(FRAME), FRAME[:9])
    masked = ColumnTransformer([("n", MinMaxScaler(), [True, True, False, False, False, False]),
                                ("m", "passthrough", np.array([False, False, False, False, True, True]))])
    case("columns_by_mask", masked.fit(FRAME), FRAME[:9])
    chosen = make_column_transformer(
        (StandardScaler(), make_column_selector(dtype_include=np.number)),
        (OrdinalEncoder(), make_column_selector(dtype_include=object)),
        ("drop", make_column_selector(pattern="member")))
    case("columns_by_selector", chosen.fit(FRAME), FRAME[:9])
    rest = ColumnTransformer([("w", OneHotEncoder(), words)], remainder="passthrough", sparse_threshold=0)
    case("columns_remainder_passthrough", rest.fit(FRAME), FRAME[:9])
    scaled = ColumnTransformer([("w", OneHotEncoder(), words), ("gone", "drop", ["member"])],
        remainder=StandardScaler(),
                               sparse_threshold=1.0, transformer_weights={"w": 3})
    case("columns_remainder_scaled", scaled.fit(FRAME), FRAME[:9])
    matrix = FRAME[["age", "income", "visits"]].to_numpy()
    plain = ColumnTransformer([("a", StandardScaler(), [0]), ("b", "passthrough", slice(-2, None))], remainder="drop")
    case("columns_of_matrix", plain.fit(matrix), matrix[:9], refused=[("too many columns", np.zeros((1, 4)))])
    none = ColumnTransformer([("a", OneHotEncoder(), []), ("b", "passthrough", ["age"])])
    case("columns_empty_choice", none.fit(FRAME), FRAME[:4])
    texts = ColumnTransformer([("t", TfidfVectorizer(), "title"), ("b", CountVectorizer(ngram_range=(1, 2)), "body"),
                               ("s", "passthrough", ["stars"])])
    case("columns_of_texts", texts.fit(TEXTS), TEXTS[:5])
    kept = ColumnTransformer([("k", "passthrough", ["city", "visits"]), ("n", StandardScaler(), ["age"])])
    case("columns_keep_texts", make_pipeline(kept, ColumnTransformer(
        [("o", OneHotEncoder(), [0]), ("r", "passthrough", [1, 2])])).fit(FRAME), FRAME[:6])
    nested = Pipeline([
        ("columns", ColumnTransformer([
            ("n", Pipeline([("i", SimpleImputer(strategy="median")), ("s", StandardScaler())]), numeric),
            ("w", Pipeline([("i", SimpleImputer(strategy="most_frequent")),
                            ("o", OneHotEncoder(handle_unknown="ignore"))]), words)])),
        ("nothing", "passthrough"), ("model", LogisticRegression())])
    case("columns_nested_model", nested.fit(FRAME, Y), FRAME[:9], outputs=("predict_proba", "predict",
        "transform[:-1]"))


def pipelines():
    matrix = FRAME[["age", "income", "visits"]].to_numpy()
    case("pipeline_steps_passed", Pipeline([("a", None), ("s", StandardScaler()), ("b", "passthrough")]).fit(matrix),
         matrix[:6])
    case("pipeline_of_pipelines", make_pipeline(make_pipeline(MinMaxScaler(), StandardScaler()), LinearRegression())
         .fit(matrix, Y), matrix[:6], outputs=("predict", "transform[:-1]"))
    case("function_none", make_pipeline(FunctionTransformer(), StandardScaler()).fit(matrix), matrix[:6])
    case("function_none_validated", FunctionTransformer(validate=True).fit(matrix), matrix[:6],
         refused=[("NaN", np.full((1, 3), np.nan))])
    union = FeatureUnion([("s", StandardScaler()), ("m", MinMaxScaler()), ("d", "drop"), ("p", "passthrough")],
                         transformer_weights={"s": 2.0, "p": -1})
    case("union_weights", union.fit(matrix), matrix[:6])
    words = FRAME[["city", "grade"]]
    case("union_sparse", make_union(OneHotEncoder(), OrdinalEncoder()).fit(words), words[:6])
    titles = list(TEXTS["title"])
    case("union_texts", make_union(TfidfVectorizer(), CountVectorizer(analyzer="char_wb", ngram_range=(2, 3)))
         .fit(titles), titles[:5])
    case("union_pca", make_union(PCA(2), StandardScaler()).fit(matrix), matrix[:6])


def dictionaries():
    rows = pd.DataFrame({"city": ["rome", "oslo", None], "temperature": [12.5, 0, -3], "sunny": [True, False, True]})
    records = [{k: v for k, v in row.items() if v is not None} for row in rows.to_dict("records")]
    case("dict_vectorizer", DictVectorizer().fit(records), rows, feed=records)
    case("dict_vectorizer_dense", DictVectorizer(sparse=False, separator=":").fit(records[:1]), rows, feed=records)
    case("feature_hasher", FeatureHasher(n_features=16).fit(records), rows, feed=records)
    tokens = pd.DataFrame({"a": ["red", "blue"], "b": ["wine", None]}, dtype=object)
    case("feature_hasher_tokens", FeatureHasher(8, input_type="string", alternate_sign=False).fit([["a"]]), tokens,
         feed=[["red", "wine"], ["blue"]])


def write():
    one_hot()
    ordinal()
    labels()
    imputed_texts()
    columns()
    pipelines()
    dictionaries()
