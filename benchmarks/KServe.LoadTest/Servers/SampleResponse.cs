namespace KServe.LoadTest.Servers;

/// <summary>An answer of this project, which the floor sends back byte for byte.</summary>
/// <param name="ContentType">The content type.</param>
/// <param name="Headers">Further headers that describe the body.</param>
/// <param name="Body">The body.</param>
internal sealed record SampleResponse(
    string ContentType,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    ReadOnlyMemory<byte> Body);
