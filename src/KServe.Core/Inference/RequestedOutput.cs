namespace KServe;

/// <summary>Names an output that the client asks for.</summary>
/// <param name="name">The output's name.</param>
public sealed class RequestedOutput(string name)
{
    private InferParameters? _parameters;

    /// <summary>Gets the output's name.</summary>
    public string Name { get; } = name ?? throw new ArgumentNullException(nameof(name));

    /// <summary>Gets the parameters of this output, like <c>binary_data</c>.</summary>
    public InferParameters Parameters => _parameters ??= new InferParameters();

    /// <summary>Tells whether there are parameters, without creating any.</summary>
    public bool HasParameters => _parameters is { Count: > 0 };
}
