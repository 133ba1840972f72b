using KServe.ControlPlane.Tests.Support;

namespace KServe.ControlPlane.Tests.Resources;

public sealed class ResourceReaderTests
{
    [Fact]
    public void Read_FieldsOfClusters_AreAcceptedAndSaidOnce()
    {
        const string Spec = """
            predictor:
              tolerations: [{key: a, operator: Exists}]
              nodeSelector: {disk: ssd}
              serviceAccountName: sa
              minReplicas: 1
              volumes: [{name: v, emptyDir: {}}]
              sklearn:
                storageUri: a
                resources: {limits: {cpu: 1}}
                readinessProbe: {httpGet: {path: /}}
            """;
        var set = Texts.Read(Texts.Service(Spec));
        Assert.Empty(set.Errors);
        Assert.Equal(
            [
                "spec.predictor.tolerations: placement belongs to a cluster",
                "spec.predictor.nodeSelector: placement belongs to a cluster",
                "spec.predictor.serviceAccountName: the process has an identity of its own",
                "spec.predictor.minReplicas: one process is one replica",
                "spec.predictor.volumes: a process has no pod",
                "spec.predictor.sklearn.resources: a process has no quota",
                "spec.predictor.sklearn.readinessProbe: the server has health of its own",
            ],
            set.Resources[0].Notices);
    }

    [Fact]
    public void Read_ListAndOtherKinds_TakesWhatIsOurs()
    {
        const string Text = """
            apiVersion: v1
            kind: Secret
            metadata: {name: s}
            ---
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: serving.kserve.io/v1beta1, kind: InferenceService, metadata: {name: a, namespace: x}, spec: {predictor: {sklearn: {storageUri: m}}}}
            - {apiVersion: serving.kserve.io/v1beta1, kind: InferenceService, metadata: {name: b}, spec: {predictor: {onnx: {storageUri: m}}}}
            """;
        var set = Texts.Read(Text);
        Assert.Empty(set.Errors);
        Assert.Equal(
            ["InferenceService x/a", "InferenceService default/b"],
            set.Resources.Select(static resource => resource.Key.ToString()));
        Assert.Equal(["Secret s of v1 is no resource of KServe"], set.Skipped);
    }

    [Fact]
    public void Read_Json_IsYamlToo()
    {
        const string Text = """
            {"apiVersion":"serving.kserve.io/v1beta1","kind":"InferenceService","metadata":{"name":"iris"},
             "spec":{"predictor":{"sklearn":{"storageUri":"a","env":[{"name":"A","value":"1"}]}}}}
            """;
        Assert.Empty(Texts.Errors(Text));
    }

    [Fact]
    public void Read_WhatAClusterShows_ReadsBack()
    {
        const string Text = """
            apiVersion: serving.kserve.io/v1beta1
            kind: InferenceService
            metadata:
              name: iris
              creationTimestamp: null
              generation: 2
              resourceVersion: "12"
              managedFields: [{manager: kubectl}]
            spec:
              predictor: {sklearn: {storageUri: a, name: }}
            status: {conditions: [{type: Ready, status: "True"}]}
            """;
        Assert.Empty(Texts.Errors(Text));
    }

    [Fact]
    public void Read_SchemeThatTheHostKnows_IsAllowed() =>
        Assert.Empty(Texts.Read(Texts.Service("predictor: {sklearn: {storageUri: 'blob://a/b'}}"), "blob").Errors);

    [Fact]
    public void Read_SameResourceTwice_IsAnError() => Assert.Contains(
        "InferenceService default/sklearn-iris stands here twice",
        Assert.Single(Texts.Errors(Sample.Read("sklearn.yaml") + "---\n" + Sample.Read("sklearn.yaml"))),
        StringComparison.Ordinal);
}
