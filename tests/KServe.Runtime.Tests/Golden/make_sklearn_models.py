"""Makes the cases under Fixtures/sklearn-models: small models of scikit-learn and what the library computes with them.

Run with the Python whose scikit-learn the cases are to tell of: python3 make_sklearn_models.py
"""
import json
import os
import shutil
import sys
import warnings

import joblib
import numpy as np
import scipy.sparse as sp
import sklearn
from sklearn import (calibration, cluster, compose, covariance, decomposition, discriminant_analysis, dummy, isotonic,
                     kernel_ridge, linear_model, mixture, naive_bayes, neighbors, neural_network, preprocessing,
                     random_projection, svm)

warnings.filterwarnings("ignore")
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Fixtures", "sklearn-models")
METHODS = ["predict", "predict_proba", "predict_log_proba", "decision_function", "score_samples", "transform"]
random = np.random.RandomState(7)


def draw(count, width=4):
    return np.round(random.randn(count, width) * 1.5, 3)


X = draw(60)
W = np.round(random.randn(4, 3), 3)
SCORES = X @ W + 0.6 * random.randn(60, 3)
C3 = SCORES.argmax(axis=1)
C2 = (SCORES[:, 0] > 0).astype(int)
C5 = np.clip(np.floor(SCORES[:, 0] + 2.5), 0, 4).astype(int)
NAMES = np.array(["ant", "bee", "cat"])[C3]
Y = SCORES[:, 0] + 0.3 * X[:, 1] ** 2
YY = SCORES[:, :2]
POSITIVE = np.exp(0.4 * SCORES[:, 0])
MULTILABEL = (SCORES > 0).astype(int)
GRID = random.randint(0, 3, (60, 4)).astype(float)
GRID_C = (GRID.sum(axis=1) + random.randint(0, 3, 60)).astype(int) % 3
COUNTS = random.poisson(1.5, (60, 4)).astype(float)
ROWS = np.vstack([draw(14), 8 * draw(4), np.zeros((1, 4)), [[-0.0, 1e-12, 1e6, -3]]])
GRID_ROWS = np.vstack([random.randint(0, 3, (18, 4)), [[1, 1, 1, 1]], [[0, 2, 2, 0]]]).astype(float)
COUNT_ROWS = np.vstack([random.poisson(1.5, (18, 4)), np.zeros((1, 4)), [[40, 0, 0, 1]]]).astype(float)
CASES = {}


def case(name, model, x=None, y=None, rows=None, **tolerance):
    CASES[name] = (model.fit(X if x is None else x, y) if y is not False else model, ROWS if rows is None else rows,
                   tolerance)


