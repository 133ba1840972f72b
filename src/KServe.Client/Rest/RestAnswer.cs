using System.Globalization;

namespace KServe.Client;

/// <summary>Holds a successful answer of REST; whoever keeps views of its body takes it over.</summary>
internal sealed class RestAnswer(ResponseBody body, HttpResponseMessage response)
{
    public ResponseBody Body { get; } = body;

    public HttpResponseMessage Response { get; } = response;

    /// <summary>Gets or sets whether the body belongs to what was made of it.</summary>
    public bool IsKept { get; set; }

    /// <summary>Gets the bytes of JSON; null when the whole body is JSON.</summary>
    public int? GetJsonLength()
    {
        if (!Response.Headers.TryGetValues("Inference-Header-Content-Length", out var values)
            && !Response.Content.Headers.TryGetValues("Inference-Header-Content-Length", out values))
        {
            return null;
        }

        return int.TryParse(string.Join(',', values), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : throw InferenceException.InvalidArgument("Inference-Header-Content-Length: one number was expected");
    }
}
