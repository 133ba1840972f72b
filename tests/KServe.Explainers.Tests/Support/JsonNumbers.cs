using System.Text.Json;

namespace KServe.Explainers.Tests.Support;

/// <summary>Reads nested lists of JSON.</summary>
internal static class JsonNumbers
{
    /// <summary>Reads all numbers, row-major.</summary>
    public static double[] Numbers(this JsonElement list) => [.. Flatten(list).Select(static item => item.GetDouble())];

    public static string[] Texts(this JsonElement list) => [.. Flatten(list).Select(static item => item.GetString()!)];

    public static bool[] Booleans(this JsonElement list) => [.. Flatten(list).Select(static item => item.GetBoolean())];

    /// <summary>Reads the numbers of a V2 output.</summary>
    public static double[] Data(this JsonElement output) => output.GetProperty("data").Numbers();

    public static long[] Shape(this JsonElement output) =>
        [.. output.GetProperty("shape").EnumerateArray().Select(static item => item.GetInt64())];

    private static IEnumerable<JsonElement> Flatten(JsonElement item) => item.ValueKind == JsonValueKind.Array
        ? item.EnumerateArray().SelectMany(Flatten)
        : [item];
}
