using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text;
using KServe.Load.Calls;
using KServe.Load.Hosting;

namespace KServe.Batching.Tests.Hosting;

/// <summary>Requests of one or more rows of values of their own, in each protocol, and the check of the answer.</summary>
internal static class ValueCall
{
    public const int Protocols = 4;

    public static async Task<HttpStatusCode> SendAsync(
        HttpClient client,
        LoopbackServer server,
        int protocol,
        int value,
        int rows,
        CancellationToken cancellationToken)
    {
        float[] values = [.. Enumerable.Range(0, rows * 2).Select(index => (value * 64) + index + 0.5f)];
        using var request = NewRequest(server, protocol, value, rows, values);
        using var response = await client.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (protocol == 3)
        {
            var status = GrpcCall.ReadTrailer(response, "grpc-status");
            if (status != "0")
            {
                return status == "14" ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.InternalServerError;
            }
        }
        else if (response.StatusCode != HttpStatusCode.OK)
        {
            return response.StatusCode;
        }

        AssertBody(protocol, value, rows, values, body);
        return HttpStatusCode.OK;
    }

    private static void AssertBody(int protocol, int value, int rows, float[] values, byte[] body)
    {
        if (protocol >= 2)
        {
            Assert.True(body.AsSpan().IndexOf(MemoryMarshal.AsBytes(values.AsSpan())) >= 0);
            return;
        }

        var text = Encoding.UTF8.GetString(body);
        if (protocol == 0)
        {
            Assert.Equal($"{{\"predictions\":[{Rows(values)}]}}", text);
        }
        else
        {
            Assert.Contains($"\"id\":\"{value}\"", text, StringComparison.Ordinal);
            Assert.Contains($"\"shape\":[{rows},2]", text, StringComparison.Ordinal);
            Assert.Contains($"\"data\":[{Join(values)}]", text, StringComparison.Ordinal);
        }
    }

    private static HttpRequestMessage NewRequest(
        LoopbackServer server,
        int protocol,
        int value,
        int rows,
        float[] values) => protocol switch
        {
            0 => NewRequest(server, "/v1/models/m:predict", $"{{\"instances\":[{Rows(values)}]}}", []),
            1 => NewRequest(
                server,
                "/v2/models/m/infer",
                $"{{\"id\":\"{value}\",{Input(rows, $"\"data\":[{Join(values)}]")}}}",
                []),
            2 => NewRequest(
                server,
                "/v2/models/m/infer",
                $"{{\"parameters\":{{\"binary_data_output\":true}},"
                    + $"{Input(rows, $"\"parameters\":{{\"binary_data_size\":{values.Length * 4}}}")}}}",
                MemoryMarshal.AsBytes(values.AsSpan()).ToArray()),
            _ => GrpcCall.CreateRequest(server.Grpc, GrpcCall.Path, new ProtoBytes()
                .Text(1, "m")
                .Message(5, new ProtoBytes().Text(1, "x").Text(2, "FP32").Packed(3, rows, 2))
                .Bytes(7, MemoryMarshal.AsBytes(values.AsSpan()).ToArray())
                .ToFrame()),
        };

    private static HttpRequestMessage NewRequest(LoopbackServer server, string path, string json, byte[] tail)
    {
        var header = Encoding.UTF8.GetBytes(json);
        var content = new ByteArrayContent([.. header, .. tail]);
        content.Headers.ContentType = new MediaTypeHeaderValue(
            tail.Length == 0 ? "application/json" : "application/octet-stream");
        if (tail.Length > 0)
        {
            content.Headers.Add(
                "Inference-Header-Content-Length", header.Length.ToString(CultureInfo.InvariantCulture));
        }

        return new HttpRequestMessage(HttpMethod.Post, new Uri(server.Http, path)) { Content = content };
    }

    private static string Input(int rows, string rest) =>
        $"\"inputs\":[{{\"name\":\"x\",\"shape\":[{rows},2],\"datatype\":\"FP32\",{rest}}}]";

    private static string Rows(float[] values) =>
        string.Join(',', values.Chunk(2).Select(static row => $"[{Join(row)}]"));

    private static string Join(float[] values) =>
        string.Join(',', values.Select(static value => value.ToString("R", CultureInfo.InvariantCulture)));
}
