namespace KServe.ControlPlane;

/// <summary>Names the sections of a predictor that name a model: the general one and those of old.</summary>
internal static class Frameworks
{
    /// <summary>The general section, which names its format.</summary>
    public const string Model = "model";

    /// <summary>Gets all sections; but for the general one, the name is the format.</summary>
    public static IReadOnlyList<string> SectionNames { get; } =
    [
        Model, "sklearn", "xgboost", "lightgbm", "pmml", "onnx", "mlflow", "huggingface", "pytorch", "tensorflow",
        "triton", "paddle",
    ];
}
