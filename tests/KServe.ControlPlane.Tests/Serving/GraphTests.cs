using System.Net;
using KServe.ControlPlane.Tests.Support;

namespace KServe.ControlPlane.Tests.Serving;

public sealed class GraphTests
{
    private static readonly double[] Row = [6.5018, -1.6848, -2.0082, -3.6491, -3.9398, 7.1508];

    [Fact]
    public async Task Apply_GraphSample_AnswersAsItsLastStep()
    {
        await using var server = await TestServer.StartAsync();
        var view = await server.ApplyAsync(Sample.Read("graph.yaml"));
        Assert.True(view.IsReady, view.ToYaml());
        Assert.Equal(
            await Rows.V1Async(server, "xgboost-iris", Row), await Rows.V1Async(server, "model-chainer", Row), new Near());
        Assert.Equal(
            await Rows.V2Async(server, "xgboost-iris", Row), await Rows.V2Async(server, "model-chainer", Row), new Near());
        Assert.Equal(
            await Rows.GrpcAsync(server, "xgboost-iris", Row),
            await Rows.GrpcAsync(server, "model-chainer", Row),
            new Near());
    }

    [Fact]
    public async Task Apply_GraphWithAPlaceholderForItsHost_SaysWhichStep()
    {
        await using var server = await TestServer.StartAsync();
        var view = await server.ApplyAsync("""
            apiVersion: serving.kserve.io/v1alpha1
            kind: InferenceGraph
            metadata: {name: switch}
            spec:
              nodes:
                root:
                  routerType: Sequence
                  steps: [{serviceUrl: "http://single-1.default.{$your-domain}/switch"}]
            """);
        Assert.Equal("InvalidGraph", view.Ready!.Reason);
        Assert.Contains("an absolute http or https URL was expected", view.Ready.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_ServiceOfAGraph_GraphSaysSo()
    {
        await using var server = await TestServer.StartAsync();
        await server.ApplyAsync(Sample.Read("graph.yaml"));
        server.Controller.Delete(new ResourceKey("InferenceGraph", "default", "model-chainer"));
        server.Controller.Delete(new ResourceKey("InferenceService", "default", "xgboost-iris"));
        Assert.Null(server.Controller.Get(new ResourceKey("InferenceGraph", "default", "model-chainer")));
        Assert.Single(server.Controller.List());
    }

    [Fact]
    public async Task Export_CodeAndResources_ReadsBack()
    {
        await using var server = await TestServer.StartAsync(static kserve =>
            Microsoft.Extensions.DependencyInjection.KServeBuilderExtensions.AddModel(
                kserve,
                "My_Model",
                Path.Combine(TestServer.ModelsFolder, "sklearn"),
                static model => model.UseBatching(static batching => batching.MaxBatchSize = 8)));
        await server.ApplyAsync(Sample.Read("graph.yaml"));
        var yaml = server.Controller.Export();
        var set = Texts.Read(yaml);
        Assert.Empty(set.Errors);
        Assert.Equal(4, set.Resources.Count);
        Assert.Contains("name: my-model", yaml, StringComparison.Ordinal);
        Assert.Contains("--model_name=My_Model", yaml, StringComparison.Ordinal);
        Assert.Contains("maxBatchSize: 8", yaml, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("/v2/models/My_Model/infer", V2Row)).Status);
    }

    private const string V2Row =
        """{"inputs":[{"name":"X","datatype":"FP32","shape":[1,6],"data":[1,2,3,4,5,6]}]}""";
}
