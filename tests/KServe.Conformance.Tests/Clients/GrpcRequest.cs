using System.Text.Json.Nodes;

namespace KServe.Conformance.Tests.Clients;

/// <summary>One call for the node client to make.</summary>
internal sealed record GrpcRequest(string Rpc)
{
    /// <summary>Gets whose proto file is used: <c>oip</c>, <c>kserve</c> or <c>health</c>.</summary>
    public string Shape { get; init; } = "oip";

    public JsonNode? Message { get; init; }

    /// <summary>Gets the messages of a call that streams them.</summary>
    public JsonArray? Messages { get; init; }

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    public int? DeadlineMs { get; init; }

    public bool Gzip { get; init; }

    public int? MaxReceive { get; init; }

    /// <summary>Gets the certificate to trust; TLS is used when there is one.</summary>
    public string? Ca { get; init; }

    /// <summary>Gets whether the stream of requests stays open after the messages.</summary>
    public bool KeepOpen { get; init; }

    /// <summary>Gets after how many responses the client gives up.</summary>
    public int? CancelAfter { get; init; }

    public JsonObject ToJson(int id, Uri server)
    {
        JsonObject metadata = [];
        foreach (var (name, value) in Metadata)
        {
            metadata[name] = value;
        }

        JsonObject json = new()
        {
            ["id"] = id,
            ["shape"] = Shape,
            ["rpc"] = Rpc,
            ["target"] = Ca is null ? $"{server.Host}:{server.Port}" : $"localhost:{server.Port}",
            ["request"] = Message?.DeepClone(),
            ["requests"] = Messages?.DeepClone(),
            ["metadata"] = metadata,
            ["gzip"] = Gzip,
            ["keepOpen"] = KeepOpen,
        };
        Set(json, "deadlineMs", DeadlineMs);
        Set(json, "maxReceive", MaxReceive);
        Set(json, "cancelAfter", CancelAfter);
        if (Ca is not null)
        {
            json["ca"] = Ca;
        }

        return json;
    }

    private static void Set(JsonObject json, string name, int? value)
    {
        if (value is { } number)
        {
            json[name] = number;
        }
    }
}
