"""What make_sklearn_preprocessing.py writes cases with: inputs, golden outputs, model files."""
import json
import math
import pathlib
import pickle

import joblib
import numpy as np
import pandas as pd
import scipy.sparse
import sklearn

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "Fixtures/sklearn-preprocessing"


def plain(value, isOutput=False):
    """Numbers that JSON does not know become texts, as FixtureInput reads them."""
    if value is None or value is pd.NA:
        return None
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        value = float(value)
        if math.isnan(value):
            return "NaN"
        if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        value = float("%.15g" % value) if isOutput else value
        return int(value) if value.is_integer() and abs(value) < 1e15 and math.copysign(1, value) > 0 else value
    return str(value)


def describe(rows):
    if isinstance(rows, pd.DataFrame):
        columns = [
            {"name": str(name), "dtype": "string" if dtype == object else str(dtype)}
            for name, dtype in rows.dtypes.items()
        ]
        data = [
            [
                None if column["dtype"] == "string" and not isinstance(cell, str) else plain(cell)
                for cell, column in zip(row, columns)
            ]
            for row in rows.itertuples(index=False)
        ]
        return {"name": "X", "kind": "frame", "columns": columns, "shape": list(rows.shape), "data": data}
    if isinstance(rows, (list, pd.Series)):
        return {"name": "X", "kind": "text", "dtype": "string", "shape": [len(rows)], "data": list(rows)}
    data = [[plain(cell) for cell in row] for row in np.asarray(rows)]
    return {"name": "X", "kind": "matrix", "dtype": str(rows.dtype), "shape": list(rows.shape), "data": data}


def answer(name, result):
    if scipy.sparse.issparse(result):
        result = result.toarray()
    if isinstance(result, pd.DataFrame):
        result = result.to_numpy()
    result = np.asarray(result)
    isText = result.dtype.kind in "OU" and any(isinstance(cell, str) for cell in result.ravel())
    if result.dtype == object and not isText:
        result = result.astype(float)
    exact = result.dtype.kind in "iub" or isText

    def nest(part):
        return [nest(item) for item in part] if isinstance(part, np.ndarray) else plain(part, isOutput=True)

    return {
        "name": name, "dtype": "string" if isText else str(result.dtype), "shape": list(result.shape),
        "rtol": 0 if exact else 1e-9, "atol": 0 if exact else 1e-9, "data": nest(result),
    }


def case(name, model, rows, outputs=("transform",), feed=None, refused=(), protocol=None):
    """Writes one case: a fitted model, rows, and what the library answers."""
    folder = FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    feed = rows if feed is None else feed
    answers = []
    for output in outputs:
        part = model[:-1] if output == "transform[:-1]" else model
        answers.append(answer(output, getattr(part, output.split("[")[0])(feed)))
    refusals = []
    for what, bad in refused:
        try:
            getattr(model, outputs[0])(bad)
        except Exception as error:
            refusals.append({"what": what, "method": outputs[0], "message": str(error)[:200], "input": describe(bad)})
        else:
            raise AssertionError(f"{name}: {what} is not refused")
    file = "model.joblib" if protocol is None else f"model.p{protocol}.pkl"
    if protocol is None:
        joblib.dump(model, folder / file)
    else:
        (folder / file).write_bytes(pickle.dumps(model, protocol))
    expected = {
        "group": "sklearn-preprocessing", "case": name, "library": {"name": "scikit-learn",
            "version": sklearn.__version__},
        "refuses": refusals, "model_files": [{"file": file}], "outputs": answers,
    }
    (folder / "inputs.json").write_text(json.dumps({"inputs": [describe(rows)]}, ensure_ascii=False) + "\n")
    (folder / "expected.json").write_text(json.dumps(expected, ensure_ascii=False) + "\n")
