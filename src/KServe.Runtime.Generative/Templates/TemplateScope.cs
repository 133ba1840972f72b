using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates;

/// <summary>The names that are known at a place of a template.</summary>
internal sealed class TemplateScope(TemplateScope? parent)
{
    private Dictionary<string, object?>? _names;

    /// <summary>Sets a name in this scope.</summary>
    public void Set(string name, object? value) => (_names ??= new(StringComparer.Ordinal))[name] = value;

    /// <summary>Gets the value of a name.</summary>
    public object? Get(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope._names is not null && scope._names.TryGetValue(name, out var value))
            {
                return value;
            }
        }

        return new Undefined(name);
    }

    private TemplateScope? Parent { get; } = parent;
}