def linear():
    m = linear_model
    case("linear_one_column", m.LinearRegression(), y=Y[:, None])
    case("linear_no_intercept", m.LinearRegression(fit_intercept=False), y=Y)
    case("linear_positive_two_targets", m.LinearRegression(positive=True), y=YY)
    case("ridge_two_targets", m.Ridge(), y=YY)
    case("ridge_cv", m.RidgeCV(), y=Y)
    case("ridge_classifier_binary", m.RidgeClassifier(), y=C2)
    case("ridge_classifier_names", m.RidgeClassifier(), y=NAMES)
    case("ridge_classifier_multilabel", m.RidgeClassifier(), y=MULTILABEL)
    case("ridge_classifier_cv", m.RidgeClassifierCV(), y=C3)
    case("lasso_two_targets", m.Lasso(0.05), y=YY)
    case("lasso_cv", m.LassoCV(cv=3), y=Y)
    case("elastic_net_cv", m.ElasticNetCV(cv=3), y=Y)
    case("lars", m.Lars(), y=Y)
    case("lars_two_targets", m.Lars(), y=YY)
    case("lars_cv", m.LarsCV(cv=3), y=Y)
    case("lasso_lars", m.LassoLars(0.01), y=Y)
    case("lasso_lars_cv", m.LassoLarsCV(cv=3), y=Y)
    case("lasso_lars_ic", m.LassoLarsIC(), y=Y)
    case("omp", m.OrthogonalMatchingPursuit(), y=Y)
    case("omp_two_targets", m.OrthogonalMatchingPursuit(n_nonzero_coefs=2), y=YY)
    case("omp_cv", m.OrthogonalMatchingPursuitCV(cv=3), y=Y)
    case("bayesian_ridge", m.BayesianRidge(), y=Y)
    case("ard", m.ARDRegression(), y=Y)
    case("huber", m.HuberRegressor(), y=Y)
    case("theil_sen", m.TheilSenRegressor(random_state=0, max_subpopulation=200), y=Y)
    case("ransac", m.RANSACRegressor(random_state=0), y=Y)
    case("ransac_two_targets", m.RANSACRegressor(m.Ridge(), min_samples=6, random_state=0), y=YY)
    case("quantile", m.QuantileRegressor(alpha=0.01, solver="highs"), y=Y)
    case("poisson", m.PoissonRegressor(), y=POSITIVE, rows=ROWS[:-1])
    case("gamma", m.GammaRegressor(), y=POSITIVE, rows=ROWS[:-1])
    case("tweedie_auto", m.TweedieRegressor(power=1.5), y=POSITIVE, rows=ROWS[:-1])
    case("tweedie_normal", m.TweedieRegressor(power=0), y=Y)
    case("tweedie_log", m.TweedieRegressor(power=0, link="log"), y=POSITIVE, rows=ROWS[:-1])
    case("multi_task_lasso", m.MultiTaskLasso(0.05), y=YY)
    case("multi_task_lasso_cv", m.MultiTaskLassoCV(cv=3), y=YY)
    case("multi_task_elastic_net", m.MultiTaskElasticNet(0.05), y=YY)
    case("multi_task_elastic_net_cv", m.MultiTaskElasticNetCV(cv=3), y=YY)
    case("sgd_regressor_huber", m.SGDRegressor(loss="huber", random_state=0, average=True), y=Y)
    case("passive_aggressive_regressor", m.PassiveAggressiveRegressor(random_state=0), y=Y)
    case("linear_svr", svm.LinearSVR(random_state=0), y=Y)
    case("linear_svr_no_intercept", svm.LinearSVR(fit_intercept=False, random_state=0), y=Y)
    target = compose.TransformedTargetRegressor
    case("target_identity", target(m.Ridge()), y=Y)
    case("target_log1p", target(m.Ridge(), func=np.log1p, inverse_func=np.expm1), y=POSITIVE, rows=ROWS[:-1])
    case("target_square_root_two", target(m.Ridge(), func=np.sqrt, inverse_func=np.square), y=np.abs(YY))
    case("target_standard", target(m.Ridge(), transformer=preprocessing.StandardScaler()), y=Y)
    case("target_min_max_two", target(m.Ridge(), transformer=preprocessing.MinMaxScaler()), y=YY)
    case("target_robust_column", target(m.Ridge(), transformer=preprocessing.RobustScaler()), y=Y[:, None])


