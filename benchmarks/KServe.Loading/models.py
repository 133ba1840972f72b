"""Makes the model files that only the libraries can write.

models.py xgboost SOURCE TARGET   saves a booster again, in the format that the target's extension names
models.py sklearn TARGET BYTES    trains a random forest of about so many bytes
                                  and saves it again, packed, with _zlib in its name
"""
import sys


def convert(source, target):
    import xgboost

    xgboost.Booster(model_file=source).save_model(target)


def train(target, size):
    import joblib
    import numpy
    from sklearn.ensemble import RandomForestRegressor

    random = numpy.random.default_rng(20)
    x = random.normal(size=(20_000, 20))
    y = x[:, 0] + random.normal(size=len(x))
    forest = RandomForestRegressor(n_estimators=1, max_features=1, random_state=20).fit(x, y)
    tree = forest.estimators_[0].tree_
    state = tree.__getstate__()
    forest.set_params(n_estimators=max(1, round(size / (state["nodes"].nbytes + state["values"].nbytes))))
    forest.fit(x, y)
    joblib.dump(forest, target)
    joblib.dump(forest, target.replace(".joblib", "_zlib.joblib"), compress=("zlib", 3))


if sys.argv[1] == "xgboost":
    convert(sys.argv[2], sys.argv[3])
else:
    train(sys.argv[2], int(sys.argv[3]))
