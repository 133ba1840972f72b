"""FastAPI on uvicorn, written as one writes it when it has to be fast.

    server.py MODEL.joblib [--json-alone] [--library NAME]
    server.py --versions

Handlers are coroutines that read the body and return a finished response: no pydantic, no thread pool, none of
FastAPI's encoders. One worker, uvloop, httptools, no access log. Prints "READY address" and ends when its standard
input ends.
"""
import argparse
import gc
import platform
import socket
import sys
import threading

try:
    import fastapi
    import httptools
    import joblib
    import numpy
    import sklearn
    import uvicorn
    import uvloop
except ImportError as missing:
    print(f"missing {missing.name}", flush=True)
    sys.exit(0)


def choose_json(name):
    """The fastest library that is installed, unless one is asked for: its name, how to read, how to write."""
    if name in (None, "orjson"):
        try:
            import orjson
            return f"orjson {orjson.__version__}", orjson.loads, orjson.dumps
        except ImportError:
            pass
    if name in (None, "ujson"):
        try:
            import ujson
            return f"ujson {ujson.__version__}", ujson.loads, lambda value: ujson.dumps(value).encode()
        except ImportError:
            pass
    if name in (None, "json"):
        import json
        # json.dumps with separators would make such an encoder for every call.
        encode = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
        return "Python's own json", json.loads, lambda value: encode(value).encode()
    raise SystemExit(f"there is no JSON library '{name}'")


def with_estimator(model):
    """scikit-learn predicts, as in KServe's server for it."""
    def predict(instances):
        return model.predict(numpy.array(instances)).tolist()
    return predict


def with_dot(model):
    """The same scaler and logistic regression as one product of numpy: little more than JSON is left."""
    scaler, regression = model.steps[0][1], model.steps[1][1]
    slopes = regression.coef_ / scaler.scale_
    bias = (regression.intercept_ - slopes @ scaler.mean_).astype(numpy.float32)
    weights = numpy.ascontiguousarray(slopes.T, dtype=numpy.float32)
    classes = regression.classes_

    def predict(instances):
        scores = numpy.array(instances, dtype=numpy.float32) @ weights + bias
        return classes[scores.argmax(axis=1)].tolist()
    return predict


def identity(tensor):
    """The data as FP32, as a model gets it, and back."""
    return numpy.array(tensor["data"], dtype=numpy.float32).reshape(tensor["shape"]).ravel().tolist()


def echo(tensor):
    """The numbers as JSON gave them, without a tensor."""
    return tensor["data"]


def create(predict_iris, compute, loads, dumps):
    # The routes of the API's description would only be more routes to try.
    app = fastapi.FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    predictors = {"iris": predict_iris}
    computations = {"identity": compute}

    @app.post("/v1/models/{model}:predict")
    async def predict(request: fastapi.Request):
        predictor = predictors[request.path_params["model"]]
        payload = loads(await request.body())
        return answer({"predictions": predictor(payload["instances"])})

    @app.post("/v2/models/{model}/infer")
    async def infer(request: fastapi.Request):
        name = request.path_params["model"]
        computation = computations[name]
        payload = loads(await request.body())
        response = {"model_name": name, "model_version": "1"}
        if "id" in payload:
            response["id"] = payload["id"]
        response["outputs"] = [{
            "name": tensor["name"],
            "shape": tensor["shape"],
            "datatype": tensor["datatype"],
            "data": computation(tensor),
        } for tensor in payload["inputs"]]
        return answer(response)

    def answer(value):
        return fastapi.Response(dumps(value), media_type="application/json")

    return app


def serve(app):
    server = uvicorn.Server(uvicorn.Config(
        app, loop="uvloop", http="httptools", ws="none", lifespan="off", log_level="warning", access_log=False,
        timeout_keep_alive=120, backlog=4096))
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(4096)

    def stop_with_input():
        sys.stdin.read()
        server.should_exit = server.force_exit = True

    threading.Thread(target=stop_with_input, daemon=True).start()
    # What lives as long as the process need not be looked through by every collection.
    gc.collect()
    gc.freeze()
    print(f"READY http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    server.run(sockets=[listener])


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("model", nargs="?")
    arguments.add_argument("--json-alone", action="store_true")
    arguments.add_argument("--library")
    arguments.add_argument("--versions", action="store_true")
    arguments = arguments.parse_args()
    library, loads, dumps = choose_json(arguments.library)
    if arguments.versions:
        print(f"FastAPI {fastapi.__version__}, uvicorn {uvicorn.__version__}, uvloop {uvloop.__version__}, "
              f"httptools {httptools.__version__}, {library}, numpy {numpy.__version__}, "
              f"scikit-learn {sklearn.__version__}, Python {platform.python_version()}")
        return
    sklearn.set_config(assume_finite=True)
    model = joblib.load(arguments.model)
    if arguments.json_alone:
        app = create(with_dot(model), echo, loads, dumps)
    else:
        app = create(with_estimator(model), identity, loads, dumps)
    serve(app)


main()