def logistic():
    m = linear_model
    case("logreg_binary_multinomial", m.LogisticRegression(multi_class="multinomial"), y=C2)
    case("logreg_liblinear_ovr", m.LogisticRegression(solver="liblinear"), y=C3)
    case("logreg_cv", m.LogisticRegressionCV(cv=3, Cs=4), y=NAMES)
    case("logreg_cv_binary", m.LogisticRegressionCV(cv=3, Cs=4), y=C2.astype(bool))
    case("logreg_five_classes_float_labels", m.LogisticRegression(), y=C5 * 1.0)
    case("logreg_sparsified", m.LogisticRegression(
        penalty="l1", solver="saga", C=0.1, random_state=0), y=C3)
    CASES["logreg_sparsified"][0].sparsify()
    case("logreg_float32", m.LogisticRegression(), x=X.astype(np.float32), y=C3)
    for loss in ["modified_huber", "log_loss", "hinge", "perceptron", "squared_error"]:
        case("sgd_" + loss + "_binary", m.SGDClassifier(loss=loss, random_state=0), y=C2)
        case("sgd_" + loss + "_classes", m.SGDClassifier(loss=loss, random_state=0, average=3), y=NAMES)
    case("perceptron", m.Perceptron(random_state=0), y=C3)
    case("passive_aggressive_classifier", m.PassiveAggressiveClassifier(random_state=0), y=C2)
    case("sgd_one_class", m.SGDOneClassSVM(random_state=0, nu=0.3))
    case("linear_svc_crammer_singer", svm.LinearSVC(multi_class="crammer_singer", random_state=0), y=C3)
    case("linear_svc_crammer_singer_binary", svm.LinearSVC(multi_class="crammer_singer", random_state=0), y=C2)


def vectors():
    near = {"rtol": 1e-8, "atol": 1e-8}
    couple = {"rtol": 1e-6, "atol": 1e-6}
    case("svc_poly", svm.SVC(kernel="poly", degree=2, coef0=1), y=C3, **near)
    case("svc_sigmoid", svm.SVC(kernel="sigmoid", coef0=0.2), y=C2, **near)
    case("svc_ovo", svm.SVC(decision_function_shape="ovo"), y=C5, **near)
    case("svc_break_ties", svm.SVC(break_ties=True), y=C5, **near)
    case("svc_proba_five", svm.SVC(probability=True, random_state=0, class_weight="balanced"), y=C5, **couple)
    case("svc_proba_linear_names", svm.SVC(kernel="linear", probability=True, random_state=0), y=NAMES, **couple)
    case("svc_sparse", svm.SVC(), x=sp.csr_matrix(GRID), y=GRID_C, rows=GRID_ROWS, **near)
    case("svc_sparse_proba_binary", svm.SVC(kernel="linear", probability=True, random_state=0), rows=GRID_ROWS,
         x=sp.csr_matrix(GRID), y=GRID_C > 0, **couple)
    case("nu_svc", svm.NuSVC(nu=0.2), y=C3, **near)
    case("nu_svc_binary_proba", svm.NuSVC(nu=0.2, probability=True, random_state=0), y=C2, **couple)
    case("svr_poly", svm.SVR(kernel="poly"), y=Y, **near)
    case("svr_sparse", svm.SVR(), x=sp.csr_matrix(GRID), y=Y, rows=GRID_ROWS, **near)
    case("nu_svr", svm.NuSVR(), y=Y, **near)
    case("kernel_ridge", kernel_ridge.KernelRidge(kernel="rbf"), y=Y, **near)
    case("kernel_ridge_two_targets", kernel_ridge.KernelRidge(kernel="poly", degree=2, gamma=0.3), y=YY, **near)
    case("one_class_svm", svm.OneClassSVM(nu=0.3), **near)
    case("one_class_svm_linear", svm.OneClassSVM(kernel="linear", nu=0.3), **near)


