using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using KServe.Load.Hosting;

namespace KServe.Load.Calls;

/// <summary>A V2 request whose tensor follows the JSON as bytes, both ways.</summary>
/// <param name="model">The model's name.</param>
/// <param name="payload">The values.</param>
public sealed class BinaryCall(string model, TensorPayload payload) : LoadCall("V2 binary")
{
    private const string LengthHeader = "Inference-Header-Content-Length";
    private readonly byte[] _json = Encoding.UTF8.GetBytes(
        $"{{\"parameters\":{{\"binary_data_output\":true}},\"inputs\":[{{\"name\":\"x\",\"shape\":[1,{payload.Length}],"
        + $"\"datatype\":\"FP32\",\"parameters\":{{\"binary_data_size\":{payload.Raw.Length}}}}}]}}");

    /// <inheritdoc/>
    public override HttpRequestMessage CreateRequest(ServerAddresses server)
    {
        ArgumentNullException.ThrowIfNull(server);
        var content = new ByteArrayContent([.. _json, .. payload.Raw]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.Add(LengthHeader, _json.Length.ToString(CultureInfo.InvariantCulture));
        return new HttpRequestMessage(HttpMethod.Post, new Uri(server.Http, $"/v2/models/{model}/infer"))
        {
            Content = content,
        };
    }

    /// <inheritdoc/>
    public override string? FindError(HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response.StatusCode != HttpStatusCode.OK
            ? $"{Name}: status {(int)response.StatusCode}: {Encoding.UTF8.GetString(body)}"
            : body.EndsWith(payload.Raw) ? null : $"{Name}: the answer differs from what was sent";
    }
}
