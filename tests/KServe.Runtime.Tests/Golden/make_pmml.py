"""Writes PMML documents from scikit-learn models, with scikit-learn's own predictions as the expected outputs.

Usage: python3 make_pmml.py FOLDER (the folder of the cases, Fixtures/pmml_sklearn)
"""
import json
import os
import sys

import numpy
import sklearn
from sklearn.datasets import load_diabetes, load_iris
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.svm import SVC, SVR

FOLDER = sys.argv[1]
RANDOM = numpy.random.RandomState(11)


def schema(count, target=True):
    fields = "".join(f'<MiningField name="x{i}"/>' for i in range(count))
    first = '<MiningField name="y" usageType="target"/>' if target else ""
    return f"<MiningSchema>{first}{fields}</MiningSchema>"


def output(classes):
    if classes is None:
        return '<Output><OutputField name="prediction" optype="continuous" dataType="double" feature="predictedValue"/></Output>'
    fields = "".join(
        f'<OutputField name="probability({c})" optype="continuous" dataType="double" feature="probability" value="{c}"/>'
        for c in classes)
    return f'<Output><OutputField name="prediction" optype="categorical" dataType="string" feature="predictedValue"/>{fields}</Output>'


def save(name, model, count, classes, x, columns):
    kind = "".join(f'<Value value="{c}"/>' for c in classes) if classes is not None else ""
    y = f'<DataField name="y" optype="{"continuous" if classes is None else "categorical"}" dataType="{"double" if classes is None else "string"}">{kind}</DataField>'
    fields = "".join(f'<DataField name="x{i}" optype="continuous" dataType="double"/>' for i in range(count))
    text = ('<?xml version="1.0" encoding="UTF-8"?>\n<PMML version="4.4" xmlns="http://www.dmg.org/PMML-4_4"><Header/>\n'
            f'<DataDictionary>{fields}{y}</DataDictionary>\n{model}\n</PMML>\n')
    folder = os.path.join(FOLDER, name)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "model.pmml"), "w") as file:
        file.write(text.replace("><", ">\n<"))
    with open(os.path.join(folder, "inputs.json"), "w") as file:
        json.dump({"inputs": [{
            "name": "X", "kind": "frame",
            "columns": [{"name": f"x{i}", "dtype": "float64"} for i in range(count)],
            "shape": list(x.shape), "data": x.tolist()}]}, file)
    outputs = []
    for column, data in columns.items():
        exact = isinstance(data[0], str)
        outputs.append({
            "name": column, "dtype": "string" if exact else "float64", "shape": [len(data)],
            "rtol": 0 if exact else 1e-9, "atol": 0 if exact else 1e-12, "data": list(data)})
    with open(os.path.join(folder, "expected.json"), "w") as file:
        json.dump({
            "group": "pmml_sklearn", "case": name, "tier": "core",
            "library": {"name": "scikit-learn", "version": sklearn.__version__},
            "how": "scikit-learn's own predictions; the document was written by Golden/make_pmml.py",
            "model_files": [{"file": "model.pmml", "format": "pmml"}], "outputs": outputs}, file, indent=1)


def rows(x, count=40):
    low, high = x.min(axis=0), x.max(axis=0)
    return numpy.round(low + RANDOM.rand(count, x.shape[1]) * (high - low) * 1.2, 6)


def columns_of(model, x, with_probabilities):
    columns = {"prediction": [str(v) for v in model.predict(x)]}
    if with_probabilities:
        for i, c in enumerate(model.classes_):
            columns[f"probability({c})"] = model.predict_proba(x)[:, i].tolist()
    return columns


