using KServe.ControlPlane.Tests.Support;

namespace KServe.ControlPlane.Tests.Resources;

/// <summary>Holds what is said, and where, for what people get wrong.</summary>
public sealed class ErrorTests
{
    [Fact]
    public void Read_ManyErrors_AllAtOnceWithTheirPlaces()
    {
        const string Text = """
            apiVersion: serving.kserve.io/v1beta1
            kind: InferenceService
            metadata:
              name: Sklearn_Iris
            spec:
              predictor:
                minReplica: 1
                canaryTrafficPercent: 101
                timeout: "60"
                model:
                  modelFormat:
                    version: 1
                  storageURI: gs://bucket/model
                  storageUri: ftp://bucket/model
                logger:
                  mode: requests
                  url: message-dumper
            """;
        Assert.Equal(
            [
                "test.yaml:4:9: metadata.name: 'Sklearn_Iris' must consist of lower case letters, digits or '-', start "
                + "with a letter and end with a letter or digit, like 'my-name'",
                "test.yaml:7:5: spec.predictor.minReplica: unknown field 'minReplica'; did you mean 'minReplicas'?",
                "test.yaml:8:27: spec.predictor.canaryTrafficPercent: must be from 0 to 100; got 101",
                "test.yaml:9:14: spec.predictor.timeout: must be a whole number; got the text '60'",
                "test.yaml:12:9: spec.predictor.model.modelFormat.name: is required",
                "test.yaml:12:18: spec.predictor.model.modelFormat.version: must be a text: write \"1\" in quotes; got "
                + "the number 1",
                "test.yaml:13:7: spec.predictor.model.storageURI: unknown field 'storageURI'; did you mean 'storageUri'?",
                "test.yaml:14:19: spec.predictor.model.storageUri: must begin with one of gs://, s3://, https://, "
                + "http://, hf://, modelscope://, pvc://, oci://, oci+native://, oci+fetch://, file://, hdfs://, "
                + "webhdfs:// or be a local path; got 'ftp://bucket/model'",
                "test.yaml:16:13: spec.predictor.logger.mode: must be one of all, request, response; got the text "
                + "'requests'",
                "test.yaml:17:12: spec.predictor.logger.url: must be a URL that begins with http://, https://, file://, "
                + "s3://, gs://, abfs:// or abfss://; got 'message-dumper'",
            ],
            Texts.Errors(Text));
    }

    [Theory]
    [InlineData(
        "predictor: {}",
        "test.yaml:5:14: spec.predictor: exactly one of model, sklearn, xgboost, lightgbm, pmml, onnx, mlflow, "
        + "huggingface, pytorch, tensorflow, triton, paddle or containers must be specified; got none")]
    [InlineData(
        "predictor:\n  sklearn: {storageUri: a}\n  onnx: {storageUri: b}",
        "test.yaml:6:5: spec.predictor: exactly one of model, sklearn, xgboost, lightgbm, pmml, onnx, mlflow, "
        + "huggingface, pytorch, tensorflow, triton, paddle or containers must be specified; got sklearn and onnx")]
    [InlineData(
        "predictor:\n  sklearn:\n    name: x\n    storageUri: a",
        "test.yaml:7:13: spec.predictor.sklearn.name: the 'name' field is not allowed in a standard predictor")]
    [InlineData(
        "predictor:\n  minReplicas: 3\n  maxReplicas: 2\n  sklearn: {storageUri: a}",
        "test.yaml:6:18: spec.predictor.minReplicas: minReplicas (3) cannot be greater than maxReplicas (2)")]
    [InlineData(
        "predictor:\n  minReplicas: -1\n  sklearn: {storageUri: a}",
        "test.yaml:6:18: spec.predictor.minReplicas: must be from 0 to 2147483647; got -1")]
    [InlineData(
        "predictor:\n  sklearn: {storageUri: a, protocolVersion: v3}",
        "test.yaml:6:47: spec.predictor.sklearn.protocolVersion: must be one of v1, v2, grpc-v1, grpc-v2; got 'v3'")]
    [InlineData(
        "predictor:\n  sklearn: {storageUri: a}\ntransformer: {}",
        "test.yaml:7:16: spec.transformer.containers: exactly one container must be specified")]
    [InlineData(
        "predictor:\n  sklearn: {storageUri: a}\nexplainer: {minReplicas: 1}",
        "test.yaml:7:14: spec.explainer: exactly one of art, alibi, aix, aif or containers must be specified; got 0")]
    [InlineData(
        "predictor:\n  containers:\n  - name: kserve-container\n    env:\n    - {name: LD_PRELOAD, value: x}",
        "test.yaml:9:16: spec.predictor.containers[0].env[0].name: the variable 'LD_PRELOAD' is not allowed")]
    [InlineData(
        "predictor:\n  sklearn: {storageUri: a, env: [{name: PYTHONPATH, value: x}]}",
        "test.yaml:6:43: spec.predictor.sklearn.env[0].name: the variable 'PYTHONPATH' is not allowed")]
    [InlineData(
        "predictor:\n  containers:\n  - name: kserve-container\n    env:\n    - {name: A, value: yes}",
        "test.yaml:9:26: spec.predictor.containers[0].env[0].value: must be a text: write \"yes\" in quotes; got the "
        + "boolean yes")]
    [InlineData(
        "predictor:\n  sklearn: {storageUri: a, resources: {limits: {cpu: one}}}",
        "test.yaml:6:56: spec.predictor.sklearn.resources.limits.cpu: must be a quantity like 500m or 1Gi; got the text "
        + "'one'")]
    [InlineData("predictor: [1]", "test.yaml:5:14: spec.predictor: must be a mapping; got a list")]
    [InlineData(
        "predictor: {name: stable, sklearn: {storageUri: a}}\ncanary:\n- trafficPercent: 60\n  predictor: {sklearn: "
        + "{storageUri: a}}",
        "test.yaml:8:16: spec.canary[0].predictor.name: is required for a canary")]
    [InlineData(
        "predictor: {sklearn: {storageUri: a}}\ncanary:\n- trafficPercent: 60\n  predictor: {name: a, sklearn: "
        + "{storageUri: a}}\n- trafficPercent: 60\n  predictor: {name: b, sklearn: {storageUri: a}}",
        "test.yaml:7:3: spec.canary: the sum of trafficPercent must be at most 100; got 120")]
    public void Read_WrongService_SaysWhatAndWhere(string spec, string error) =>
        Assert.Equal([error], Texts.Errors(Texts.Service(spec)));

