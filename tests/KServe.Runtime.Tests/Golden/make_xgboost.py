"""Makes the golden cases under Fixtures/xgboost_more with the library itself (XGBoost 1.7.4, numpy).

Run: python3 make_xgboost.py ../Fixtures/xgboost_more
Layout and meaning of the files are those of the other fixtures; all draws are seeded.
"""
import hashlib
import json
import os
import sys

import numpy as np
import xgboost as xgb

FEATURES = 5


def plain(values):
    def number(v):
        if isinstance(v, list):
            return [number(x) for x in v]
        if isinstance(v, int):
            return v
        if np.isnan(v):
            return "NaN"
        if np.isinf(v):
            return "Infinity" if v > 0 else "-Infinity"
        return float(str(np.float32(v)))

    return number(np.asarray(values).tolist())


def rows_for(booster, rng, count=24):
    rows = rng.standard_normal((count, FEATURES)).astype(np.float32) * 2
    rows[rng.random(rows.shape) < 0.1] = np.nan
    rows[0] = 0
    rows[1] = [-0.0, 1e30, -1e30, 1e-38, 3.4e38]
    if "gblinear" in booster.save_config():
        rows[1] = [1, -1, 100, -100, 0.5]
        return rows
    thresholds = booster.trees_to_dataframe()
    thresholds = thresholds[thresholds.Feature != "Leaf"]
    for i, (_, node) in enumerate(thresholds.head(6).iterrows()):
        name = node.Feature
        column = int(name[1:]) if name[1:].isdigit() else booster.feature_names.index(name)
        split = np.float32(node.Split)
        if np.isfinite(split):
            rows[2 + i, column] = [split, np.nextafter(split, np.float32(-9e9))][i % 2]
    return rows


def output(name, values, rtol, atol):
    values = np.asarray(values)
    return {
        "name": name,
        "dtype": "int32" if name == "pred_leaf" else "float32",
        "shape": list(values.shape),
        "rtol": rtol,
        "atol": atol,
        "data": plain(values.astype(int) if name == "pred_leaf" else values),
    }


def save(root, case, booster, rows, formats=("json", "ubj", "bst"), interactions=True, best=None):
    folder = os.path.join(root, case)
    os.makedirs(folder, exist_ok=True)
    files = []
    for ext in formats:
        path = os.path.join(folder, "model." + ext)
        booster.save_model(path if ext != "bst" else os.path.join(folder, "model.deprecated"))
        if ext == "bst":
            os.replace(os.path.join(folder, "model.deprecated"), path)
        content = open(path, "rb").read()
        files.append({"file": "model." + ext, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()})
    names = booster.feature_names
    again = xgb.Booster(model_file=os.path.join(folder, "model." + formats[0]))
    data = xgb.DMatrix(rows, feature_names=names, feature_types=booster.feature_types)
    linear = "gblinear" in booster.save_config()
    outputs = [
        output("predict", again.predict(data), 1e-5, 1e-6),
        output("margin", again.predict(data, output_margin=True), 1e-5, 1e-5),
    ]
    if not linear:
        outputs.append(output("pred_leaf", again.predict(data, pred_leaf=True), 0, 0))
    outputs.append(output("pred_contribs", again.predict(data, pred_contribs=True), 1e-4, 1e-4))
    if interactions and not linear:
        few = xgb.DMatrix(rows[:8], feature_names=names, feature_types=booster.feature_types)
        outputs.append(output("pred_interactions", again.predict(few, pred_interactions=True), 1e-4, 2e-4))
    if best is not None:
        outputs.append(output("predict_best", again.predict(data, iteration_range=(0, best + 1)), 1e-5, 1e-6))
        outputs.append(output(
            "predict_best_margin", again.predict(data, iteration_range=(0, best + 1), output_margin=True), 1e-5, 1e-5))
    expected = {
        "group": "xgboost_more",
        "case": case,
        "library": {"name": "xgboost", "version": xgb.__version__, "numpy": np.__version__},
        "how": "Booster.predict after loading the saved file again",
        "model_files": files,
        "outputs": outputs,
    }
    inputs = {"inputs": [{
        "name": "X", "kind": "matrix", "dtype": "float32", "shape": list(rows.shape),
        "feature_names": names, "feature_types": booster.feature_types, "missing": "NaN", "data": plain(rows)}]}
    for name, content in (("expected.json", expected), ("inputs.json", inputs)):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
            json.dump(content, out, separators=(",", ":"))


def labels(kind, x, rng):
    score = x[:, 0] * 2 - x[:, 1] + np.where(x[:, 2] > 0, x[:, 3], -1) + rng.standard_normal(len(x)) * 0.1
    return {
        "real": score,
        "positive": np.exp(score / 4),
        "count": rng.poisson(np.exp(np.clip(score / 4, -3, 3))),
        "unit": 1 / (1 + np.exp(-score)),
        "binary": (score > 0).astype(int),
        "class": np.digitize(score, [-2, 0, 2]),
        "grade": np.digitize(score, [-1, 1]),
    }[kind]