def neighbours():
    k = neighbors.KNeighborsClassifier
    r = neighbors.RadiusNeighborsClassifier
    case("knn_ties_kd_tree", k(4, leaf_size=5, algorithm="kd_tree"), x=GRID, y=GRID_C, rows=GRID_ROWS)
    case("knn_ties_ball_tree", k(4, leaf_size=5, algorithm="ball_tree"), x=GRID, y=GRID_C, rows=GRID_ROWS)
    case("knn_ties_brute", k(4, algorithm="brute"), x=GRID, y=GRID_C, rows=GRID_ROWS)
    case("knn_ties_brute_manhattan", k(3, algorithm="brute", p=1), x=GRID, y=GRID_C, rows=GRID_ROWS)
    case("knn_ties_kd_manhattan", k(3, leaf_size=4, algorithm="kd_tree", p=1), x=GRID, y=GRID_C, rows=GRID_ROWS)
    case("knn_ties_distance", k(5, weights="distance", leaf_size=6), x=GRID, y=GRID_C, rows=GRID_ROWS)
    case("knn_ties_decimals", k(5, leaf_size=4), x=GRID / 10, y=GRID_C, rows=GRID_ROWS / 10)
    case("knn_minkowski_3", k(3, p=3, leaf_size=7), y=NAMES)
    case("knn_chebyshev", k(3, metric="chebyshev", leaf_size=7), y=C3)
    case("knn_cosine", k(3, metric="cosine", weights="distance"), y=C3, rows=ROWS[:18], rtol=1e-7, atol=1e-7)
    case("knn_canberra", k(3, metric="canberra", weights="distance"), y=C3)
    case("knn_hamming", k(5, metric="hamming", leaf_size=6), x=GRID, y=GRID_C, rows=GRID_ROWS)
    case("knn_braycurtis", k(3, metric="braycurtis", algorithm="brute"), x=COUNTS + 1, y=C3, rows=COUNT_ROWS + 1)
    case("knn_sqeuclidean", k(3, metric="sqeuclidean", weights="distance"), y=C3, rtol=1e-7, atol=1e-7)
    case("knn_seuclidean", k(3, metric="seuclidean", metric_params={"V": X.var(axis=0)}, leaf_size=8), y=C3)
    case("knn_correlation", k(3, metric="correlation"), y=C3, rows=ROWS[:18])
    case("knn_two_outputs", k(3), y=np.c_[C2, C5])
    case("knn_column_target", k(3), y=C3[:, None])
    case("knn_sparse", k(3, weights="distance"), x=sp.csr_matrix(X), y=C3, rtol=1e-7, atol=1e-7)
    case("knn_regressor_two_targets", neighbors.KNeighborsRegressor(3, weights="distance"), y=YY)
    case("knn_regressor_column", neighbors.KNeighborsRegressor(3), y=Y[:, None])
    case("knn_regressor_integers", neighbors.KNeighborsRegressor(3), y=C5)
    case("radius_classifier", r(3.0, outlier_label=1), y=C3)
    case("radius_classifier_distance", r(2.0, weights="distance", outlier_label="most_frequent"), y=NAMES)
    case("radius_classifier_other_label", r(1.5, outlier_label="zebra-fish"), y=NAMES.astype("<U12"))
    case("radius_classifier_number_label", r(1.5, outlier_label=-1, algorithm="brute"), y=C3)
    case("radius_classifier_two_outputs", r(2.5, outlier_label=[0, 9]), y=np.c_[C2, C5])
    case("radius_regressor", neighbors.RadiusNeighborsRegressor(2.5), y=Y)
    case("radius_regressor_two", neighbors.RadiusNeighborsRegressor(2.5, weights="distance"), y=YY)
    case("nearest_centroid", neighbors.NearestCentroid(), y=NAMES)
    case("nearest_centroid_manhattan", neighbors.NearestCentroid(metric="manhattan"), y=C3)
    case("nearest_centroid_shrunk", neighbors.NearestCentroid(shrink_threshold=0.3), y=C3)
    case("local_outlier_factor", neighbors.LocalOutlierFactor(5, novelty=True, leaf_size=8))
    case("local_outlier_factor_share", neighbors.LocalOutlierFactor(5, novelty=True, contamination=0.2, p=1))
    case("elliptic_envelope", covariance.EllipticEnvelope(random_state=0), rtol=1e-8)
    case("nca", neighbors.NeighborhoodComponentsAnalysis(2, random_state=0), y=C3)


