namespace KServe;

/// <summary>Tells what has happened to a model.</summary>
/// <param name="modelName">The model.</param>
/// <param name="kind">What has happened.</param>
public sealed class ModelChangedEventArgs(string modelName, ModelChangeKind kind) : EventArgs
{
    /// <summary>Gets the model's name.</summary>
    public string ModelName { get; } = modelName;

    /// <summary>Gets what has happened.</summary>
    public ModelChangeKind Kind { get; } = kind;
}
