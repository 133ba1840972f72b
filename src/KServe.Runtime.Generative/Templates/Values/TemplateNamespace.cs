namespace KServe.Runtime.Generative.Templates.Values;

/// <summary>The one kind of value whose attributes a template can set.</summary>
internal sealed class TemplateNamespace
{
    /// <summary>Gets the attributes.</summary>
    public Dictionary<string, object?> Attributes { get; } = new(StringComparer.Ordinal);
}