def train(seed, kind, rounds=4, weights=None, group=False, columns=None, **params):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((300, FEATURES)).astype(np.float32)
    x[rng.random(x.shape) < 0.05] = np.nan
    clean = np.nan_to_num(x)
    y = labels(kind, clean, rng) if columns is None else np.stack(
        [labels(kind, np.roll(clean, i, axis=1), rng) for i in range(columns)], axis=1)
    data = xgb.DMatrix(x, label=y, feature_names=params.pop("names", None))
    if group:
        data.set_group([10] * 30)
    params = {"max_depth": 3, "eta": 0.4, "seed": seed, "nthread": 1, "verbosity": 0, **params}
    booster = xgb.train(params, data, rounds)
    return booster, rows_for(booster, np.random.default_rng(seed + 1000))


def aft(seed):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((300, FEATURES)).astype(np.float32)
    lower = np.exp(x[:, 0] + 1)
    data = xgb.DMatrix(x)
    data.set_float_info("label_lower_bound", lower)
    data.set_float_info("label_upper_bound", np.where(rng.random(300) < 0.3, np.inf, lower))
    booster = xgb.train({"objective": "survival:aft", "aft_loss_distribution": "logistic", "max_depth": 3,
                         "nthread": 1, "base_score": 2.5}, data, 4)
    return booster, rows_for(booster, np.random.default_rng(seed + 1000))


def main(root):
    one = {
        "squaredlogerror": ("positive", {"objective": "reg:squaredlogerror"}),
        "pseudohuber": ("real", {"objective": "reg:pseudohubererror", "huber_slope": 2.0}),
        "absoluteerror": ("real", {"objective": "reg:absoluteerror"}),
        "reg_logistic": ("unit", {"objective": "reg:logistic", "base_score": 0.3}),
        "logitraw": ("binary", {"objective": "binary:logitraw", "base_score": 0.2}),
        "hinge": ("binary", {"objective": "binary:hinge"}),
        "tweedie": ("count", {"objective": "reg:tweedie", "tweedie_variance_power": 1.3}),
        "gamma_base": ("positive", {"objective": "reg:gamma", "base_score": 3.0}),
        "poisson_delta": ("count", {"objective": "count:poisson", "max_delta_step": 0.3, "base_score": 0.7}),
        "dart_softprob": ("class", {"objective": "multi:softprob", "num_class": 4, "booster": "dart",
                                    "rate_drop": 0.4, "one_drop": 1}),
        "dart_forest": ("real", {"booster": "dart", "rate_drop": 0.5, "num_parallel_tree": 3, "subsample": 0.6}),
        "forest_softmax": ("class", {"objective": "multi:softmax", "num_class": 4, "num_parallel_tree": 3,
                                     "subsample": 0.5, "rounds": 2}),
        "gblinear_softprob": ("class", {"objective": "multi:softprob", "num_class": 4, "booster": "gblinear"}),
        "gblinear_logistic": ("binary", {"objective": "binary:logistic", "booster": "gblinear", "base_score": 0.25}),
        "deep": ("real", {"max_depth": 14, "min_child_weight": 0, "rounds": 2}),
        "lossguide": ("real", {"tree_method": "hist", "grow_policy": "lossguide", "max_leaves": 12, "max_depth": 0}),
        "pruned": ("real", {"gamma": 8.0, "max_depth": 6}),
        "stumps": ("binary", {"objective": "binary:logistic", "max_depth": 1}),
        "one_tree": ("real", {"rounds": 1}),
        "constant": ("real", {"gamma": 1e9, "rounds": 2}),
        "names": ("real", {"names": ["age", "größe", "a b", "x\"y", "température"]}),
    }
    for i, (case, (kind, params)) in enumerate(one.items()):
        booster, rows = train(i + 1, kind, **params)
        save(root, case, booster, rows)
    booster, rows = train(60, "real", columns=3)
    save(root, "multi_target", booster, rows)
    booster, rows = train(61, "binary", columns=2, objective="binary:logistic")
    save(root, "multi_label", booster, rows)
    for i, name in enumerate(("rank:ndcg", "rank:map")):
        kind = "grade" if name == "rank:ndcg" else "binary"
        booster, rows = train(70 + i, kind, group=True, objective=name)
        save(root, name.replace(":", "_"), booster, rows)
    booster, rows = aft(80)
    save(root, "aft", booster, rows)
    booster, rows = train(81, "real", rounds=1, objective="reg:squarederror")
    booster = xgb.train({"max_depth": 3}, xgb.DMatrix(rows, label=np.linspace(-1e30, 1e30, len(rows))), 3)
    save(root, "huge_leaves", booster, rows, interactions=False)
    booster, rows = train(82, "class", rounds=5, objective="multi:softprob", num_class=4, num_parallel_tree=2)
    booster.set_attr(best_iteration="2")
    save(root, "best_forest_softprob", booster, rows, interactions=False, best=2)


if __name__ == "__main__":
    main(sys.argv[1])