def bayes():
    m = naive_bayes
    case("gaussian_nb_names", m.GaussianNB(), y=NAMES)
    case("gaussian_nb_priors", m.GaussianNB(priors=[0.2, 0.8]), y=C2)
    case("multinomial_nb_classes", m.MultinomialNB(), x=COUNTS, y=C3, rows=COUNT_ROWS)
    case("multinomial_nb_no_prior", m.MultinomialNB(fit_prior=False, alpha=0.1), x=COUNTS, y=C2, rows=COUNT_ROWS)
    case("complement_nb", m.ComplementNB(), x=COUNTS, y=C3, rows=COUNT_ROWS)
    case("complement_nb_norm", m.ComplementNB(norm=True), x=COUNTS, y=C2, rows=COUNT_ROWS)
    case("bernoulli_nb", m.BernoulliNB(), y=C3)
    case("bernoulli_nb_threshold", m.BernoulliNB(binarize=1.2), y=NAMES)
    case("bernoulli_nb_as_is", m.BernoulliNB(binarize=None), x=(GRID > 1) * 1.0, y=C2, rows=(GRID_ROWS > 1) * 1.0)
    case("categorical_nb", m.CategoricalNB(), x=GRID, y=GRID_C, rows=GRID_ROWS)
    case("categorical_nb_more", m.CategoricalNB(min_categories=5, alpha=0.3), x=GRID, y=C2, rows=GRID_ROWS + 1)


def networks():
    c, r = neural_network.MLPClassifier, neural_network.MLPRegressor
    case("mlp_tanh", c((5,), activation="tanh", max_iter=40, random_state=0), y=C3, rtol=1e-8)
    case("mlp_logistic_deep", c((4, 3), activation="logistic", max_iter=40, random_state=0), y=NAMES, rtol=1e-8)
    case("mlp_identity_binary", c((3,), activation="identity", max_iter=40, solver="lbfgs", random_state=0), y=C2,
         rtol=1e-8)
    case("mlp_multilabel", c((4,), max_iter=40, solver="sgd", random_state=0), y=MULTILABEL, rtol=1e-8)
    case("mlp_no_hidden", c((), max_iter=40, random_state=0, early_stopping=True), y=C3, rtol=1e-8)
    case("mlp_regressor_two", r((4,), max_iter=40, random_state=0), y=YY, rtol=1e-8)
    case("mlp_regressor_tanh", r((4, 4), activation="tanh", max_iter=40, solver="lbfgs", random_state=0), y=Y,
         rtol=1e-8)


def clusters():
    m = cluster
    case("kmeans_plain", m.KMeans(3, n_init=2, random_state=0))
    case("mini_batch_kmeans", m.MiniBatchKMeans(3, n_init=2, random_state=0))
    case("bisecting_kmeans", m.BisectingKMeans(5, random_state=0))
    case("bisecting_kmeans_largest", m.BisectingKMeans(4, bisecting_strategy="largest_cluster", random_state=0))
    case("bisecting_kmeans_one", m.BisectingKMeans(1, random_state=0))
    case("mean_shift", m.MeanShift(bandwidth=2.5))
    case("affinity_propagation", m.AffinityPropagation(random_state=0))
    case("birch", m.Birch(threshold=1.0, n_clusters=3))
    case("birch_subclusters", m.Birch(threshold=1.5, n_clusters=None))
    for kind in ["full", "tied", "diag", "spherical"]:
        case("gaussian_mixture_" + kind, mixture.GaussianMixture(3, covariance_type=kind, random_state=0), rtol=1e-8,
             rows=ROWS[:-1])
        case("bayesian_mixture_" + kind, mixture.BayesianGaussianMixture(
            n_components=3, covariance_type=kind, random_state=0, max_iter=40), rtol=1e-8, rows=ROWS[:-1])
    case("bayesian_mixture_dirichlet", mixture.BayesianGaussianMixture(
        n_components=2, weight_concentration_prior_type="dirichlet_distribution", random_state=0, max_iter=40),
        rtol=1e-8, rows=ROWS[:-1])


