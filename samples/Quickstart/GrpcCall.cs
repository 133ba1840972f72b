using System.Net;
using KServe;
using KServe.Protocol;
using KServe.Protocol.Grpc;

namespace Quickstart;

/// <summary>Calls a model over gRPC: the package's codec in the direction of a client, and an HTTP/2 client.</summary>
internal static class GrpcCall
{
    public static async Task<Answer> InferAsync(HttpClient client, Uri server, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(Encode());
        content.Headers.Add("Content-Type", "application/grpc");
        using var call = new HttpRequestMessage(
            HttpMethod.Post, new Uri(server, "/inference.GRPCInferenceService/ModelInfer"))
        {
            Content = content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        call.Headers.Add("TE", "trailers");

        using var answer = await client.SendAsync(call, cancellationToken);
        var frame = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        var status = Find(answer, "grpc-status") ?? "none";
        var text = status == "0" ? Decode(frame) : $"status {status}: {Find(answer, "grpc-message")}";
        return new Answer("gRPC", "iris", "another flower", text, status == "0");
    }

    private static byte[] Encode()
    {
        using var request = new InferRequest("iris");
        request.Inputs.Add(InferTensor.Create<float>("X", [1, 4], 6.7f, 3.1f, 5.6f, 2.4f));
        using var message = GrpcInferenceCodec.EncodeModelInferRequest(request);

        // Each message travels behind five bytes: not compressed, and its length.
        using var frame = new PooledBufferWriter();
        GrpcFrame.WriteHeader(frame.GetSpan(GrpcFrame.HeaderLength), isCompressed: false, (uint)message.Length);
        frame.Advance(GrpcFrame.HeaderLength);
        message.WriteTo(frame);
        return frame.WrittenSpan.ToArray();
    }

    private static string Decode(byte[] frame)
    {
        using var response = GrpcInferenceCodec.ReadModelInferResponse(
            frame.AsMemory(GrpcFrame.HeaderLength), new TensorPool(), ProtocolLimits.Default, new NameCache());
        return string.Join('\n', response.Outputs.Select(static output => output.DataType == TensorDataType.FP32
            ? HttpCalls.Describe(output.Name, output.AsSpan<float>().ToArray())
            : HttpCalls.Describe(output.Name, output.AsSpan<long>().ToArray().Select(static value => (float)value))));
    }

    // An error without a message has its status among the headers.
    private static string? Find(HttpResponseMessage answer, string name) =>
        answer.TrailingHeaders.TryGetValues(name, out var values) || answer.Headers.TryGetValues(name, out values)
            ? values.First()
            : null;
}
