using System.Net;
using System.Net.Http.Headers;
using System.Text;
using KServe.Load.Hosting;

namespace KServe.Load.Calls;

/// <summary>A request in JSON, of V1 or V2.</summary>
public sealed class JsonCall : LoadCall
{
    private readonly string _path;
    private readonly byte[] _body;
    private readonly byte[] _expected;

    private JsonCall(string name, string path, string body, string expected)
        : base(name)
    {
        _path = path;
        _body = Encoding.UTF8.GetBytes(body);
        _expected = Encoding.UTF8.GetBytes(expected);
    }

    /// <summary>Creates a V1 request to a model that returns its input.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="payload">The values.</param>
    /// <returns>The call.</returns>
    public static JsonCall V1(string model, TensorPayload payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return new JsonCall(
            "V1 JSON",
            $"/v1/models/{model}:predict",
            $"{{\"instances\":[[{payload.Json}]]}}",
            $"{{\"predictions\":[[{payload.Json}]]}}");
    }

    /// <summary>Creates a V2 request to a model that returns its input.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="payload">The values.</param>
    /// <returns>The call.</returns>
    public static JsonCall V2(string model, TensorPayload payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return new JsonCall(
            "V2 JSON",
            $"/v2/models/{model}/infer",
            $"{{\"inputs\":[{{\"name\":\"x\",\"shape\":[1,{payload.Length}],\"datatype\":\"FP32\","
                + $"\"data\":[{payload.Json}]}}]}}",
            $"\"data\":[{payload.Json}]");
    }

    /// <inheritdoc/>
    public override HttpRequestMessage CreateRequest(ServerAddresses server)
    {
        ArgumentNullException.ThrowIfNull(server);
        var content = new ByteArrayContent(_body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new HttpRequestMessage(HttpMethod.Post, new Uri(server.Http, _path)) { Content = content };
    }

    /// <inheritdoc/>
    public override string? FindError(HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response.StatusCode != HttpStatusCode.OK
            ? $"{Name}: status {(int)response.StatusCode}: {Encoding.UTF8.GetString(body)}"
            : body.IndexOf(_expected) < 0 ? $"{Name}: the answer differs from what was sent" : null;
    }
}
