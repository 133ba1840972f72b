using System.Text.Json;

namespace KServe.LoadTest.Scenarios;

/// <summary>Makes the smallest common request: one flower, V1 JSON.</summary>
internal static class IrisRequest
{
    /// <summary>The model's name.</summary>
    public const string Model = "iris";

    /// <summary>Makes the request.</summary>
    public static LoadRequest Create() => new()
    {
        Protocol = WireProtocol.Http1,
        Path = $"/v1/models/{Model}:predict",
        ContentType = "application/json",
        Body = """{"instances":[[6.8,2.8,4.8,1.4]]}"""u8.ToArray(),
        FindError = FindError,
    };

    private static string? FindError(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var predictions = document.RootElement.GetProperty("predictions");
        return predictions.GetArrayLength() == 1 && predictions[0].ToString() is "versicolor" or "1"
            ? null
            : $"predictions {predictions} instead of one versicolor, which is class 1";
    }
}
