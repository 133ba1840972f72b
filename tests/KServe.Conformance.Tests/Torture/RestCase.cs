using System.Text;

namespace KServe.Conformance.Tests.Torture;

/// <summary>One row of the torture list over HTTP.</summary>
/// <param name="Name">The row's id and what is sent.</param>
/// <param name="Body">The body.</param>
internal sealed record RestCase(string Name, byte[] Body)
{
    /// <summary>The path of the model that returns its inputs.</summary>
    public const string Identity = "/v2/models/identity/infer";

    /// <summary>The path of the model with three required inputs and one optional.</summary>
    public const string Multi3 = "/v2/models/multi3/infer";

    public RestCase(string name, string body)
        : this(name, Encoding.UTF8.GetBytes(body))
    {
    }

    public HttpMethod Method { get; init; } = HttpMethod.Post;

    public string Path { get; init; } = Identity;

    public string? ContentType { get; init; } = "application/json";

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Gets the statuses that are right.</summary>
    public IReadOnlyList<int> Allowed { get; init; } = [400];

    /// <summary>Gets what the error has to name.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Gets what has to be in the body of a 200.</summary>
    public string Contains { get; init; } = "";

    /// <summary>Creates a request with one input to the identity model.</summary>
    public static RestCase Input(string name, string shape, string datatype, string data) => new(
        name, $$"""{"inputs":[{"name":"x","shape":{{shape}},"datatype":{{datatype}},"data":{{data}}}]}""");

    /// <summary>Creates a request with bytes behind the JSON.</summary>
    public static RestCase Binary(string name, string json, params byte[] tail) => new(
        name, [.. Encoding.UTF8.GetBytes(json), .. tail])
    {
        ContentType = "application/octet-stream",
        Headers = [new("Inference-Header-Content-Length", $"{Encoding.UTF8.GetByteCount(json)}")],
    };
}
