using KServe.Runtime.Generative.Templates.Statements;
using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Functions;

/// <summary>Attributes, entries and methods of values. There are no others: nothing of the host is in reach.</summary>
internal static class Members
{
    /// <summary>Gets an attribute or, where there is none of the name, an entry.</summary>
    public static object? Attribute(RenderContext context, object? value, string name) =>
        value is Undefined undefined ? throw context.Error($"'{undefined.Name}' is undefined")
        : FindMethod(value, name) ?? FindEntry(value, name);

    /// <summary>Gets an entry or, where there is none of the name, an attribute.</summary>
    public static object? Item(RenderContext context, object? value, object? index)
    {
        switch (value, index)
        {
            case (Undefined undefined, _):
                throw context.Error($"'{undefined.Name}' is undefined");
            case (TemplateList list, long or bool):
                var at = PythonOperators.ToInteger(index);
                at += at < 0 ? list.Items.Count : 0;
                return at >= 0 && at < list.Items.Count ? list.Items[(int)at] : new Undefined("an item of the list");
            case (string text, long or bool):
                var place = PythonOperators.ToInteger(index);
                var characters = PythonOperators.Iterate(context, text);
                place += place < 0 ? characters.Count : 0;
                return place >= 0 && place < characters.Count
                    ? characters[(int)place]
                    : new Undefined("a character of the text");
            case (_, string name):
                var entry = FindEntry(value, name);
                return entry is Undefined ? FindMethod(value, name) ?? entry : entry;
            default:
                return new Undefined("an item");
        }
    }

    /// <summary>Gets the value at a path such as <c>function.name</c>.</summary>
    public static object? Path(RenderContext context, object? value, object? path)
    {
        if (path is not string text)
        {
            return Item(context, value, path);
        }

        foreach (var part in text.Split('.'))
        {
            value = value is Undefined ? value
                : long.TryParse(part, out var index) ? Item(context, value, index)
                : Item(context, value, part);
        }

        return value;
    }

    private static object? FindEntry(object? value, string name) => value switch
    {
        TemplateMap map when map.TryGet(name, out var entry) => entry,
        TemplateNamespace space when space.Attributes.TryGetValue(name, out var entry) => entry,
        LoopState loop => loop.Get(name),
        _ => new Undefined(name),
    };

    private static TemplateFunction? FindMethod(object? value, string name) => value switch
    {
        string text => TextMethods.Find(text, name),
        TemplateMap map => MapMethods.Find(map, name),
        TemplateList list => ListMethods.Find(list, name),
        _ => null,
    };
}
