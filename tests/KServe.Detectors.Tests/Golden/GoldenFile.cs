using System.Text.Json;

namespace KServe.Detectors.Tests.Golden;

/// <summary>Reads what SciPy, NumPy and scikit-learn computed.</summary>
internal static class GoldenFile
{
    private static readonly JsonDocument Document =
        JsonDocument.Parse(File.ReadAllBytes(PathOf("golden.json")));

    public static JsonElement Root => Document.RootElement;

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Golden", name);

    public static double[] Numbers(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(static value => value.GetDouble())];

    public static int[] Integers(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(static value => value.GetInt32())];

    public static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    /// <summary>Compares within a relative error, and an absolute one for what is nearly nothing.</summary>
    public static void AssertClose(double expected, double actual, double relative, string? what = null) => Assert.True(
        Math.Abs(expected - actual) <= Math.Max(relative * Math.Abs(expected), 1e-14),
        $"{what}: {expected:R} was expected, got {actual:R}");
}
