"""Makes the cases of Fixtures/sklearn-ensembles: models of scikit-learn with the library's own outputs.

Run with Debian's python3-sklearn 1.2.1: python3 make_sklearn_ensembles.py
"""

import json
import pathlib
import shutil
import warnings

import joblib
import numpy as np
import scipy.sparse
import scipy.stats
import sklearn
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import (
    AdaBoostClassifier, AdaBoostRegressor, BaggingClassifier, BaggingRegressor, ExtraTreesClassifier,
    ExtraTreesRegressor, GradientBoostingClassifier, GradientBoostingRegressor, HistGradientBoostingClassifier,
    HistGradientBoostingRegressor, IsolationForest, RandomForestClassifier, RandomForestRegressor,
    RandomTreesEmbedding, StackingClassifier, StackingRegressor, VotingClassifier, VotingRegressor)
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.linear_model import LinearRegression, LogisticRegression, Perceptron, Ridge
from sklearn.model_selection import (
    GridSearchCV, HalvingGridSearchCV, HalvingRandomSearchCV, KFold, RandomizedSearchCV, StratifiedKFold)
from sklearn.multiclass import OneVsOneClassifier, OneVsRestClassifier, OutputCodeClassifier
from sklearn.multioutput import ClassifierChain, MultiOutputClassifier, MultiOutputRegressor, RegressorChain
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.semi_supervised import SelfTrainingClassifier
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor, ExtraTreeClassifier, ExtraTreeRegressor

warnings.simplefilter("ignore")
ROOT = pathlib.Path(__file__).resolve().parent.parent / "Fixtures" / "sklearn-ensembles"
RNG = np.random.RandomState(20240607)
N, FEATURES = 160, 5
X = RNG.randn(N, FEATURES) * [1, 2, 0.5, 3, 1]
SCORE = X[:, 0] + 0.5 * X[:, 1] - X[:, 2] + 0.3 * RNG.randn(N)
Y2 = (SCORE > 0).astype(int)
Y3 = np.digitize(SCORE, [-0.8, 0.8])
TEXT2 = np.array(["no", "yes"])[Y2]
TEXT3 = np.array(["low", "mid", "top"])[Y3]
NUMBER = 3 * SCORE + X[:, 3] ** 2
NUMBERS = np.column_stack([NUMBER, -SCORE])
COUNT = RNG.poisson(np.exp(0.3 * SCORE.clip(-3, 3)))
MULTI = np.column_stack([Y3, 1 - Y2])
LABELS = np.column_stack([Y2, (X[:, 3] > 0), (X[:, 4] > 0.5)]).astype(int)
ROWS = np.vstack([RNG.randn(20, FEATURES) * [1, 2, 0.5, 3, 1], np.zeros((1, FEATURES)), np.full((1, FEATURES), 1e6),
                  np.full((1, FEATURES), -1e-30), X[:3]])


