using KServe.Runtime.Files;
using KServe.Runtime.Tabular;
using KServe.Runtime.XGBoost;

namespace KServe.Runtime.Serving;

/// <summary>Serves XGBoost boosters.</summary>
internal sealed class XGBoostServingRuntime() : TabularServingRuntime("kserve-xgbserver", "xgboost", "1", "2")
{
    protected override string Extensions => ".bst, .json or .ubj";

    protected override bool IsModelFile(string path) =>
        (HasExtension(path, ".json", ".ubj", ".xgb") && FileStart.Matches(path, IsLearner))
        || (HasExtension(path, ".bst", ".model", ".xgb") && !FileStart.Matches(path, LightGbmServingRuntime.IsText));

    protected override Func<CancellationToken, TabularModel> CreateLoader(
        string file,
        ModelParameterReader parameters)
    {
        var isClassifier = parameters.GetBoolean("classifier", fallback: false);
        return token => isClassifier
            ? new ClassifierModel(XgboostReader.Load(file, token))
            : XgboostReader.Load(file, token);
    }

    // Both forms begin with an object whose first key is "learner"; other JSON may lie beside a model.
    private static bool IsLearner(ReadOnlySpan<byte> start) =>
        start.TrimStart(" \t\r\n"u8).StartsWith("{"u8) && start.IndexOf("learner"u8) >= 0;
}
