using System.Net;
using System.Text.Json;
using KServe.Protocol;
using KServe.Protocol.Grpc;

namespace KServe.ControlPlane.Tests.Support;

/// <summary>Asks a model for one row over each protocol and brings the first output's numbers back.</summary>
internal static class Rows
{
    public static async Task<double[]> V1Async(TestServer server, string model, double[] row)
    {
        var (status, body) = await server.PostAsync(
            $"/v1/models/{model}:predict", JsonSerializer.Serialize(new { instances = new[] { row } }));
        Assert.True(status == HttpStatusCode.OK, body.ToString());
        return Flatten(body.GetProperty("predictions")[0]);
    }

    public static async Task<double[]> V2Async(TestServer server, string model, double[] row)
    {
        var request = new
        {
            inputs = new[] { new { name = "X", datatype = "FP32", shape = new[] { 1, row.Length }, data = row } },
        };
        var (status, body) = await server.PostAsync($"/v2/models/{model}/infer", JsonSerializer.Serialize(request));
        Assert.True(status == HttpStatusCode.OK, body.ToString());
        return Flatten(body.GetProperty("outputs")[0].GetProperty("data"));
    }

    public static async Task<double[]> GrpcAsync(TestServer server, string model, double[] row)
    {
        using var response = await InferAsync(server, model, row);
        var output = response.Outputs[0];
        return output.DataType switch
        {
            TensorDataType.FP32 => [.. output.AsSpan<float>().ToArray().Select(static value => (double)value)],
            TensorDataType.FP64 => output.AsSpan<double>().ToArray(),
            TensorDataType.INT32 => [.. output.AsSpan<int>().ToArray().Select(static value => (double)value)],
            _ => [.. output.AsSpan<long>().ToArray().Select(static value => (double)value)],
        };
    }

    /// <summary>Sends a row over gRPC and brings the whole answer back.</summary>
    public static Task<InferResponse> InferAsync(TestServer server, string model, double[] row, string input = "X") =>
        InferAsync(server, model, InferTensor.Create<float>(
            input, [1, row.Length], [.. row.Select(static value => (float)value)]));

    /// <summary>Sends a text over gRPC and brings the whole answer back.</summary>
    public static async Task<InferResponse> InferTextAsync(TestServer server, string model, string text) =>
        await InferAsync(server, model, BytesTensor.Rent(new TensorPool(), "text", [1], text));

    private static async Task<InferResponse> InferAsync(TestServer server, string model, InferTensor input)
    {
        using var content = new ByteArrayContent(Encode(model, input));
        content.Headers.Add("Content-Type", "application/grpc");
        using var call = new HttpRequestMessage(HttpMethod.Post, "/inference.GRPCInferenceService/ModelInfer")
        {
            Content = content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        call.Headers.Add("TE", "trailers");
        using var answer = await server.Grpc.SendAsync(call, TestContext.Current.CancellationToken);
        var frame = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal("0", answer.TrailingHeaders.GetValues("grpc-status").Single());
        return GrpcInferenceCodec.ReadModelInferResponse(
            frame.AsMemory(GrpcFrame.HeaderLength), new TensorPool(), ProtocolLimits.Default, new NameCache());
    }

    private static byte[] Encode(string model, InferTensor input)
    {
        using var request = new InferRequest(model);
        request.Inputs.Add(input);
        using var message = GrpcInferenceCodec.EncodeModelInferRequest(request);
        using var frame = new PooledBufferWriter();
        GrpcFrame.WriteHeader(frame.GetSpan(GrpcFrame.HeaderLength), isCompressed: false, (uint)message.Length);
        frame.Advance(GrpcFrame.HeaderLength);
        message.WriteTo(frame);
        return frame.WrittenSpan.ToArray();
    }

    private static double[] Flatten(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => [.. element.EnumerateArray().SelectMany(Flatten)],
        JsonValueKind.Object => Flatten(element.EnumerateObject().First().Value),
        _ => [element.GetDouble()],
    };
}