def plain(value):
    """JSON of nested lists; it has no NaN and no infinities, which become texts."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, float) and not np.isfinite(value):
        return "NaN" if np.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def output(name, value, rtol=1e-9):
    if scipy.sparse.issparse(value):
        value = value.toarray()
    value = np.asarray(value)
    exact = value.dtype.kind not in "f"
    tolerance = 0 if exact else rtol
    kind = "string" if value.dtype.kind in "UO" else str(value.dtype)
    return {"name": name, "dtype": kind, "shape": list(value.shape), "rtol": tolerance, "atol": tolerance,
            "data": plain(value.tolist())}


def outputs(model, rows, methods, rtol):
    result = []
    for method in methods.split():
        value = getattr(model, method)(rows)
        if isinstance(value, list):
            result += [output(f"{method}[{i}]", part, rtol) for i, part in enumerate(value)]
        else:
            result.append(output(method, value, rtol))
    return result


def threshold_rows(model):
    """Rows that lie on thresholds of the first tree, and one float32 step to either side."""
    first = getattr(model, "estimators_", [model])[0]
    first = first[0] if isinstance(first, np.ndarray) else first
    tree = getattr(first, "tree_", None)
    if tree is None:
        return np.empty((0, FEATURES))
    rows = []
    for feature, threshold in list(zip(tree.feature, tree.threshold))[:4]:
        if feature >= 0:
            single = np.float32(threshold)
            for value in (single, np.nextafter(single, np.float32(np.inf)), np.nextafter(single, np.float32(-np.inf)),
                          threshold):
                row = ROWS[0].copy()
                row[feature] = value
                rows.append(row)
    return np.array(rows).reshape(-1, FEATURES)


def case(name, model, methods, rows=None, files=("model.joblib",), rtol=1e-9):
    rows = np.vstack([ROWS, threshold_rows(model)]) if rows is None else rows
    folder = ROOT / name
    folder.mkdir(parents=True)
    for file in files:
        joblib.dump(model, folder / file, compress=3)
    loaded = joblib.load(folder / files[0])
    expected = outputs(model, rows, methods, rtol)
    assert expected == outputs(loaded, rows, methods, rtol), name
    inputs = {"name": "X", "kind": "matrix", "dtype": "float64", "shape": list(rows.shape), "feature_names": None,
              "data": plain(rows.tolist())}
    (folder / "inputs.json").write_text(json.dumps({"inputs": [inputs]}, separators=(",", ":")) + "\n")
    (folder / "expected.json").write_text(json.dumps({
        "group": "sklearn-ensembles", "case": name, "estimator": type(model).__name__,
        "library": {"name": "scikit-learn", "version": sklearn.__version__},
        "outputs": expected,
        "model_files": [{"file": file, "bytes": (folder / file).stat().st_size} for file in files],
    }, separators=(",", ":")) + "\n")


def trees():
    case("tree_multi_output", DecisionTreeClassifier(max_depth=4, random_state=1).fit(X, MULTI),
         "predict predict_proba predict_log_proba apply")
    case("tree_text_weighted", DecisionTreeClassifier(
        max_leaf_nodes=9, class_weight={"low": 0.1, "mid": 0.2, "top": 0.3}, criterion="entropy",
        random_state=1).fit(X, TEXT3), "predict predict_proba predict_log_proba apply")
    case("tree_bool", DecisionTreeClassifier(max_depth=3, random_state=1).fit(X, Y2 == 1), "predict predict_proba")
    case("tree_one_class", DecisionTreeClassifier().fit(X, np.zeros(N, int)), "predict predict_proba apply")
    case("tree_regressor_targets", DecisionTreeRegressor(max_depth=3, random_state=1).fit(X, NUMBERS),
         "predict apply")
    case("tree_regressor_poisson", DecisionTreeRegressor(
        max_depth=3, criterion="poisson", ccp_alpha=0.001, random_state=1).fit(X, COUNT), "predict apply")
    case("extra_tree_classifier", ExtraTreeClassifier(max_depth=5, random_state=1).fit(X, Y3),
         "predict predict_proba apply")
    case("extra_tree_regressor", ExtraTreeRegressor(max_depth=4, random_state=1).fit(X, NUMBER), "predict apply")


def forests():
    case("forest_multi_output", RandomForestClassifier(5, max_depth=4, random_state=1).fit(X, MULTI),
         "predict predict_proba predict_log_proba apply")
    case("forest_text", RandomForestClassifier(
        6, min_samples_leaf=3, class_weight="balanced_subsample", random_state=1).fit(X, TEXT3),
        "predict predict_proba predict_log_proba apply")
    case("forest_ties", RandomForestClassifier(2, max_depth=2, random_state=3).fit(X, Y3), "predict predict_proba")
    case("forest_regressor_targets", RandomForestRegressor(4, max_depth=4, random_state=1).fit(X, NUMBERS),
         "predict apply")
    case("forest_regressor_column", RandomForestRegressor(3, max_depth=3, random_state=1).fit(X, NUMBER[:, None]),
         "predict")
    case("extra_trees_multi_output", ExtraTreesClassifier(4, max_depth=4, bootstrap=True, random_state=1).fit(X, MULTI),
         "predict predict_proba apply")
    case("extra_trees_regressor", ExtraTreesRegressor(4, max_depth=4, random_state=1).fit(X, NUMBER), "predict apply")
    case("trees_embedding", RandomTreesEmbedding(4, max_depth=3, random_state=1).fit(X), "transform apply")


def boosting():
    gbc = lambda **options: GradientBoostingClassifier(n_estimators=6, max_depth=2, random_state=1, **options)
    gbr = lambda **options: GradientBoostingRegressor(n_estimators=6, max_depth=2, random_state=1, **options)
    methods = "predict predict_proba predict_log_proba decision_function apply"
    case("gb_exponential", gbc(loss="exponential").fit(X, TEXT2), methods)
    case("gb_zero", gbc(init="zero", subsample=0.7).fit(X, Y2), methods)
    case("gb_zero_multiclass", gbc(init="zero").fit(X, TEXT3), methods)
    case("gb_multiclass", gbc(learning_rate=0.3).fit(X, Y3), methods)
    case("gb_init_logistic", gbc(init=LogisticRegression()).fit(X, Y2), methods)
    case("gb_init_forest", gbc(init=RandomForestClassifier(2, max_depth=2, random_state=1)).fit(X, Y3), methods)
    case("gb_exponential_init", gbc(loss="exponential", init=GaussianNB()).fit(X, Y2), methods)
    for loss in ("squared_error", "absolute_error", "huber", "quantile"):
        case(f"gb_{loss}", gbr(loss=loss).fit(X, NUMBER), "predict apply")
    case("gb_regressor_zero", gbr(init="zero").fit(X, NUMBER), "predict")
    # The library fits and asks this start in float32.
    case("gb_regressor_init", gbr(init=LinearRegression()).fit(X, NUMBER), "predict", rtol=1e-6)


def hist_boosting():
    train = np.column_stack([X[:, :3], RNG.randint(0, 7, N), RNG.randint(0, 40, N)]).astype(float)
    effect = np.array([5, -4, 3, -2, 6, -7, 1.0])[train[:, 3].astype(int)] + 3 * (train[:, 4] % 3 == 1)
    train[::9, 3] = np.nan
    train[::11, 0] = np.nan
    rows = np.repeat(ROWS[:6], 6, axis=0)
    rows[:, 3] = np.tile([0, 1, 2, 3, 4, 5, 6, 7, 200, 255, 256, 259, 300, -1, -0.5, np.nan, 2.7, 1e10], 2)
    rows[:, 4] = np.resize([0, 1, 2, 31, 32, 33, 39, 40, 63, 64, 287, 288, 1e300, np.inf, -np.inf, np.nan, 37, 38.9], 36)
    rows[::5, 0] = [np.nan, np.inf, -np.inf, 0, np.nan, 1, np.nan, 2]
    options = {"max_iter": 6, "max_leaf_nodes": 8, "min_samples_leaf": 3, "random_state": 1,
               "categorical_features": [3, 4]}
    case("hist_categorical", HistGradientBoostingRegressor(**options).fit(train, effect), "predict", rows)
    case("hist_categorical_classifier", HistGradientBoostingClassifier(**options).fit(
        train, np.array(["a", "b", "c"])[np.digitize(effect, [-2, 3])]),
        "predict predict_proba decision_function", rows)
    options = {"max_iter": 5, "max_leaf_nodes": 6, "min_samples_leaf": 5, "random_state": 1, "max_bins": 20}
    holes = np.vstack([ROWS, [[np.nan] * 5, [np.inf] * 5, [-np.inf] * 5]])
    with_holes = X.copy()
    with_holes[::7, 1] = np.nan
    case("hist_poisson", HistGradientBoostingRegressor(loss="poisson", **options).fit(with_holes, COUNT), "predict", holes)
    case("hist_quantile", HistGradientBoostingRegressor(
        loss="quantile", quantile=0.3, **options).fit(with_holes, NUMBER), "predict", holes)
    case("hist_absolute", HistGradientBoostingRegressor(loss="absolute_error", **options).fit(X, NUMBER), "predict", holes)
    case("hist_monotonic_early", HistGradientBoostingRegressor(
        monotonic_cst=[1, 0, -1, 0, 0], early_stopping=True, **options).fit(X, NUMBER), "predict", holes)
    case("hist_binary_text", HistGradientBoostingClassifier(**options).fit(with_holes, TEXT2),
         "predict predict_proba decision_function", holes)
    case("hist_scorer", HistGradientBoostingClassifier(
        early_stopping=True, scoring="accuracy", **options).fit(X, Y3), "predict predict_proba decision_function", holes)


def outliers():
    methods = "predict decision_function score_samples"
    case("isolation_subset", IsolationForest(n_estimators=7, max_features=0.5, max_samples=40, random_state=1).fit(X), methods)
    case("isolation_bootstrap", IsolationForest(
        n_estimators=5, bootstrap=True, contamination=0.1, max_samples=0.5, random_state=1).fit(X), methods)
    case("isolation_one_sample", IsolationForest(n_estimators=3, max_samples=1, random_state=1).fit(X), methods)


def ada():
    methods = "predict predict_proba predict_log_proba decision_function"
    stump, tree = DecisionTreeClassifier(max_depth=1), DecisionTreeClassifier(max_depth=2)
    for target, labels in (("binary", TEXT2), ("multiclass", Y3)):
        case(f"ada_samme_{target}", AdaBoostClassifier(
            tree, n_estimators=6, algorithm="SAMME", random_state=1).fit(X, labels), methods)
        case(f"ada_samme_r_{target}", AdaBoostClassifier(stump, n_estimators=6, random_state=1).fit(X, labels), methods)
    case("ada_perfect", AdaBoostClassifier(DecisionTreeClassifier(), n_estimators=6).fit(X, Y2), methods)
    case("ada_logistic", AdaBoostClassifier(
        LogisticRegression(), n_estimators=4, algorithm="SAMME", random_state=1).fit(X, TEXT3), methods)
    for loss in ("linear", "exponential"):
        case(f"ada_regressor_{loss}", AdaBoostRegressor(
            DecisionTreeRegressor(max_depth=3), n_estimators=7, loss=loss, random_state=1).fit(X, NUMBER), "predict")


def bagging():
    methods = "predict predict_proba predict_log_proba"
    case("bagging_trees", BaggingClassifier(
        DecisionTreeClassifier(max_depth=3), 5, max_features=3, random_state=1).fit(X, TEXT3), methods)
    case("bagging_bootstrap_features", BaggingClassifier(
        GaussianNB(), 4, max_features=0.8, bootstrap_features=True, random_state=1).fit(X, Y2), methods)
    case("bagging_votes", BaggingClassifier(LinearSVC(random_state=1), 5, random_state=1).fit(X, TEXT3),
         methods + " decision_function")
    case("bagging_logistic", BaggingClassifier(LogisticRegression(), 3, random_state=1).fit(X, Y2),
         methods + " decision_function")
    rare = Y3.copy()
    rare[3] = 9
    case("bagging_missing_class", BaggingClassifier(
        DecisionTreeClassifier(max_depth=3), 4, max_samples=30, random_state=1).fit(X, rare), methods)
    case("bagging_regressor", BaggingRegressor(
        DecisionTreeRegressor(max_depth=3), 4, max_features=2, random_state=1).fit(X, NUMBER), "predict")
    case("bagging_regressor_targets", BaggingRegressor(LinearRegression(), 3, random_state=1).fit(X, NUMBERS), "predict")


def voting():
    members = [("lr", LogisticRegression()), ("nb", GaussianNB()), ("dt", DecisionTreeClassifier(max_depth=2))]
    case("voting_hard_weights", VotingClassifier(members, weights=[2, 1, 1]).fit(X, TEXT3), "predict transform")
    case("voting_hard_tie", VotingClassifier(members[:2]).fit(X, Y3), "predict transform")
    case("voting_soft_weights", VotingClassifier(members, voting="soft", weights=[0.2, 3, 1]).fit(X, TEXT3),
         "predict predict_proba transform")
    case("voting_soft_stacked", VotingClassifier(members, voting="soft", flatten_transform=False).fit(X, TEXT3),
         "predict predict_proba transform")
    dropped = VotingClassifier(members, voting="soft", weights=[1, 5, 2]).set_params(nb="drop")
    case("voting_dropped", dropped.fit(X, Y2), "predict predict_proba transform")
    regressors = [("lr", LinearRegression()), ("dt", DecisionTreeRegressor(max_depth=2))]
    case("voting_regressor", VotingRegressor(regressors).fit(X, NUMBER), "predict transform")
    case("voting_regressor_weights", VotingRegressor(regressors, weights=[1, 3]).fit(X, NUMBER), "predict transform")


def stacking():
    members = [("nb", GaussianNB()), ("svc", LinearSVC(random_state=1)), ("dt", DecisionTreeClassifier(max_depth=2))]
    case("stacking_multiclass", StackingClassifier(members, LogisticRegression(), cv=2).fit(X, TEXT3),
         "predict predict_proba decision_function transform")
    case("stacking_passthrough", StackingClassifier(
        members, RandomForestClassifier(3, max_depth=3, random_state=1), cv=2, passthrough=True).fit(X, TEXT2),
        "predict predict_proba transform")
    case("stacking_predict", StackingClassifier(
        members, GaussianNB(), cv=2, stack_method="predict").fit(X, TEXT3), "predict predict_proba transform")
    fitted = [(name, model.fit(X, Y3)) for name, model in members]
    case("stacking_prefit", StackingClassifier(fitted, LogisticRegression(), cv="prefit").fit(X, Y3),
         "predict predict_proba transform")
    case("stacking_dropped", StackingClassifier(members, cv=2).set_params(dt="drop").fit(X, Y2),
         "predict predict_proba decision_function transform")
    regressors = [("lr", LinearRegression()), ("dt", DecisionTreeRegressor(max_depth=2))]
    case("stacking_regressor", StackingRegressor(regressors, Ridge(), cv=2).fit(X, NUMBER), "predict transform")
    case("stacking_regressor_passthrough", StackingRegressor(
        regressors, GradientBoostingRegressor(n_estimators=3, max_depth=2), cv=2, passthrough=True).fit(X, NUMBER),
        "predict transform")


def multiclass():
    case("ovr_logistic", OneVsRestClassifier(LogisticRegression()).fit(X, TEXT3),
         "predict predict_proba decision_function")
    case("ovr_binary", OneVsRestClassifier(LogisticRegression()).fit(X, TEXT2), "predict predict_proba decision_function")
    case("ovr_trees_ties", OneVsRestClassifier(DecisionTreeClassifier(max_depth=1)).fit(X, Y3), "predict predict_proba")
    case("ovr_ridge", OneVsRestClassifier(Ridge()).fit(X, Y3), "predict")
    case("ovr_svc", OneVsRestClassifier(LinearSVC(random_state=1)).fit(X, Y3), "predict decision_function")
    case("ovr_multilabel", OneVsRestClassifier(LogisticRegression()).fit(X, LABELS),
         "predict predict_proba decision_function")
    case("ovr_multilabel_sparse", OneVsRestClassifier(GaussianNB()).fit(X, scipy.sparse.csr_matrix(LABELS)),
         "predict predict_proba")
    constant = LABELS.copy()
    constant[:, 1] = 1
    case("ovr_multilabel_constant", OneVsRestClassifier(LogisticRegression()).fit(X, constant),
         "predict predict_proba decision_function")
    constant[:, 0] = 0
    case("ovr_multilabel_constant_first", OneVsRestClassifier(LogisticRegression()).fit(X, constant),
         "predict predict_proba decision_function")
    case("ovo_svc", OneVsOneClassifier(LinearSVC(random_state=1)).fit(X, TEXT3), "predict decision_function")
    case("ovo_trees", OneVsOneClassifier(DecisionTreeClassifier(max_depth=2)).fit(X, Y3), "predict decision_function")
    case("ovo_binary", OneVsOneClassifier(Perceptron(random_state=1)).fit(X, TEXT2), "predict decision_function")
    case("ovo_binary_trees", OneVsOneClassifier(DecisionTreeClassifier(max_depth=2)).fit(X, Y2),
         "predict decision_function")
    case("output_code", OutputCodeClassifier(LogisticRegression(), code_size=3, random_state=1).fit(X, TEXT3), "predict")
    case("output_code_trees", OutputCodeClassifier(
        DecisionTreeClassifier(max_depth=2), code_size=2, random_state=1).fit(X, Y3), "predict")


def multi_output():
    texts = np.column_stack([TEXT3, TEXT2])
    case("multi_output_classifier", MultiOutputClassifier(LogisticRegression()).fit(X, MULTI), "predict predict_proba")
    case("multi_output_text", MultiOutputClassifier(GaussianNB()).fit(X, texts), "predict predict_proba")
    case("multi_output_svc", MultiOutputClassifier(LinearSVC(random_state=1)).fit(X, MULTI), "predict")
    case("multi_output_regressor", MultiOutputRegressor(Ridge()).fit(X, NUMBERS), "predict")
    case("classifier_chain", ClassifierChain(LogisticRegression(), order=[2, 0, 1]).fit(X, LABELS),
         "predict predict_proba decision_function")
    case("classifier_chain_cv", ClassifierChain(
        DecisionTreeClassifier(max_depth=2), order="random", cv=2, random_state=2).fit(X, LABELS),
        "predict predict_proba")
    case("regressor_chain", RegressorChain(LinearRegression(), order=[1, 0]).fit(X, NUMBERS), "predict")


def searches():
    methods = "predict predict_proba predict_log_proba decision_function"
    case("grid_search", GridSearchCV(LogisticRegression(), {"C": [0.1, 1]}, cv=StratifiedKFold(2)).fit(X, TEXT3), methods)
    case("grid_search_metrics", GridSearchCV(
        RandomForestClassifier(3, max_depth=2, random_state=1), {"max_features": [1, 2]}, cv=2,
        scoring=["accuracy", "roc_auc", "neg_log_loss"], refit="accuracy").fit(X, Y2), "predict predict_proba")
    case("randomized_search", RandomizedSearchCV(
        Ridge(), {"alpha": scipy.stats.loguniform(0.1, 10)}, n_iter=3, cv=KFold(2), random_state=1).fit(X, NUMBER),
        "predict")
    case("randomized_search_randint", RandomizedSearchCV(
        DecisionTreeClassifier(random_state=1), {"max_depth": scipy.stats.randint(1, 4)}, n_iter=2, cv=2,
        random_state=np.random.RandomState(1)).fit(X, Y2), "predict predict_proba")
    case("halving_grid_search", HalvingGridSearchCV(
        SVC(), {"C": [0.1, 1]}, cv=2, random_state=1).fit(X, TEXT3), "predict decision_function")
    case("halving_random_search", HalvingRandomSearchCV(
        LinearRegression(), {"fit_intercept": [True, False]}, cv=2, random_state=1).fit(X, NUMBER), "predict")
    partly = TEXT2.astype(object)
    partly = np.where(RNG.rand(N) < 0.3, -1, Y2)
    case("self_training", SelfTrainingClassifier(LogisticRegression()).fit(X, partly), methods)
    case("calibrated_forest", CalibratedClassifierCV(
        RandomForestClassifier(3, max_depth=2, random_state=1), cv=2).fit(X, Y3), "predict predict_proba")
    case("voting_of_votes", VotingClassifier([
        ("bag", BaggingClassifier(KNeighborsClassifier(3), 2, max_samples=20, random_state=1)),
        ("ovr", OneVsRestClassifier(LogisticRegression())),
        ("search", GridSearchCV(GaussianNB(), {"var_smoothing": [1e-9, 1e-3]}, cv=2))], voting="soft").fit(X, TEXT3),
        "predict predict_proba")


if __name__ == "__main__":
    shutil.rmtree(ROOT, ignore_errors=True)
    for make in (trees, forests, boosting, hist_boosting, outliers, ada, bagging, voting, stacking, multiclass,
                 multi_output, searches):
        make()
    print(sum(1 for _ in ROOT.iterdir()), "cases,", sum(file.stat().st_size for file in ROOT.rglob("*.*")), "bytes")
