"""Scalers, expansions, imputers of numbers, and sparse input to them."""
import warnings

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.impute import IterativeImputer, KNNImputer, MissingIndicator, SimpleImputer
from sklearn.kernel_approximation import AdditiveChi2Sampler, Nystroem, RBFSampler, SkewedChi2Sampler
from sklearn.linear_model import LinearRegression
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import (
    Binarizer, KBinsDiscretizer, KernelCenterer, MaxAbsScaler, MinMaxScaler, Normalizer, OneHotEncoder,
    PolynomialFeatures, PowerTransformer, QuantileTransformer, RobustScaler, SplineTransformer, StandardScaler)

from golden_preprocessing import case

warnings.simplefilter("ignore")
R = np.random.RandomState(7)
X = np.round(R.normal(size=(40, 4)) * [1, 3, 0.5, 20] + [0, 1, -2, 5], 3)
NEW = np.vstack([X[:6], np.round(R.normal(size=(8, 4)) * [4, 9, 2, 60], 3), np.zeros((1, 4)), X.max(0), X.min(0)])
POSITIVE = np.abs(X) + 0.1
GAPS = np.where(R.rand(40, 4) < 0.2, np.nan, X)
NEWGAPS = np.where(R.rand(len(NEW), 4) < 0.35, np.nan, NEW)
NEWGAPS[0] = np.nan
NAN = ("a row with NaN", np.where(np.arange(4) == 1, np.nan, NEW[:2]))
INF = ("a row with Infinity", np.where(np.arange(4) == 1, np.inf, NEW[:2]))
WIDE = ("one feature too many", np.zeros((2, 5)))
NONE = ("no rows", np.zeros((0, 4)))


def scalers():
    case("standard_no_mean", StandardScaler(with_mean=False).fit(X), NEW, refused=[INF, WIDE, NONE])
    case("standard_no_std", StandardScaler(with_std=False).fit(X), NEWGAPS, protocol=2)
    case("standard_nothing", StandardScaler(with_mean=False, with_std=False).fit(X), NEW)
    case("minmax_clip", MinMaxScaler((-1, 2), clip=True).fit(X), NEWGAPS, refused=[INF])
    case("maxabs", MaxAbsScaler().fit(X), NEWGAPS, refused=[INF, WIDE], protocol=3)
    case("robust_no_centering", RobustScaler(with_centering=False).fit(X), NEW)
    case("robust_no_scaling", RobustScaler(with_scaling=False).fit(X), NEW)
    case("robust_unit_variance", RobustScaler(quantile_range=(10, 80), unit_variance=True).fit(X), NEWGAPS)
    tiny = np.vstack([NEW, [[1e-16, 0, 0, 0]], [[1e-12, -1e-12, 0, 0]], [[1e200, 1e200, 0, 1]]])[:, :]
    for norm in ("l1", "max"):
        case(f"normalizer_{norm}", Normalizer(norm).fit(X), tiny, refused=[NAN, INF])
    case("binarizer", Binarizer(threshold=0.5).fit(X), NEW, refused=[NAN])
    case("power_yeo_johnson", PowerTransformer().fit(X), NEWGAPS, refused=[INF])
    case("power_yeo_johnson_raw", PowerTransformer(standardize=False).fit(np.exp(X / 10)), np.round(NEW / 10, 4))
    case("power_box_cox", PowerTransformer("box-cox").fit(POSITIVE), np.abs(NEW) + 0.01,
         refused=[("a negative number", -POSITIVE[:2])])
    ties = np.round(X)
    for distribution in ("uniform", "normal"):
        quantile = QuantileTransformer(n_quantiles=17, output_distribution=distribution, random_state=0)
        case(f"quantile_{distribution}", quantile.fit(ties), np.vstack([NEWGAPS, ties[:10]]), refused=[INF])
    kernel = rbf_kernel(X[:12], gamma=0.1)
    case("kernel_centerer", KernelCenterer().fit(kernel), rbf_kernel(NEW[:6], X[:12], gamma=0.1))


def sparse_input():
    frame = pd.DataFrame({"a": list("xyzxyzxyzw"), "b": list("uvuvuvuvuv"), "c": [1, 2, 3] * 3 + [1]})
    steps = {
        "standard": StandardScaler(with_mean=False), "maxabs": MaxAbsScaler(),
            "robust": RobustScaler(with_centering=False),
        "normalizer_l1": Normalizer("l1"), "normalizer_l2": Normalizer("l2"), "normalizer_max": Normalizer("max"),
        "binarizer": Binarizer(threshold=0.2), "polynomial": PolynomialFeatures(2, include_bias=False),
        "quantile": QuantileTransformer(n_quantiles=5, ignore_implicit_zeros=True, random_state=0),
        "imputer": SimpleImputer(),
    }
    for name, step in steps.items():
        case(f"sparse_{name}", make_pipeline(OneHotEncoder(handle_unknown="ignore"), step).fit(frame), frame.iloc[:5])


