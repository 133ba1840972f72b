using System.Text.Json;
using System.Text.Unicode;

namespace KServe.Protocol;

/// <summary>Finds BYTES elements that are JSON and go into a V1 body as they are.</summary>
internal static class EmbeddedJson
{
    private const string ContentType = "content_type";
    private const string Json = "application/json";

    /// <summary>Tells whether a tensor says of its elements that they are JSON.</summary>
    public static bool IsDeclared(InferTensor tensor) =>
        tensor.HasParameters
        && tensor.Parameters.TryGet(ContentType, out var parameter)
        && parameter.TryGetString(out var value)
        && string.Equals(value, Json, StringComparison.OrdinalIgnoreCase);

    /// <summary>Tells whether bytes are one JSON value: what a model says of them is not enough.</summary>
    public static bool IsValue(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            return false;
        }

        var reader = new Utf8JsonReader(utf8);
        try
        {
            while (reader.Read())
            {
                // Whatever is read is what is looked for: an end without a failure.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
