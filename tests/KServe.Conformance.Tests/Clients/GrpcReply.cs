using System.Text.Json;

namespace KServe.Conformance.Tests.Clients;

/// <summary>One answer as grpc-js saw it.</summary>
internal sealed class GrpcReply(JsonElement json)
{
    public GrpcCode Code => (GrpcCode)json.GetProperty("code").GetInt32();

    public string Details => json.GetProperty("details").GetString() ?? "";

    public JsonElement Metadata => json.GetProperty("metadata");

    public JsonElement Trailers => json.GetProperty("trailers");

    public JsonElement Response => json.GetProperty("response");

    public IReadOnlyList<JsonElement> Responses => [.. json.GetProperty("responses").EnumerateArray()];

    public override string ToString() => json.ToString();
}
