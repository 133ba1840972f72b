using KServe.Runtime.Files;

namespace KServe.Runtime.Mlflow;

/// <summary>What an <c>MLmodel</c> file says of a model: its file, its format and its inputs.</summary>
/// <param name="Format">The format of the file, like <c>sklearn</c>.</param>
/// <param name="File">The full path of the file, inside the folder.</param>
/// <param name="Inputs">The inputs of the signature; empty when the model was logged without one.</param>
/// <param name="IsFrame">Whether the inputs are columns of a table rather than tensors.</param>
/// <param name="IsClassifier">Whether <c>predict</c> answers with class labels, as XGBClassifier does.</param>
internal sealed record MlflowModel(
    string Format,
    string File,
    IReadOnlyList<TensorMetadata> Inputs,
    bool IsFrame,
    bool IsClassifier)
{
    // The key of each flavour that names its file, in the order in which flavours are looked for.
    private static readonly (string Flavor, string FileKey)[] Flavors =
        [("sklearn", "pickled_model"), ("xgboost", "data"), ("lightgbm", "data"), ("onnx", "data")];

    /// <summary>Reads the <c>MLmodel</c> file of a folder.</summary>
    /// <exception cref="InferenceException">The file is wrong, or no flavour of it can be served.</exception>
    public static MlflowModel Read(string folder)
    {
        var path = Path.Combine(folder, ModelFiles.MlflowFile);
        try
        {
            return Read(folder, MlflowDocument.Read(path));
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw ModelFile.Error(path, error is InvalidDataException ? error.Message : "it cannot be read");
        }
    }

    private static MlflowModel Read(string folder, Dictionary<string, object> document)
    {
        var flavors = GetMapping(document, "flavors")
            ?? throw new InvalidDataException("there are no 'flavors'");
        foreach (var (name, fileKey) in Flavors)
        {
            if (GetMapping(flavors, name) is not { } flavor)
            {
                continue;
            }

            if (flavor.TryGetValue("serialization_format", out var serialization)
                && serialization is not ("pickle" or "cloudpickle"))
            {
                throw new InvalidDataException(
                    $"flavor '{name}': the serialization format '{serialization}' is not supported");
            }

            var file = flavor.GetValueOrDefault(fileKey) as string
                ?? throw new InvalidDataException($"flavor '{name}' names no '{fileKey}'");
            var signature = GetMapping(document, "signature")?.GetValueOrDefault("inputs") as string;
            var inputs = MlflowSignature.Read(signature, out var isFrame);
            return new MlflowModel(
                name, MlflowFolder.Resolve(folder, file), inputs, isFrame, IsClassifierClass(flavor));
        }

        throw new InvalidDataException(
            $"none of the flavors {string.Join(", ", flavors.Keys.Take(8))} is supported; "
            + $"supported are {string.Join(", ", Flavors.Select(static flavor => flavor.Flavor))}");
    }

    private static bool IsClassifierClass(Dictionary<string, object> flavor) =>
        flavor.GetValueOrDefault("model_class") is string name
        && name.EndsWith("Classifier", StringComparison.Ordinal);

    private static Dictionary<string, object>? GetMapping(Dictionary<string, object> parent, string key) =>
        parent.GetValueOrDefault(key) as Dictionary<string, object>;
}
