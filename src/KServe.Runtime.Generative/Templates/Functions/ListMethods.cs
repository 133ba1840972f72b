using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Functions;

/// <summary>The methods of lists that change nothing.</summary>
internal static class ListMethods
{
    /// <summary>Gets the method of a name.</summary>
    public static TemplateFunction? Find(TemplateList list, string name) => name switch
    {
        "index" => new(name, (context, arguments) => Index(context, list, arguments.Get(0, "value"))),
        "count" => new(name, (context, arguments) =>
            (long)list.Items.Count(item => PythonOperators.AreEqual(context, item, arguments.Get(0, "value")))),
        "copy" => new(name, (_, _) => list),
        "append" or "extend" or "insert" or "pop" or "remove" or "clear" or "sort" or "reverse" =>
            new(name, (context, _) => throw context.Error($"lists cannot be changed, so '{name}' is not allowed")),
        _ => null,
    };

    private static long Index(RenderContext context, TemplateList list, object? value)
    {
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (PythonOperators.AreEqual(context, list.Items[i], value))
            {
                return i;
            }
        }

        throw context.Error("the value is not in the list");
    }
}
