using System.Net;
using KServe.ControlPlane.Tests.Support;

namespace KServe.ControlPlane.Tests.Serving;

/// <summary>Asks the PMML services of KServe's documentation as that documentation does: rows without names.</summary>
public sealed class PmmlTests
{
    private static readonly double[] Setosa = [-1.955078125, -1.3779296875, -0.7001953125, 0.943359375];

    [Theory]
    [InlineData("pmml.yaml", "pmml-demo")]
    [InlineData("pmml-v2.yaml", "pmml-iris")]
    public async Task Apply_PmmlSample_AnswersOverEveryProtocol(string sample, string model)
    {
        await using var server = await TestServer.StartAsync();
        var view = await server.ApplyAsync(Sample.Read(sample));
        Assert.True(view.IsReady, view.ToYaml());

        var (status, v1) = await server.PostAsync(
            $"/v1/models/{model}:predict",
            """{"instances":[[-1.955078125,-1.3779296875,-0.7001953125,0.943359375]]}""");
        Assert.True(status == HttpStatusCode.OK, v1.ToString());
        Assert.Equal("setosa", v1.GetProperty("predictions")[0].GetProperty("prediction").GetString());

        (status, var named) = await server.PostAsync(
            $"/v1/models/{model}:predict",
            """{"instances":[{"x0":-1.955078125,"x1":-1.3779296875,"x2":-0.7001953125,"x3":0.943359375}]}""");
        Assert.True(status == HttpStatusCode.OK, named.ToString());
        Assert.Equal(v1.GetProperty("predictions").ToString(), named.GetProperty("predictions").ToString());

        (status, var v2) = await server.PostAsync(
            $"/v2/models/{model}/infer",
            """
            {"inputs":[{"name":"input-0","shape":[2,4],"datatype":"FP32",
                        "data":[[-1.955078125,-1.3779296875,-0.7001953125,0.943359375],
                                [-1.955078125,-1.3779296875,-0.7001953125,0.943359375]]}]}
            """);
        Assert.True(status == HttpStatusCode.OK, v2.ToString());
        var species = v2.GetProperty("outputs")[0];
        Assert.Equal(("prediction", "BYTES"), (species.GetProperty("name").GetString(), species.GetProperty("datatype").GetString()));
        Assert.Equal("""["setosa","setosa"]""", species.GetProperty("data").ToString());

        using var grpc = await Rows.InferAsync(server, model, Setosa, "input-0");
        Assert.Equal(["setosa"], grpc.FindOutput("prediction")!.ToStrings());
        Assert.Equal(4, grpc.Outputs.Count);
    }
}