def parts():
    m, d = decomposition, discriminant_analysis
    case("pca_whiten", m.PCA(2, whiten=True), rtol=1e-8)
    case("pca_all", m.PCA(), rtol=1e-8)
    case("pca_share", m.PCA(0.8, svd_solver="full"), rtol=1e-8)
    case("incremental_pca", m.IncrementalPCA(2, batch_size=20))
    case("incremental_pca_whiten", m.IncrementalPCA(2, whiten=True, batch_size=20))
    case("truncated_svd", m.TruncatedSVD(2, random_state=0))
    case("fast_ica", m.FastICA(3, random_state=0, whiten="unit-variance"))
    case("fast_ica_not_whitened", m.FastICA(random_state=0, whiten=False))
    case("factor_analysis", m.FactorAnalysis(2), rtol=1e-8)
    for kernel in ["linear", "poly", "rbf", "sigmoid"]:
        case("kernel_pca_" + kernel, m.KernelPCA(2, kernel=kernel), rows=ROWS[:-1], rtol=1e-7, atol=1e-8)
    case("kernel_pca_gamma", m.KernelPCA(kernel="rbf", gamma=0.3, n_components=3), rtol=1e-7, atol=1e-8)
    case("gaussian_projection", random_projection.GaussianRandomProjection(2, random_state=0))
    case("sparse_projection", random_projection.SparseRandomProjection(3, random_state=0, dense_output=True))
    case("lda", d.LinearDiscriminantAnalysis(), y=NAMES)
    case("lda_binary", d.LinearDiscriminantAnalysis(), y=C2)
    case("lda_eigen", d.LinearDiscriminantAnalysis(solver="eigen", shrinkage="auto", n_components=1), y=C3)
    case("lda_lsqr", d.LinearDiscriminantAnalysis(solver="lsqr", shrinkage=0.2), y=C3)
    case("qda", d.QuadraticDiscriminantAnalysis(), y=NAMES, rtol=1e-8)
    case("qda_binary", d.QuadraticDiscriminantAnalysis(reg_param=0.1), y=C2, rtol=1e-8)


def baselines():
    m = dummy
    case("dummy_prior", m.DummyClassifier(), y=NAMES)
    case("dummy_most_frequent", m.DummyClassifier(strategy="most_frequent"), y=C3)
    case("dummy_constant", m.DummyClassifier(strategy="constant", constant="bee"), y=NAMES)
    case("dummy_two_outputs", m.DummyClassifier(strategy="constant", constant=[1, 3]), y=np.c_[C2, C5])
    case("dummy_mean", m.DummyRegressor(), y=Y)
    case("dummy_median_two", m.DummyRegressor(strategy="median"), y=YY)
    case("dummy_quantile", m.DummyRegressor(strategy="quantile", quantile=0.3), y=Y)
    case("dummy_constant_integer", m.DummyRegressor(strategy="constant", constant=4), y=C5)
    one = np.linspace(-4, 4, 20)[:, None]
    inside = np.linspace(X[:, 0].min(), X[:, 0].max(), 20)[:, None]
    case("isotonic_nan", isotonic.IsotonicRegression(), x=X[:, 0], y=Y, rows=one)
    case("isotonic_clip", isotonic.IsotonicRegression(out_of_bounds="clip"), x=X[:, :1], y=Y, rows=one)
    case("isotonic_falling", isotonic.IsotonicRegression(increasing=False, out_of_bounds="raise"), x=X[:, 0], y=-Y,
         rows=inside)
    case("isotonic_float32", isotonic.IsotonicRegression(out_of_bounds="clip"), x=X[:, 0].astype(np.float32),
         y=Y.astype(np.float32), rows=one)
    c = calibration.CalibratedClassifierCV
    case("calibrated_svc", c(svm.SVC(), cv=2), y=C3, rtol=1e-7, atol=1e-8)
    case("calibrated_tree_of_names", c(naive_bayes.GaussianNB(), cv=3), y=NAMES)
    case("calibrated_isotonic_binary", c(linear_model.LogisticRegression(), method="isotonic", cv=3), y=C2)
    case("calibrated_one", c(neighbors.KNeighborsClassifier(3), cv=3, ensemble=False, method="isotonic"), y=NAMES)
    fitted = linear_model.LogisticRegression().fit(X, C2)
    case("calibrated_prefit", c(fitted, cv="prefit"), y=C2)
    case("calibrated_dummy", c(dummy.DummyClassifier(), cv=2), y=C3)