def naive_bayes(x, y):
    model = GaussianNB().fit(x, y)
    inputs = ""
    for i in range(x.shape[1]):
        stats = "".join(
            f'<TargetValueStat value="{c}"><GaussianDistribution mean="{model.theta_[k, i]!r}" variance="{model.var_[k, i]!r}"/></TargetValueStat>'
            for k, c in enumerate(model.classes_))
        inputs += f'<BayesInput fieldName="x{i}"><TargetValueStats>{stats}</TargetValueStats></BayesInput>'
    counts = "".join(f'<TargetValueCount value="{c}" count="{n!r}"/>' for c, n in zip(model.classes_, model.class_count_))
    text = (f'<NaiveBayesModel functionName="classification" threshold="0">{schema(x.shape[1])}{output(model.classes_)}'
            f'<BayesInputs>{inputs}</BayesInputs><BayesOutput fieldName="y"><TargetValueCounts>{counts}</TargetValueCounts></BayesOutput></NaiveBayesModel>')
    t = rows(x)
    save("naive_bayes_gaussian", text, x.shape[1], model.classes_, t, columns_of(model, t, True))


def vectors(support):
    count = support.shape[1]
    fields = "".join(f'<FieldRef field="x{i}"/>' for i in range(count))
    instances = "".join(
        f'<VectorInstance id="v{i}"><Array n="{count}" type="real">{" ".join(repr(float(v)) for v in row)}</Array></VectorInstance>'
        for i, row in enumerate(support))
    return f'<VectorDictionary><VectorFields>{fields}</VectorFields>{instances}</VectorDictionary>'


def machine(attributes, indexes, coefficients, intercept):
    support = "".join(f'<SupportVector vectorId="v{i}"/>' for i in indexes)
    values = "".join(f'<Coefficient value="{float(c)!r}"/>' for c in coefficients)
    return (f'<SupportVectorMachine {attributes}><SupportVectors>{support}</SupportVectors>'
            f'<Coefficients absoluteValue="{float(intercept)!r}">{values}</Coefficients></SupportVectorMachine>')


def svm_regression(x, y):
    model = SVR(gamma=0.3, C=2.0).fit(x, y)
    text = (f'<SupportVectorMachineModel functionName="regression">{schema(x.shape[1])}{output(None)}<RadialBasisKernelType gamma="0.3"/>'
            f'{vectors(model.support_vectors_)}{machine("", range(len(model.support_)), model.dual_coef_[0], model.intercept_[0])}</SupportVectorMachineModel>')
    t = rows(x)
    save("svm_regression_rbf", text, x.shape[1], None, t, {"prediction": model.predict(t).tolist()})


def svm_classification(x, y):
    model = SVC(kernel="poly", degree=2, gamma=0.5, coef0=1.0).fit(x, y)
    starts = numpy.concatenate([[0], numpy.cumsum(model.n_support_)])
    machines, pair = "", 0
    for i in range(len(model.classes_)):
        for j in range(i + 1, len(model.classes_)):
            first, second = range(starts[i], starts[i + 1]), range(starts[j], starts[j + 1])
            coefficients = [model.dual_coef_[j - 1, k] for k in first] + [model.dual_coef_[i, k] for k in second]
            machines += machine(
                f'targetCategory="{model.classes_[j]}" alternateTargetCategory="{model.classes_[i]}"',
                list(first) + list(second), coefficients, model.intercept_[pair])
            pair += 1
    text = (f'<SupportVectorMachineModel functionName="classification" classificationMethod="OneAgainstOne">{schema(x.shape[1])}'
            f'<Output><OutputField name="prediction" optype="categorical" dataType="string" feature="predictedValue"/></Output>'
            f'<PolynomialKernelType gamma="0.5" coef0="1" degree="2"/>{vectors(model.support_vectors_)}{machines}</SupportVectorMachineModel>')
    t = rows(x)
    save("svm_classification_poly", text, x.shape[1], model.classes_, t, columns_of(model, t, False))