    [Theory]
    [InlineData("nodes: {start: {routerType: Sequence}}", "5:10: spec.nodes: a node with the name 'root' is required")]
    [InlineData(
        "nodes: {root: {routerType: Split}}",
        "5:30: spec.nodes.root.routerType: must be one of Sequence, Splitter, Ensemble, Switch; got the text 'Split'")]
    [InlineData(
        "nodes: {root: {routerType: Sequence, steps: [{name: a}]}}",
        "5:48: spec.nodes.root.steps[0]: exactly one of nodeName, serviceName, serviceUrl must be specified; got 0")]
    [InlineData(
        "nodes: {root: {routerType: Sequence, steps: [{nodeName: b}]}}",
        "5:59: spec.nodes.root.steps[0].nodeName: there is no node 'b'")]
    [InlineData(
        "nodes: {root: {routerType: Splitter, steps: [{serviceName: a, weight: 70}, {serviceName: b, weight: 20}]}}",
        "5:47: spec.nodes.root.steps: the weights of a Splitter must sum to 100; got 90")]
    [InlineData(
        "nodes: {root: {routerType: Ensemble, steps: [{serviceName: a, name: x}, {serviceName: b, name: x}]}}",
        "5:98: spec.nodes.root.steps[1].name: 'x' names two steps of this node")]
    public void Read_WrongGraph_SaysWhatAndWhere(string spec, string error)
    {
        var text = Texts.Service(spec)
            .Replace("v1beta1", "v1alpha1", StringComparison.Ordinal)
            .Replace("kind: InferenceService", "kind: InferenceGraph", StringComparison.Ordinal);
        Assert.Equal(["test.yaml:" + error], Texts.Errors(text));
    }

    [Theory]
    [InlineData("kind: X", "test.yaml:1:1: apiVersion: is required")]
    [InlineData(
        "apiVersion: serving.kserve.io/v1beta1\nkind: InferenceServise",
        "test.yaml:2:7: kind: unknown kind 'InferenceServise'; did you mean 'InferenceService'?")]
    [InlineData(
        "apiVersion: serving.kserve.io/v1alpha2\nkind: InferenceService",
        "test.yaml:1:13: apiVersion: InferenceService is read in serving.kserve.io/v1beta1; got version 'v1alpha2'")]
    public void Read_WrongKind_SaysWhatIsKnown(string text, string error) => Assert.Equal([error], Texts.Errors(text));

    [Fact]
    public void Read_SecondDocumentWrong_NothingIsTaken()
    {
        var set = Texts.Read(Sample.Read("sklearn.yaml") + "---\n" + Texts.Service("predictor: {}"));
        Assert.Empty(set.Resources);
        Assert.Equal(23, Assert.Single(set.Errors).Line);
    }
}
