namespace KServe.Client;

/// <summary>Builds the paths of the protocols.</summary>
internal static class RestPaths
{
    public static string V1(string modelName, string modelVersion) => Model("v1", modelName, modelVersion);

    public static string V2(string modelName, string modelVersion) => Model("v2", modelName, modelVersion);

    public static string Repository(string modelName, string verb) =>
        $"v2/repository/models/{Escape(modelName, "model name")}/{verb}";

    private static string Model(string protocol, string modelName, string modelVersion)
    {
        var model = $"{protocol}/models/{Escape(modelName, "model name")}";
        return modelVersion.Length == 0 ? model : $"{model}/versions/{Escape(modelVersion, "model version")}";
    }

    private static string Escape(string segment, string what)
    {
        ArgumentNullException.ThrowIfNull(segment);

        // Dots are not escaped, and "..", which leads elsewhere, would be resolved before the request is sent.
        return segment is "" or "." or ".."
            ? throw InferenceException.InvalidArgument($"the {what} '{segment}' is no name")
            : Uri.EscapeDataString(segment);
    }
}
