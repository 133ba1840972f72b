using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore;

/// <summary>Reads the header that splits a body into JSON and binary tensors.</summary>
internal static class InferenceHeader
{
    public const string Name = "Inference-Header-Content-Length";

    /// <summary>Reads the JSON's length in bytes, or null when the header is absent.</summary>
    public static int? Read(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(Name, out var values) || values.Count == 0)
        {
            return null;
        }

        return values.Count == 1
            && int.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : throw InferenceException.InvalidArgument($"{Name}: one number of bytes was expected.");
    }
}
