using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Quickstart;

/// <summary>Calls models over HTTP, with nothing but an HTTP client.</summary>
internal static class HttpCalls
{
    private const string HeaderLength = "Inference-Header-Content-Length";

    public static async Task<Answer> PredictV1Async(
        HttpClient client,
        Uri server,
        string model,
        string shown,
        string body,
        CancellationToken cancellationToken)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(
            new Uri(server, $"/v1/models/{model}:predict"), content, cancellationToken);
        return new Answer(
            "V1",
            model,
            shown,
            await response.Content.ReadAsStringAsync(cancellationToken),
            response.IsSuccessStatusCode);
    }

    public static async Task<Answer> InferJsonAsync(
        HttpClient client,
        Uri server,
        string model,
        string shown,
        string body,
        CancellationToken cancellationToken)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(
            new Uri(server, $"/v2/models/{model}/infer"), content, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return new Answer(
            "V2 JSON",
            model,
            shown,
            response.IsSuccessStatusCode ? DescribeOutputs(text) : text,
            response.IsSuccessStatusCode);
    }

    // The binary form puts the bytes of the tensors behind the JSON and leaves the numbers out of it.
    public static async Task<Answer> InferBinaryAsync(
        HttpClient client,
        Uri server,
        CancellationToken cancellationToken)
    {
        ReadOnlySpan<float> customers = [2, 90, 4, 48, 35, 0];
        var json =
            """
            {"inputs": [{"name": "customers", "datatype": "FP32", "shape": [2, 3],
                         "parameters": {"binary_data_size": 24}}],
             "parameters": {"binary_data_output": true}}
            """u8;
        using var content = new ByteArrayContent([.. json, .. MemoryMarshal.AsBytes(customers)]);
        content.Headers.Add("Content-Type", "application/octet-stream");
        content.Headers.Add(HeaderLength, $"{json.Length}");

        using var response = await client.PostAsync(
            new Uri(server, "/v2/models/churn/infer"), content, cancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            return new Answer("V2 binary", "churn", "two customers", Encoding.UTF8.GetString(bytes), IsGood: false);
        }

        var jsonLength = int.Parse(response.Headers.GetValues(HeaderLength).Single());
        var churn = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(jsonLength)).ToArray();
        return new Answer("V2 binary", "churn", "two customers", Describe("churn", churn), IsGood: true);
    }

    public static string Describe(string name, IEnumerable<float> values) =>
        $"{name} = [{string.Join(", ", values.Select(static value => value.ToString("0.###")))}]";

    private static string DescribeOutputs(string text)
    {
        using var document = JsonDocument.Parse(text);
        return string.Join('\n', document.RootElement.GetProperty("outputs").EnumerateArray().Select(static output =>
            Describe(
                output.GetProperty("name").GetString()!,
                output.GetProperty("data").EnumerateArray().Select(static value => value.GetSingle()))));
    }
}