def expansions():
    for name, options in {
        "degree_3": {"degree": 3}, "interactions": {"degree": 3, "interaction_only": True},
        "no_bias": {"degree": 2, "include_bias": False}, "degrees_2_3": {"degree": (2, 3)},
        "degrees_2_2_interactions": {"degree": (2, 2), "interaction_only": True, "include_bias": False},
        "degree_1": {"degree": 1}, "degrees_0_0": {"degree": (0, 0)},
    }.items():
        case(f"polynomial_{name}", PolynomialFeatures(**options).fit(X), NEW[:8], refused=[NAN, WIDE])
    for encode in ("onehot", "onehot-dense", "ordinal"):
        for strategy in ("uniform", "quantile", "kmeans"):
            bins = KBinsDiscretizer(n_bins=[3, 4, 5, 2], encode=encode, strategy=strategy, random_state=0)
            case(f"kbins_{encode}_{strategy}", bins.fit(X), NEW, refused=[NAN])
    constant = np.column_stack([X[:, 0], np.ones(40)])
    case("kbins_constant_column", KBinsDiscretizer(3, strategy="uniform").fit(constant), constant[:5] + 0.5)
    for extrapolation in ("constant", "linear", "continue", "periodic"):
        for degree in (0, 1, 3):
            spline = SplineTransformer(n_knots=6, degree=degree, extrapolation=extrapolation, include_bias=degree != 1)
            if degree == 0 and extrapolation in ("constant", "periodic"):  # the library itself fails there
                continue
            case(f"spline_{extrapolation}_{degree}", spline.fit(X), NEW[:9], refused=[NAN])
    case("spline_quantile", SplineTransformer(n_knots=4, degree=2, knots="quantile", extrapolation="error").fit(X),
        X[:6],
         refused=[("beyond the knots", NEW)])
    case("rbf_sampler", RBFSampler(n_components=7, gamma=0.3, random_state=1).fit(X), NEW)
    case("skewed_chi2_sampler", SkewedChi2Sampler(skewedness=2, n_components=5, random_state=1).fit(POSITIVE),
        np.abs(NEW),
         refused=[("a number below the skewedness", -3 - POSITIVE[:2])])
    for steps in (1, 2, 3):
        case(f"additive_chi2_{steps}", AdditiveChi2Sampler(sample_steps=steps).fit(POSITIVE), np.abs(NEW))
    for kernel in ("rbf", "linear", "poly", "sigmoid", "laplacian", "cosine", "chi2"):
        options = {"gamma": 0.05, "degree": 2, "coef0": 0.5} if kernel in ("poly", "sigmoid") else {}
        rows, new = (POSITIVE, np.abs(NEW)) if kernel == "chi2" else (X / 10, NEW / 10)
        case(f"nystroem_{kernel}", Nystroem(kernel, n_components=6, random_state=0, **options).fit(rows), new)


def imputers():
    for strategy in ("mean", "median", "most_frequent", "constant"):
        imputer = SimpleImputer(strategy=strategy, fill_value=-7 if strategy == "constant" else None)
        case(f"impute_{strategy}", imputer.fit(np.round(GAPS)), NEWGAPS, refused=[INF, WIDE])
    minus = np.where(np.isnan(GAPS), -1, np.round(GAPS) ** 2)
    case("impute_minus_one", SimpleImputer(missing_values=-1, add_indicator=True).fit(minus), minus[:9], refused=[NAN])
    empty = GAPS.copy()
    empty[:, 2] = np.nan
    case("impute_empty_column", SimpleImputer(add_indicator=True).fit(empty), NEWGAPS)
    case("impute_keep_empty", SimpleImputer(strategy="median", keep_empty_features=True).fit(empty), NEWGAPS)
    case("impute_constant_empty", SimpleImputer(strategy="constant", fill_value=2.5).fit(empty), NEWGAPS)
    half = X.copy()
    half[::3, 1] = np.nan
    for features in ("missing-only", "all"):
        indicator = MissingIndicator(features=features, error_on_new=False)
        case(f"indicator_{features}", indicator.fit(half), NEWGAPS, refused=[INF])
    case("indicator_refuses_new", MissingIndicator().fit(half), half[:5], refused=[("a new gap", NEWGAPS)])
    for weights in ("uniform", "distance"):
        knn = KNNImputer(n_neighbors=3, weights=weights)
        case(f"knn_{weights}", knn.fit(GAPS), NEWGAPS[6:], refused=[INF, WIDE])
    case("knn_indicator", KNNImputer(n_neighbors=2, add_indicator=True).fit(empty), NEWGAPS)
    case("knn_keep_empty", KNNImputer(keep_empty_features=True).fit(empty), NEWGAPS)
    case("knn_many_neighbors", KNNImputer(n_neighbors=100).fit(GAPS[:10]), NEWGAPS)
    case("iterative_linear", IterativeImputer(LinearRegression(), max_iter=3, random_state=0).fit(GAPS), NEWGAPS,
         refused=[INF])
    case("iterative_default", IterativeImputer(max_iter=4, random_state=0, min_value=-5, add_indicator=True).fit(empty),
         NEWGAPS)
    forest = IterativeImputer(RandomForestRegressor(3, max_depth=2, random_state=0), max_iter=2, random_state=0)
    case("iterative_forest", forest.fit(GAPS), NEWGAPS)


def write():
    scalers()
    sparse_input()
    expansions()
    imputers()
