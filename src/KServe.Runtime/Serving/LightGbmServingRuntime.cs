using KServe.Runtime.Files;
using KServe.Runtime.LightGbm;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Serving;

/// <summary>Serves LightGBM text models.</summary>
/// <remarks>
/// The text notes neither the best iteration nor a range of iterations: <c>best_iteration</c> adds the output
/// <c>predict_best</c>, <c>start_iteration</c> and <c>num_iteration</c> add <c>predict_range</c>.
/// </remarks>
internal sealed class LightGbmServingRuntime() : TabularServingRuntime("kserve-lgbserver", "lightgbm", "3", "4")
{
    protected override string Extensions => ".txt, .bst or .lgb";

    /// <summary>Tells whether a file begins as LightGBM's text does.</summary>
    public static bool IsText(ReadOnlySpan<byte> start) =>
        start.StartsWith("tree\n"u8) || start.StartsWith("tree\r\n"u8);

    protected override bool IsModelFile(string path) =>
        HasExtension(path, ".txt", ".bst", ".model", ".lgb") && FileStart.Matches(path, IsText);

    protected override Func<CancellationToken, TabularModel> CreateLoader(
        string file,
        ModelParameterReader parameters)
    {
        var options = new LightGbmOptions
        {
            BestIteration = ReadCount(parameters, "best_iteration", 1),
            RangeStart = ReadCount(parameters, "start_iteration", 0) ?? 0,
            RangeCount = ReadCount(parameters, "num_iteration", 1),
        };
        return token => LightGbmReader.Load(file, options, token);
    }

    private static int? ReadCount(ModelParameterReader parameters, string key, int min) =>
        parameters.GetNumber(key, -1, min, int.MaxValue) is var count && count >= 0 ? count : null;
}
