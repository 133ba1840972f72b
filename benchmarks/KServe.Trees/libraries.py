"""Trains the forests of the benchmark, writes them down, and times the libraries' own predictions on request.

    libraries.py FOLDER SCALE

trains into FOLDER, prints "ready", and then answers each line of its input with the nanoseconds of one call.
"""
import json
import os
import sys
import time

THREADS = 2
os.environ["OMP_NUM_THREADS"] = str(THREADS)

try:
    import numpy
    import xgboost
    from sklearn.ensemble import RandomForestRegressor
except ImportError as missing:
    print(f"missing {missing.name}", flush=True)
    sys.exit(0)

FEATURES = 28


def make_rows(count, seed):
    random = numpy.random.default_rng(seed)
    rows = random.normal(size=(count, FEATURES)).astype(numpy.float32)
    rows[random.random(rows.shape) < 0.02] = numpy.nan
    return rows


def make_target(rows):
    x = numpy.nan_to_num(rows)
    noise = numpy.random.default_rng(9).normal(size=len(x))
    return x[:, 0] * x[:, 1] + numpy.sin(3 * x[:, 2]) + (x[:, 3] > 0.3) * x[:, 4] + x[:, 5:15].sum(axis=1) * 0.3 + noise


def boost(rows, target, rounds):
    matrix = xgboost.DMatrix(rows, target, nthread=THREADS)
    settings = {"max_depth": 6, "eta": 0.1, "tree_method": "hist", "min_child_weight": 1, "nthread": THREADS}
    return xgboost.train(settings, matrix, rounds)


def dump_boosted(booster, path):
    raw = json.loads(booster.save_raw("json"))
    trees = raw["learner"]["gradient_booster"]["model"]["trees"]
    dump(path, True, float(raw["learner"]["learner_model_param"]["base_score"]), [{
        "feature": tree["split_indices"],
        "threshold": tree["split_conditions"],
        "left": tree["left_children"],
        "right": tree["right_children"],
        "default_left": [int(left) for left in tree["default_left"]],
        "cover": tree["sum_hessian"],
        "value": tree["split_conditions"],
    } for tree in trees])


def dump_forest(forest, path):
    dump(path, False, 0.0, [{
        "feature": estimator.tree_.feature.tolist(),
        "threshold": estimator.tree_.threshold.tolist(),
        "left": estimator.tree_.children_left.tolist(),
        "right": estimator.tree_.children_right.tolist(),
        "default_left": [0] * estimator.tree_.node_count,
        "cover": estimator.tree_.weighted_n_node_samples.tolist(),
        "value": (estimator.tree_.value[:, 0, 0] / len(forest.estimators_)).tolist(),
    } for estimator in forest.estimators_])


def dump(path, less, base, trees):
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"features": FEATURES, "less": less, "base": base, "trees": trees}, file)


def prepare(folder, scale):
    rows = make_rows(int(20000 * scale), 1)
    target = make_target(rows)
    small = boost(rows, target, int(100 * min(1, scale * 5)))
    large = boost(rows, target, int(500 * scale))
    full = numpy.nan_to_num(rows)
    forest = RandomForestRegressor(
        int(500 * scale), max_depth=12, min_samples_leaf=3, max_features=0.4, n_jobs=THREADS, random_state=1)
    forest.fit(full, target)
    test = make_rows(int(10000 * scale), 2)
    test.tofile(os.path.join(folder, "rows.f32"))
    dump_boosted(small, os.path.join(folder, "small.json"))
    dump_boosted(large, os.path.join(folder, "large.json"))
    dump_forest(forest, os.path.join(folder, "forest.json"))
    plain = numpy.nan_to_num(test)
    few = xgboost.DMatrix(test[:int(1000 * scale)], nthread=THREADS)
    fewer = xgboost.DMatrix(test[:int(200 * scale)], nthread=THREADS)
    one = test[:1]
    return {
        "one": lambda: small.inplace_predict(one),
        "batch": lambda: large.inplace_predict(test),
        "batch_matrix": lambda: large.predict(xgboost.DMatrix(test, nthread=THREADS)),
        "forest_one": lambda: forest.predict(plain[:1]),
        "forest": lambda: forest.predict(plain),
        "shap": lambda: large.predict(few, pred_contribs=True),
        "interactions": lambda: small.predict(fewer, pred_interactions=True),
    }


def measure(call):
    """The best of several calls: what the call costs when nothing else is in its way."""
    best = float("inf")
    spent = 0
    while spent < 3e8:
        start = time.perf_counter_ns()
        call()
        took = time.perf_counter_ns() - start
        best = min(best, took)
        spent += took
    return best


def main():
    folder, scale = sys.argv[1], float(sys.argv[2])
    calls = prepare(folder, scale)
    import sklearn
    print(f"ready xgboost {xgboost.__version__}, scikit-learn {sklearn.__version__}, {THREADS} threads", flush=True)
    for line in sys.stdin:
        print(measure(calls[line.strip()]), flush=True)


main()
