namespace KServe.ControlPlane;

/// <summary>Names one resource among all of the host.</summary>
/// <param name="Kind">The kind, like <c>InferenceService</c>.</param>
/// <param name="Namespace">The namespace; empty for kinds that belong to the whole cluster.</param>
/// <param name="Name">The name.</param>
public sealed record ResourceKey(string Kind, string Namespace, string Name)
{
    /// <summary>Writes kind, namespace and name.</summary>
    /// <returns>A text like <c>InferenceService default/iris</c>.</returns>
    public override string ToString() => Namespace.Length == 0 ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}