def to_json(array):
    array = np.asarray(array)
    if array.dtype.kind in "US" or array.dtype == object:
        return array.tolist()
    if array.dtype.kind == "f":
        def one(value):
            return "NaN" if np.isnan(value) else ("Infinity" if value > 0 else "-Infinity") if np.isinf(value) \
                else float(value)
        return [to_json(row) for row in array] if array.ndim > 1 else [one(value) for value in array]
    return array.tolist()


def type_name(array):
    return "string" if array.dtype.kind in "US" or array.dtype == object else str(array.dtype)


def call(model, method, rows):
    try:
        result = getattr(model, method)(rows)
    except AttributeError:
        return []
    except NotImplementedError:
        return []
    if isinstance(result, list):
        return [(f"{method}[{i}]", np.asarray(part)) for i, part in enumerate(result)]
    return [(method, result.toarray() if sp.issparse(result) else np.asarray(result))]


def refusals(model, rows):
    def with_value(value):
        changed = rows[:2].copy()
        changed[1, -1] = value
        return changed
    tries = {
        "a row with NaN": with_value(np.nan),
        "a row with Infinity": with_value(np.inf),
        "one feature too many": np.hstack([rows[:2], rows[:2, :1]]),
        "one feature too few": rows[:2, :-1],
        "no rows": rows[:0],
    }
    found = []
    for method in ["predict", "transform"]:
        if not hasattr(model, method):
            continue
        for what, matrix in tries.items():
            try:
                getattr(model, method)(matrix)
            except ValueError as error:
                found.append({"what": what, "method": method, "error": "ValueError",
                              "message": str(error).split("\n")[0]})
            except Exception:
                pass
        break
    return found


def write(name, model, rows, tolerance):
    folder = os.path.join(ROOT, name)
    os.makedirs(folder)
    joblib.dump(model, os.path.join(folder, "model.joblib"))
    outputs = []
    for method in METHODS:
        if method == "predict_log_proba" and not hasattr(model, "predict_proba"):
            continue
        for label, result in call(model, method, rows):
            exact = type_name(result)[0] in "bis"
            outputs.append({
                "name": label, "dtype": type_name(result), "shape": list(result.shape),
                "rtol": 0 if exact else tolerance.get("rtol", 1e-9),
                "atol": 0 if exact else tolerance.get("atol", 1e-9), "data": to_json(result)})
    refuses = refusals(model, rows)
    inputs = [{"name": "X", "kind": "matrix", "dtype": str(rows.dtype), "shape": list(rows.shape),
               "feature_names": None, "data": to_json(rows)}]
    expected = {
        "group": "sklearn-models", "case": name, "estimator": type(model).__name__,
        "library": {"name": "scikit-learn", "version": sklearn.__version__, "numpy": np.__version__,
                    "python": sys.version.split()[0]},
        "how": "the fitted estimator's own methods on the rows of inputs.json", "refuses": refuses,
        "model_files": [{"file": "model.joblib"}], "outputs": outputs}
    for file, value in (("inputs.json", {"inputs": inputs}), ("expected.json", expected)):
        with open(os.path.join(folder, file), "w", encoding="utf-8") as stream:
            json.dump(value, stream, separators=(",", ":"), default=lambda item: item.item())
            stream.write("\n")


def main():
    shutil.rmtree(ROOT, ignore_errors=True)
    for make in (linear, logistic, vectors, neighbours, bayes, networks, clusters, parts, baselines):
        make()
    for name, (model, rows, tolerance) in CASES.items():
        write(name, model, rows, tolerance)
    print(len(CASES), "cases")


main()
