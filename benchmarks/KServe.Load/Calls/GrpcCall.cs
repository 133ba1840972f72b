using System.Net;
using System.Net.Http.Headers;
using KServe.Load.Hosting;

namespace KServe.Load.Calls;

/// <summary>A gRPC request with raw contents, framed by hand.</summary>
/// <param name="model">The model's name.</param>
/// <param name="payload">The values.</param>
public sealed class GrpcCall(string model, TensorPayload payload) : LoadCall("V2 gRPC")
{
    /// <summary>The path of the RPC.</summary>
    public const string Path = "/inference.GRPCInferenceService/ModelInfer";

    private readonly byte[] _frame = new ProtoBytes()
        .Text(1, model)
        .Message(5, new ProtoBytes().Text(1, "x").Text(2, "FP32").Packed(3, 1, payload.Length))
        .Bytes(7, payload.Raw)
        .ToFrame();

    /// <inheritdoc/>
    public override HttpRequestMessage CreateRequest(ServerAddresses server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return CreateRequest(server.Grpc, Path, _frame);
    }

    /// <summary>Makes a gRPC request of any body.</summary>
    /// <param name="server">The address.</param>
    /// <param name="path">The path of the RPC.</param>
    /// <param name="body">The frames.</param>
    /// <returns>A new message.</returns>
    public static HttpRequestMessage CreateRequest(Uri server, string path, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, path))
        {
            Content = content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        return request;
    }

    /// <summary>Reads the status from the trailers, or from the headers of an answer without a body.</summary>
    /// <param name="response">The answer, whose body has been read.</param>
    /// <param name="name">The trailer's name.</param>
    /// <returns>The value; empty when there is none.</returns>
    public static string ReadTrailer(HttpResponseMessage response, string name)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response.TrailingHeaders.TryGetValues(name, out var values)
            || response.Headers.TryGetValues(name, out values)
            ? string.Join(',', values)
            : "";
    }

    /// <inheritdoc/>
    public override string? FindError(HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(response);
        var status = ReadTrailer(response, "grpc-status");
        return status != "0"
            ? $"{Name}: status '{status}': {ReadTrailer(response, "grpc-message")}"
            : body.IndexOf(payload.Raw) < 0 ? $"{Name}: the answer differs from what was sent" : null;
    }
}
