using KServe.Runtime.Sklearn;
using KServe.Runtime.Tabular;
using Microsoft.Extensions.Configuration;

namespace KServe.Runtime.Serving;

/// <summary>Serves scikit-learn estimators from joblib and pickle files.</summary>
/// <remarks><c>PREDICT_PROBA=true</c> answers with probabilities, as for KServe's sklearn server.</remarks>
internal sealed class SklearnServingRuntime(IConfiguration? configuration = null)
    : TabularServingRuntime("kserve-sklearnserver", "sklearn", "0", "1")
{
    private static readonly string[] Packed = [".z", ".gz", ".bz2", ".xz", ".lzma", ".lz4"];

    protected override string Extensions => ".joblib, .pkl or .pickle";

    protected override bool IsModelFile(string path)
    {
        var packed = Array.Find(Packed, extension => HasExtension(path, extension));
        return HasExtension(packed is null ? path : path[..^packed.Length], ".joblib", ".pkl", ".pickle");
    }

    protected override Func<CancellationToken, TabularModel> CreateLoader(
        string file,
        ModelParameterReader parameters)
    {
        var predictProba = parameters.GetBoolean(
            "predict_proba",
            string.Equals(configuration?["PREDICT_PROBA"], "true", StringComparison.OrdinalIgnoreCase));
        return token => SklearnReader.Load(file, predictProba, token);
    }
}
