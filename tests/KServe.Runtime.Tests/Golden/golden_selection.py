"""Feature selectors."""
import warnings

import numpy as np
import pandas as pd
from sklearn.ensemble import (
    AdaBoostClassifier, ExtraTreesRegressor, GradientBoostingClassifier, GradientBoostingRegressor,
        RandomForestClassifier)
from sklearn.feature_selection import (
    RFE, RFECV, GenericUnivariateSelect, SelectFdr, SelectFpr, SelectFromModel, SelectFwe, SelectKBest,
        SelectPercentile,
    SequentialFeatureSelector, VarianceThreshold, chi2, f_classif, f_regression, mutual_info_classif)
from sklearn.linear_model import ElasticNet, Lasso, LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier

from golden_preprocessing import case

warnings.simplefilter("ignore")
R = np.random.RandomState(11)
X = np.round(R.normal(size=(60, 8)), 3)
X[:, 6] = X[:, 1]
X[:, 7] = 3
Y = (X[:, 0] + 0.7 * X[:, 1] - X[:, 3] + 0.3 * R.normal(size=60) > 0).astype(int)
Y3 = Y + (X[:, 2] > 0.6)
T = X @ [2, 0, -1, 0, 0.1, 0, 3, 0] + R.normal(size=60) * 0.1
ROWS = X[:4]


def univariate():
    nan = np.where(np.arange(8) == 2, np.nan, ROWS)
    wide = ("too many columns", np.zeros((1, 9)))
    case("select_k_best", SelectKBest(k=3).fit(X, Y), ROWS, refused=[("NaN", nan), wide])
    case("select_k_best_tie", SelectKBest(f_classif, k=1).fit(X[:, [1, 6, 5]], Y), ROWS[:, [1, 6, 5]])
    case("select_k_best_all", SelectKBest(k="all").fit(X, Y), ROWS)
    case("select_k_best_none", SelectKBest(k=0).fit(X, Y), ROWS)
    case("select_k_best_chi2", SelectKBest(chi2, k=2).fit(np.abs(X), Y), np.abs(ROWS))
    case("select_k_best_mutual", SelectKBest(mutual_info_classif, k=2).fit(X, Y), ROWS)
    for percentile in (10, 33, 50, 90, 100):
        case(f"select_percentile_{percentile}", SelectPercentile(f_classif, percentile=percentile).fit(X, Y), ROWS)
    case("select_percentile_tie", SelectPercentile(percentile=50).fit(X[:, [1, 6, 1, 6]], Y), ROWS[:, [1, 6, 1, 6]])
    case("select_fpr", SelectFpr(alpha=0.1).fit(X, Y), ROWS)
    case("select_fdr", SelectFdr(f_regression, alpha=0.05).fit(X, T), ROWS)
    case("select_fdr_none", SelectFdr(alpha=1e-12).fit(X[:, [4, 5]], Y), ROWS[:, [4, 5]])
    case("select_fwe", SelectFwe(alpha=0.05).fit(X, Y), ROWS)
    for mode, param in {"percentile": 40, "k_best": 2, "fpr": 0.2, "fdr": 0.2, "fwe": 0.2}.items():
        case(f"select_generic_{mode}", GenericUnivariateSelect(mode=mode, param=param).fit(X, Y), ROWS)
    case("variance", VarianceThreshold().fit(X), np.where(np.arange(8) == 2, np.nan, ROWS))
    case("variance_higher", VarianceThreshold(0.95).fit(X), ROWS)


def by_model():
    for name, (model, target, options) in {
        "logistic": (LogisticRegression(), Y, {}), "logistic_multinomial": (LogisticRegression(), Y3,
            {"norm_order": 2}),
        "norm_inf": (LogisticRegression(), Y3, {"norm_order": np.inf, "threshold": "median"}),
        "lasso": (Lasso(0.1), T, {}), "elastic_net": (ElasticNet(0.1, l1_ratio=1.0), T, {}),
        "svc_l1": (LinearSVC(penalty="l1", dual=False, C=0.1), Y, {}), "svc": (SVC(kernel="linear"), Y, {}),
        "svc_three": (SVC(kernel="linear"), Y3, {"threshold": "1.1*median"}),
        "scaled_mean": (LinearRegression(), T, {"threshold": "1.25*mean"}), "number": (LinearRegression(), T,
            {"threshold": 0.5}),
        "limited": (LinearRegression(), T, {"max_features": 2, "threshold": -np.inf}),
        "tree": (DecisionTreeClassifier(max_depth=3, random_state=0), Y, {}),
        "forest": (RandomForestClassifier(4, max_depth=3, random_state=0), Y3, {}),
        "extra_trees": (ExtraTreesRegressor(3, max_depth=3, random_state=0), T, {"threshold": "median"}),
        "boosting": (GradientBoostingRegressor(n_estimators=4, max_depth=2, random_state=0), T, {}),
        "boosting_three": (GradientBoostingClassifier(n_estimators=3, max_depth=2, random_state=0), Y3, {}),
        "adaboost": (AdaBoostClassifier(n_estimators=4, random_state=0), Y, {}),
    }.items():
        case(f"select_from_{name}", SelectFromModel(model, **options).fit(X, target), ROWS)
    case("select_from_fitted", SelectFromModel(LinearRegression().fit(X, T), prefit=True).fit(X), ROWS)
    piped = make_pipeline(StandardScaler(), LogisticRegression())
    case("select_from_pipeline", SelectFromModel(
        piped, importance_getter="named_steps.logisticregression.coef_").fit(X, Y), ROWS)


def wrappers():
    case("rfe", RFE(LogisticRegression(), n_features_to_select=3).fit(X, Y), ROWS,
         outputs=("transform", "predict", "predict_proba", "decision_function"))
    case("rfecv", RFECV(LinearRegression(), cv=3).fit(X, T), ROWS, outputs=("transform", "predict"))
    case("sequential", SequentialFeatureSelector(LinearRegression(), n_features_to_select=2, cv=3).fit(X, T), ROWS)
    frame = pd.DataFrame(X, columns=list("abcdefgh"))
    case("select_in_pipeline", make_pipeline(SelectKBest(k=3), StandardScaler(), LogisticRegression()).fit(frame, Y),
        frame[:5],
         outputs=("predict_proba", "transform[:-1]"))


def write():
    np.random.seed(0)
    univariate()
    by_model()
    wrappers()
