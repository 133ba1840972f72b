namespace KServe.LoadTest.Servers;

/// <summary>Where the models lie beside this program.</summary>
internal static class ModelFolders
{
    /// <summary>The iris classifier as scikit-learn's file.</summary>
    public static string Iris => Get("iris");

    /// <summary>The iris classifier in ONNX.</summary>
    public static string IrisOnnx => Get("iris-onnx");

    /// <summary>The ONNX model that computes for over a millisecond.</summary>
    public static string Compute => Get("compute");

    private static string Get(string name) => Path.Combine(AppContext.BaseDirectory, "models", name);
}
