using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Functions;

/// <summary>The methods of dictionaries that change nothing.</summary>
internal static class MapMethods
{
    /// <summary>Gets the method of a name.</summary>
    public static TemplateFunction? Find(TemplateMap map, string name) => name switch
    {
        "items" => new(name, (_, _) => Items(map)),
        "keys" => new(name, (_, _) => new TemplateList([.. map.Entries.Select(entry => (object?)entry.Key)])),
        "values" => new(name, (_, _) => new TemplateList([.. map.Entries.Select(entry => entry.Value)])),
        "get" => new(name, (_, arguments) =>
            arguments.Get(0, "key") is string key && map.TryGet(key, out var value)
                ? value
                : arguments.Get(1, "default")),
        "copy" => new(name, (_, _) => map),
        _ => null,
    };

    /// <summary>Gets the entries as pairs.</summary>
    public static TemplateList Items(TemplateMap map) =>
        new([.. map.Entries.Select(entry => new TemplateList([entry.Key, entry.Value], IsTuple: true))]);
}
