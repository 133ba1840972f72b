using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KServe.Runtime.Tabular;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Serving;

/// <summary>Sends fixtures over V2: numbers as binary tensors, so that NaN and infinities arrive, texts as JSON.</summary>
internal static class BinaryClient
{
    private const string HeaderLength = "Inference-Header-Content-Length";

    /// <summary>Asks for outputs by their names; none for what the server answers unasked.</summary>
    public static async Task<InferResponse> InferAsync(
        HttpClient client,
        string model,
        FixtureInput input,
        IEnumerable<string> outputs,
        CancellationToken cancellationToken)
    {
        var inputs = new JsonArray();
        using var tail = new MemoryStream();
        var header = new JsonObject
        {
            ["inputs"] = inputs,
            ["parameters"] = new JsonObject { ["binary_data_output"] = true },
        };
        AddInputs(input, inputs, tail, header);
        JsonNode?[] wanted = [.. outputs.Select(static name => new JsonObject { ["name"] = name })];
        if (wanted.Length > 0)
        {
            header["outputs"] = new JsonArray(wanted);
        }

        var json = Encoding.UTF8.GetBytes(header.ToJsonString());
        using var content = new ByteArrayContent([.. json, .. tail.ToArray()]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.Add(HeaderLength, json.Length.ToString(CultureInfo.InvariantCulture));
        using var reply = await client.PostAsync($"/v2/models/{model}/infer", content, cancellationToken);
        var body = await reply.Content.ReadAsByteArrayAsync(cancellationToken);
        if (!reply.IsSuccessStatusCode)
        {
            throw new HttpRequestException(
                HttpRequestError.InvalidResponse, Encoding.UTF8.GetString(body), statusCode: reply.StatusCode);
        }

        return Read(body, int.Parse(reply.Headers.GetValues(HeaderLength).Single(), CultureInfo.InvariantCulture));
    }

    private static void AddInputs(FixtureInput input, JsonArray inputs, MemoryStream tail, JsonObject header)
    {
        var table = input.ToTable();
        if (input.Kind == "frame")
        {
            header["parameters"]!["content_type"] = "pd";
        }

        if (!table.HasColumns)
        {
            var data = table.IsSingle
                ? System.Runtime.InteropServices.MemoryMarshal.AsBytes(table.Singles.Span)
                : System.Runtime.InteropServices.MemoryMarshal.AsBytes(table.Doubles.Span);
            tail.Write(data);
            inputs.Add(Describe("X", table.IsSingle ? "FP32" : "FP64", [table.RowCount, table.ColumnCount], data.Length));
            return;
        }

        for (var c = 0; c < table.ColumnCount; c++)
        {
            var column = table.GetColumn(c);
            if (column.Kind == TableColumnKind.Text)
            {
                inputs.Add(new JsonObject
                {
                    ["name"] = column.Name,
                    ["datatype"] = "BYTES",
                    ["shape"] = new JsonArray(table.RowCount),
                    ["data"] = new JsonArray([.. column.Texts.Select(static text => (JsonNode?)text)]),
                });
                continue;
            }

            var isBoolean = column.Kind == TableColumnKind.Boolean;
            byte[] bytes = isBoolean
                ? [.. column.Numbers.Select(static number => (byte)number)]
                : [.. column.Numbers.SelectMany(BitConverter.GetBytes)];
            tail.Write(bytes);
            inputs.Add(Describe(column.Name, isBoolean ? "BOOL" : "FP64", [table.RowCount], bytes.Length));
        }
    }

    private static JsonObject Describe(string name, string datatype, int[] shape, int size) => new()
    {
        ["name"] = name,
        ["datatype"] = datatype,
        ["shape"] = new JsonArray([.. shape.Select(static length => (JsonNode)length)]),
        ["parameters"] = new JsonObject { ["binary_data_size"] = size },
    };

    private static InferResponse Read(byte[] body, int jsonLength)
    {
        using var json = JsonDocument.Parse(body.AsMemory(0, jsonLength));
        var response = new InferResponse();
        var at = jsonLength;
        foreach (var output in json.RootElement.GetProperty("outputs").EnumerateArray())
        {
            var size = output.GetProperty("parameters").GetProperty("binary_data_size").GetInt32();
            Assert.True(TensorDataTypes.TryParse(output.GetProperty("datatype").GetString(), out var type));
            response.Outputs.Add(InferTensor.FromMemory(
                output.GetProperty("name").GetString()!,
                type,
                TensorShape.Create([.. output.GetProperty("shape").EnumerateArray().Select(static d => d.GetInt64())]),
                body.AsMemory(at, size)));
            at += size;
        }

        return response;
    }
}
