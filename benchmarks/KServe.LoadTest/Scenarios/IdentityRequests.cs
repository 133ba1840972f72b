using System.Globalization;
using System.Text;
using System.Text.Json;
using KServe.Load.Calls;

namespace KServe.LoadTest.Scenarios;

/// <summary>Makes requests to a model that returns its input <c>x</c>, in each protocol.</summary>
internal static class IdentityRequests
{
    /// <summary>The model's name.</summary>
    public const string Model = "identity";

    /// <summary>Makes a V2 request in JSON.</summary>
    /// <param name="payload">The values.</param>
    /// <param name="numbers">Their text, without brackets.</param>
    public static LoadRequest Json(NormalPayload payload, string numbers) => new()
    {
        Protocol = WireProtocol.Http1,
        Path = $"/v2/models/{Model}/infer",
        ContentType = "application/json",
        Body = Encoding.UTF8.GetBytes(
            $"{{\"inputs\":[{{\"name\":\"x\",\"shape\":[1,{payload.Length}],\"datatype\":\"FP32\","
            + $"\"data\":[{numbers}]}}]}}"),
        FindError = body => FindJsonError(body, payload),
    };

    /// <summary>Makes a V2 request over REST whose tensor is bytes behind the JSON, both ways.</summary>
    public static LoadRequest Binary(NormalPayload payload)
    {
        var json = Encoding.UTF8.GetBytes(
            "{\"parameters\":{\"binary_data_output\":true},"
            + $"\"inputs\":[{{\"name\":\"x\",\"shape\":[1,{payload.Length}],\"datatype\":\"FP32\","
            + $"\"parameters\":{{\"binary_data_size\":{payload.Raw.Length}}}}}]}}");
        return new LoadRequest
        {
            Protocol = WireProtocol.Http1,
            Path = $"/v2/models/{Model}/infer",
            ContentType = "application/octet-stream",
            Headers = [new("inference-header-content-length", json.Length.ToString(CultureInfo.InvariantCulture))],
            Body = (byte[])[.. json, .. payload.Raw.Span],
            FindError = body => body.Span.EndsWith(payload.Raw.Span) ? null : "the answer differs from what was sent",
        };
    }

    /// <summary>Makes a gRPC call with raw contents.</summary>
    /// <param name="payload">The values.</param>
    /// <param name="model">The model, which returns the values as they are.</param>
    public static LoadRequest Grpc(NormalPayload payload, string model = Model) => new()
    {
        Protocol = WireProtocol.Grpc,
        Path = GrpcCall.Path,
        ContentType = "application/grpc",
        Headers = [new("te", "trailers")],
        Body = new ProtoBytes()
            .Text(1, model)
            .Message(5, new ProtoBytes().Text(1, "x").Text(2, "FP32").Packed(3, 1, payload.Length))
            .Bytes(7, payload.Raw.Span)
            .ToFrame(),
        FindError = body =>
            body.Span.IndexOf(payload.Raw.Span) < 0 ? "the answer differs from what was sent" : null,
    };

    private static string? FindJsonError(ReadOnlyMemory<byte> body, NormalPayload payload)
    {
        using var document = JsonDocument.Parse(body);
        var data = document.RootElement.GetProperty("outputs")[0].GetProperty("data");
        if (data.GetArrayLength() != payload.Length)
        {
            return $"{data.GetArrayLength()} values instead of {payload.Length}";
        }

        var i = 0;
        foreach (var value in data.EnumerateArray())
        {
            if (value.GetSingle() != payload.Values[i++])
            {
                return $"value {i - 1} is {value} instead of {payload.Values[i - 1]}";
            }
        }

        return null;
    }
}
