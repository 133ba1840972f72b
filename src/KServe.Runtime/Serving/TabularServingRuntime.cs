using KServe.Runtime.Files;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Serving;

/// <summary>Serves models of one format that lie in a single file.</summary>
internal abstract class TabularServingRuntime(string name, string format, params string[] versions) : IServingRuntime
{
    public string Name { get; } = name;

    public IReadOnlyList<SupportedModelFormat> SupportedModelFormats { get; } =
        [.. versions.Select(version => new SupportedModelFormat(format, version) { Priority = 1 })];

    /// <summary>Gets the extensions of the format's files, for the error when there is none.</summary>
    protected abstract string Extensions { get; }

    public string? DetectFormat(string path) => ModelFiles.List(path, IsModelFile).Any() ? format : null;

    public Predictor CreatePredictor(ModelArtifact artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        var file = ModelFiles.FindOne(artifact, IsModelFile, Extensions);
        var parameters = new ModelParameterReader(artifact.Parameters);
        var load = CreateLoader(file, parameters);
        parameters.ThrowIfInvalid(artifact.ModelName);
        return new TabularPredictor(load);
    }

    /// <summary>Tells whether a file looks like a model of the format, by its name and first bytes.</summary>
    protected abstract bool IsModelFile(string path);

    /// <summary>Reads the parameters of the model and says how its file is loaded.</summary>
    protected abstract Func<CancellationToken, TabularModel> CreateLoader(string file, ModelParameterReader parameters);

    /// <summary>Tells whether a file has one of the extensions, in any letter case.</summary>
    protected static bool HasExtension(string path, params ReadOnlySpan<string> extensions)
    {
        foreach (var extension in extensions)
        {
            if (path.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
