namespace KServe.ModelMesh;

/// <summary>Checks the description of one model.</summary>
internal static class MeshModelRules
{
    public static void Validate(
        List<string> errors,
        string key,
        string name,
        MeshModelOptions options,
        bool hasBuilder)
    {
        if (ModelNames.GetError(name) is { } error)
        {
            errors.Add($"{key}: {error}.");
        }

        if (!hasBuilder && string.IsNullOrWhiteSpace(options.Uri))
        {
            errors.Add($"{key}: Uri is missing: say where the model lies.");
        }

        if (options.Size <= 0)
        {
            errors.Add($"{key}: Size must be more than zero, got {options.Size}.");
        }
    }
}
