using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Statements;

/// <summary>The names that values are set to: one, several, or an attribute of a namespace.</summary>
internal sealed class AssignmentTarget(int line, IReadOnlyList<string> names, string? attribute, bool unpacks)
{
    /// <summary>Sets the names in the present scope.</summary>
    public void Assign(RenderContext context, object? value)
    {
        context.Line = line;
        if (attribute is not null)
        {
            var target = context.Scope.Get(names[0]) as TemplateNamespace
                ?? throw context.Error($"'{names[0]}' is no namespace, so '{attribute}' cannot be set");
            target.Attributes[attribute] = value;
            return;
        }

        if (!unpacks)
        {
            context.Scope.Set(names[0], value);
            return;
        }

        var values = PythonOperators.Iterate(context, value);
        if (values.Count != names.Count)
        {
            throw context.Error($"{names.Count} values are expected, not {values.Count}");
        }

        for (var i = 0; i < values.Count; i++)
        {
            context.Scope.Set(names[i], values[i]);
        }
    }
}
