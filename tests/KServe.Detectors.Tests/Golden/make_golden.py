"""Makes golden.json and the .npy files beside it: what SciPy, NumPy and scikit-learn compute.

Run with the Python whose libraries the cases are to tell of: python3 make_golden.py
"""
import json
import os

import numpy as np
import scipy
import sklearn
from scipy import stats
from sklearn.ensemble import IsolationForest

HERE = os.path.dirname(os.path.abspath(__file__))
random = np.random.RandomState(11)


def ks(first, second):
    exact = stats.ks_2samp(first, second, method="exact")
    asymptotic = stats.ks_2samp(first, second, method="asymp")
    return {"first": first.tolist(), "second": second.tolist(), "statistic": exact.statistic,
            "exact": exact.pvalue, "asymptotic": asymptotic.pvalue}


def ks_cases():
    cases = []
    for m, n, shift in [(2, 2, 0), (2, 3, 0), (5, 5, 1), (7, 12, 0.5), (20, 20, 0), (30, 45, 0.3), (64, 64, 0.8),
                        (50, 80, 2), (100, 100, 0.05), (120, 200, 0.4), (200, 150, 1), (33, 77, 5)]:
        cases.append(ks(np.round(random.randn(m), 4), np.round(random.randn(n) + shift, 4)))
    # Ties, and samples that are alike.
    cases.append(ks(random.randint(0, 4, 40).astype(float), random.randint(0, 5, 60).astype(float)))
    same = np.round(random.randn(10), 3)
    cases.append(ks(same, same))
    return cases


def kstwo_cases():
    cases = []
    for n in [1, 2, 5, 10, 50, 100, 140, 141, 500, 2000, 10000, 100000]:
        for z in [0.3, 0.5, 0.7, 0.9, 1.1, 1.36, 1.7, 2.2, 3.5, 6]:
            x = z / np.sqrt(n)
            if x < 1:
                cases.append([n, x, stats.kstwo.sf(x, n)])
    return cases


def chi2_cases():
    cases = []
    for table in [[[10, 20], [20, 10]], [[1, 2], [3, 4]], [[12, 7, 31], [9, 14, 40]], [[100, 80, 60, 40], [90, 95, 55, 30]],
                  [[500, 3], [480, 25]], [[5, 5, 5, 5, 5, 1], [50, 3, 9, 11, 4, 60]]]:
        for corrected in [False, True]:
            statistic, p, _, _ = stats.chi2_contingency(table, correction=corrected)
            cases.append({"first": table[0], "second": table[1], "corrected": corrected, "statistic": statistic, "p": p})
    return cases


def kernel(rows, sigma):
    squared = ((rows[:, None, :] - rows[None, :, :]) ** 2).sum(axis=2)
    if sigma == 0:
        sigma = np.sqrt(np.median(squared[np.triu_indices(len(rows), 1)]) / 2)
    return np.exp(-squared / (2 * sigma * sigma)), sigma


def mmd_cases():
    cases = []
    for m, n, columns, shift, sigma in [(20, 20, 3, 0, 0), (20, 30, 2, 0.6, 0), (15, 9, 5, 2, 1.5), (2, 2, 1, 0, 0)]:
        first, second = np.round(random.randn(m, columns), 4), np.round(random.randn(n, columns) + shift, 4)
        k, used = kernel(np.vstack([first, second]), sigma)
        kxx, kyy, kxy = k[:m, :m], k[m:, m:], k[:m, m:]
        value = (kxx.sum() - np.trace(kxx)) / (m * (m - 1)) + (kyy.sum() - np.trace(kyy)) / (n * (n - 1)) \
            - 2 * kxy.mean()
        cases.append({"first": first.ravel().tolist(), "second": second.ravel().tolist(), "columns": columns,
                      "sigma": sigma, "used": used, "statistic": value})
    return cases


def psi_cases():
    cases = []
    for expected, actual in [([10, 20, 30], [12, 18, 33]), ([5, 0, 95, 10], [0, 7, 50, 60])]:
        p = (np.array(expected) + 0.5) / (sum(expected) + 0.5 * len(expected))
        q = (np.array(actual) + 0.5) / (sum(actual) + 0.5 * len(actual))
        cases.append({"expected": expected, "actual": actual, "index": float(((q - p) * np.log(q / p)).sum())})
    return cases


def mahalanobis_case():
    rows = np.round(random.randn(60, 4) @ random.randn(4, 4) + 3, 4)
    queries = np.round(random.randn(12, 4) * 3, 4)
    mean, precision = rows.mean(axis=0), np.linalg.inv(np.cov(rows.T))
    distances = [float(np.sqrt((row - mean) @ precision @ (row - mean))) for row in queries]
    deviations = (np.abs(queries - mean) / rows.std(axis=0, ddof=1)).max(axis=1)
    return {"rows": rows.ravel().tolist(), "queries": queries.ravel().tolist(), "columns": 4, "distances": distances,
            "zscores": deviations.tolist(), "quantiles": [[q, float(np.quantile(rows[:, 0], q))] for q in
                                                          [0, 0.1, 0.5, 0.77, 0.99, 1]]}


def forest_case():
    # Single precision, which is what scikit-learn compares in.
    rows = random.randn(300, 3).astype(np.float32)
    queries = (random.randn(40, 3) * 2).astype(np.float32)
    forest = IsolationForest(n_estimators=10, max_samples=64, random_state=3).fit(rows)
    trees = []
    for tree in forest.estimators_:
        t = tree.tree_
        trees.append({"features": np.where(t.children_left < 0, -1, t.feature).tolist(),
                      "thresholds": t.threshold.tolist(), "left": t.children_left.tolist(),
                      "right": t.children_right.tolist(), "sizes": t.n_node_samples.tolist()})
    big = IsolationForest(n_estimators=200, max_samples=256, random_state=5).fit(rows)
    return {"columns": 3, "sampleSize": 64, "trees": trees, "queries": queries.astype(float).ravel().tolist(),
            "scores": (-forest.score_samples(queries)).tolist(), "rows": rows.astype(float).ravel().tolist(),
            "bigScores": (-big.score_samples(queries)).tolist()}


with open(os.path.join(HERE, "golden.json"), "w", encoding="ascii") as file:
    json.dump({"versions": [np.__version__, scipy.__version__, sklearn.__version__], "ks": ks_cases(),
               "kstwo": kstwo_cases(), "chi2": chi2_cases(), "mmd": mmd_cases(), "psi": psi_cases(),
               "mahalanobis": mahalanobis_case(), "forest": forest_case()}, file)

matrix = np.arange(6).reshape(2, 3) / 4
np.save(os.path.join(HERE, "rows-f8.npy"), matrix)
np.save(os.path.join(HERE, "rows-f4-fortran.npy"), np.asfortranarray(matrix.astype(np.float32)))
np.save(os.path.join(HERE, "rows-i8.npy"), np.arange(6).reshape(3, 2))
np.save(os.path.join(HERE, "column-i4.npy"), np.arange(4, dtype=np.int32))
np.save(os.path.join(HERE, "text.npy"), np.array(["a", "b"]))
