using KServe.Runtime.Pmml;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Serving;

/// <summary>Serves PMML documents.</summary>
internal sealed class PmmlServingRuntime() : TabularServingRuntime("kserve-pmmlserver", "pmml", "3", "4")
{
    protected override string Extensions => ".pmml";

    protected override bool IsModelFile(string path) => HasExtension(path, ".pmml");

    protected override Func<CancellationToken, TabularModel> CreateLoader(
        string file,
        ModelParameterReader parameters) => token => PmmlReader.Load(file, token);
}