def neighbors(name, model, x, y, classes):
    count = x.shape[1]
    fields = "".join(f'<InstanceField field="x{i}" column="c{i}"/>' for i in range(count)) + '<InstanceField field="y" column="t"/>'
    table = "".join(
        "<row>" + "".join(f"<c{i}>{v!r}</c{i}>" for i, v in enumerate(row.tolist())) + f"<t>{target}</t></row>"
        for row, target in zip(x, y.tolist()))
    inputs = "".join(f'<KNNInput field="x{i}"/>' for i in range(count))
    out = output(None) if classes is None else output([])
    text = (f'<NearestNeighborModel functionName="{"regression" if classes is None else "classification"}" numberOfNeighbors="5">{schema(count)}{out}'
            f'<TrainingInstances><InstanceFields>{fields}</InstanceFields><InlineTable>{table}</InlineTable></TrainingInstances>'
            f'<ComparisonMeasure kind="distance"><euclidean/></ComparisonMeasure><KNNInputs>{inputs}</KNNInputs></NearestNeighborModel>')
    model.fit(x, y)
    t = rows(x)
    predicted = model.predict(t)
    save(name, text, count, classes, t, {"prediction": predicted.tolist() if classes is None else [str(v) for v in predicted]})


def tree(estimator, node=0, predicate="<True/>"):
    t = estimator.tree_
    score = float(t.value[node].ravel()[0])
    head = f'<Node id="{node}" score="{score!r}">{predicate}'
    if t.children_left[node] < 0:
        return head + "</Node>"
    name, value = f"x{t.feature[node]}", float(t.threshold[node])
    left = tree(estimator, t.children_left[node], f'<SimplePredicate field="{name}" operator="lessOrEqual" value="{value!r}"/>')
    right = tree(estimator, t.children_right[node], f'<SimplePredicate field="{name}" operator="greaterThan" value="{value!r}"/>')
    return head + left + right + "</Node>"


def boosting(x, y):
    model = GradientBoostingClassifier(n_estimators=8, max_depth=3, random_state=0).fit(x, y)
    count, segments = x.shape[1], ""
    start = model._raw_predict_init(x[:1])[0]
    for k, c in enumerate(model.classes_):
        trees = "".join(
            f'<Segment id="{i}" weight="{model.learning_rate!r}"><True/><TreeModel functionName="regression" splitCharacteristic="binarySplit">{schema(count, False)}{tree(stage[k])}</TreeModel></Segment>'
            for i, stage in enumerate(model.estimators_))
        segments += (f'<Segment id="c{k}"><True/><MiningModel functionName="regression">{schema(count, False)}'
                     f'<Output><OutputField name="score{k}" optype="continuous" dataType="double" feature="predictedValue" isFinalResult="false"/></Output>'
                     f'<Targets><Target rescaleConstant="{float(start[k])!r}"/></Targets>'
                     f'<Segmentation multipleModelMethod="weightedSum">{trees}</Segmentation></MiningModel></Segment>')
    tables = "".join(
        f'<RegressionTable intercept="0" targetCategory="{c}"><NumericPredictor name="score{k}" coefficient="1"/></RegressionTable>'
        for k, c in enumerate(model.classes_))
    inner = '<MiningSchema><MiningField name="y" usageType="target"/>' + "".join(
        f'<MiningField name="score{k}"/>' for k in range(len(model.classes_))) + "</MiningSchema>"
    segments += (f'<Segment id="softmax"><True/><RegressionModel functionName="classification" normalizationMethod="softmax">{inner}'
                 f'{tables}</RegressionModel></Segment>')
    text = (f'<MiningModel functionName="classification">{schema(count)}{output(model.classes_)}'
            f'<Segmentation multipleModelMethod="modelChain">{segments}</Segmentation></MiningModel>')
    t = rows(x, 400).astype(numpy.float32).astype(numpy.float64)
    save("boosting_multiclass_chain", text, count, model.classes_, t, columns_of(model, t, True))


IRIS, NAMES = load_iris(return_X_y=True)
LABELS = numpy.array(["setosa", "versicolor", "virginica"])[NAMES]
DIABETES, PROGRESS = load_diabetes(return_X_y=True, scaled=False)
naive_bayes(IRIS, LABELS)
svm_regression(IRIS[:, :3], IRIS[:, 3])
svm_classification(IRIS[::2], LABELS[::2])
neighbors("neighbors_regression", KNeighborsRegressor(5), DIABETES[:80, :4], PROGRESS[:80], None)
neighbors("neighbors_classification", KNeighborsClassifier(5), IRIS[50:150:2], LABELS[50:150:2], ["versicolor", "virginica"])
boosting(IRIS, LABELS)
