using System.Text;
using System.Text.Json;
using Google.Protobuf;
using KServe.AspNetCore.Tests.Grpc;
using KServe.Protocol.Tests.Grpc.Generated;
using KServe.Transformers.Tests.Images;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace KServe.Transformers.Tests.Server;

/// <summary>Sends pictures and rows to a server, as users do.</summary>
public sealed class TransformerServerTests
{
    private static readonly byte[] Jpeg = GoldenFiles.Read("jpeg", "420.jpg");

    private static string Base64 => Convert.ToBase64String(Jpeg);

    [Fact]
    public async Task V1_Image_IsClassified()
    {
        await using var server = await KServeServer.StartAsync(AddClassifier);
        var (_, bare) = await server.PostAsync(
            "/v1/models/m:predict", $$"""{"instances":[{"b64":"{{Base64}}"}]}""");
        var (_, named) = await server.PostAsync(
            "/v1/models/m:predict", $$$"""{"instances":[{"image":{"b64":"{{{Base64}}}"}}]}""");
        Assert.Equal(bare, named);
        var prediction = JsonDocument.Parse(bare).RootElement.GetProperty("predictions")[0];
        Assert.Equal("red", prediction.GetProperty("labels")[0].GetString());
    }

    [Fact]
    public async Task V2_ImageInBase64OrBinary_IsClassified()
    {
        await using var server = await KServeServer.StartAsync(AddClassifier);
        var (_, text) = await server.PostAsync(
            "/v2/models/m/infer",
            $$$"""{"inputs":[{"name":"image","shape":[1,1],"datatype":"BYTES","data":["{{{Base64}}}"]}]}""");
        var size = Jpeg.Length + 4;
        var header = Encoding.UTF8.GetBytes(
            "{\"inputs\":[{\"name\":\"image\",\"shape\":[1],\"datatype\":\"BYTES\",\"parameters\":"
            + $"{{\"binary_data_size\":{size}}}}}]}}");
        using var content = new ByteArrayContent([.. header, .. BitConverter.GetBytes(Jpeg.Length), .. Jpeg]);
        content.Headers.Add("Inference-Header-Content-Length", $"{header.Length}");
        using var response = await server.PostAsync("/v2/models/m/infer", content);
        var binary = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(text, binary);
        Assert.Contains("\"red\"", text, StringComparison.Ordinal);
        var (_, metadata) = await server.GetAsync("/v2/models/m");
        Assert.Contains("""{"name":"image","datatype":"BYTES","shape":[-1]}""", metadata, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Grpc_Image_IsClassified()
    {
        await using var server = await GrpcServer.StartAsync(AddClassifier);
        var request = new ModelInferRequest
        {
            ModelName = "m",
            Inputs =
            {
                new ModelInferRequest.Types.InferInputTensor { Name = "image", Datatype = "BYTES", Shape = { 1 } },
            },
            RawInputContents = { ByteString.CopyFrom([.. BitConverter.GetBytes(Jpeg.Length), .. Jpeg]) },
        };
        var reply = await server.Client.CallAsync("ModelInfer", request);
        var response = reply.Read(ModelInferResponse.Parser);
        Assert.Equal(["labels", "scores", "indices"], response.Outputs.Select(static output => output.Name));
        Assert.Equal("red", response.RawOutputContents[0].ToStringUtf8()[4..7]);
    }

    [Fact]
    public async Task V1_BrokenImage_IsTheClientsError()
    {
        await using var server = await KServeServer.StartAsync(AddClassifier);
        var cut = Convert.ToBase64String(Jpeg.AsSpan(0, 300));
        var (status, body) = await server.PostAsync(
            "/v1/models/m:predict", $$"""{"instances":[{"b64":"{{cut}}"}]}""");
        Assert.Equal(400, (int)status);
        Assert.Equal("""{"error":"input 'image': element 0: the JPEG data end early"}""", body);
    }

    [Fact]
    public async Task V1_Rows_AreMappedByTransformersFromConfiguration()
    {
        await using var server = await KServeServer.StartAsync(
            static models => models
                .AddTableTransformer("columns")
                .AddPredictor("m", static _ => new FunctionPredictor(Loading.Takes("x", TensorDataType.FP32, [-1, 2]), Sum),
                    static model => model.UseTransformer("columns")),
            host: static host => host.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["KServe:Transformers:columns:Output"] = "x",
                ["KServe:Transformers:columns:Columns:0:Name"] = "age",
                ["KServe:Transformers:columns:Columns:0:Mean"] = "10",
                ["KServe:Transformers:columns:Columns:1:Name"] = "sex",
                ["KServe:Transformers:columns:Columns:1:Categories:0"] = "f",
                ["KServe:Transformers:columns:Columns:1:Categories:1"] = "m",
                ["KServe:Transformers:columns:Columns:1:Default"] = "m",
            }));
        var (_, body) = await server.PostAsync(
            "/v1/models/m:predict", """{"instances":[{"age":12,"sex":"f"},{"age":13,"sex":null}]}""");
        Assert.Equal("""{"predictions":[2.0,4.0]}""", body);
    }

    /// <summary>Adds a model that finds every picture red.</summary>
    private static void AddClassifier(IKServeBuilder models) => models.AddPredictor(
        "m",
        static _ => new FunctionPredictor(Loading.Takes("pixels", TensorDataType.FP32, [-1, 3, 8, 8]), Average),
        static model => model
            .UseImages(static options => options.Fit = ImageFit.CenterCrop)
            .UseClasses(static options =>
            {
                options.Top = 2;
                foreach (var label in (string[])["green", "red", "blue"])
                {
                    options.Labels.Add(label);
                }
            }));

    private static InferResponse Average(InferRequest request)
    {
        var pixels = request.GetInput("pixels").AsSpan<float>();
        float[] sums = [0, 1 + pixels[0], 0];
        return new InferResponse(InferTensor.Create("y", [1, 3], (ReadOnlySpan<float>)sums));
    }

    private static InferResponse Sum(InferRequest request)
    {
        var rows = request.GetInput("x").AsSpan<float>();
        return new InferResponse(InferTensor.Create("y", [2], rows[0] + rows[1], rows[2] + rows[3]));
    }
}
