namespace KServe.Runtime.Sklearn.Preprocessing.Composition;

/// <summary>Reads what may stand where a transformer stands: an estimator, or a word.</summary>
internal static class StepReader
{
    /// <summary>Reads a step of a pipeline or of columns.</summary>
    /// <returns><see langword="null"/> for a step that is dropped.</returns>
    public static Estimator? Read(SklearnObject source, EstimatorReader reader, object? value, bool isNonePassing)
    {
        switch (value)
        {
            case "drop":
            case null when !isNonePassing:
                return null;
            case "passthrough":
            case null:
                return PassThrough.Instance;
            case string word:
                throw source.Invalid($"'{word}' is no step");
            default:
                return reader.Read(value);
        }
    }
}
