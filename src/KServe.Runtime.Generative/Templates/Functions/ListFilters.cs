using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Functions;

/// <summary>The filters that work on lists.</summary>
internal static class ListFilters
{
    /// <summary>Joins the texts of items.</summary>
    public static object? Join(RenderContext context, object? value, CallArguments arguments)
    {
        var separator = PythonText.Str(context, arguments.Get(0, "d", ""));
        var path = arguments.Get(1, "attribute");
        var builder = new System.Text.StringBuilder();
        var isFirst = true;
        foreach (var item in PythonOperators.Iterate(context, value))
        {
            var text = PythonText.Str(context, path is null ? item : Members.Path(context, item, path));
            builder.Append(isFirst ? "" : separator).Append(text);
            context.Make(text.Length + separator.Length);
            context.CheckLength(builder.Length);
            isFirst = false;
        }

        return builder.ToString();
    }

    /// <summary>Turns items around.</summary>
    public static object? Reverse(RenderContext context, object? value, CallArguments arguments)
    {
        var items = PythonOperators.Iterate(context, value).Reverse();
        return value is string ? string.Concat(items) : new TemplateList([.. items]);
    }

    /// <summary>Sorts items.</summary>
    public static object? Sort(RenderContext context, object? value, CallArguments arguments) => new TemplateList(
        Sorted(
            context,
            PythonOperators.Iterate(context, value),
            PythonOperators.Truth(arguments.Get(0, "reverse")),
            PythonOperators.Truth(arguments.Get(1, "case_sensitive")),
            arguments.Get(2, "attribute")));

    /// <summary>Sorts the entries of a dictionary.</summary>
    public static object? DictSort(RenderContext context, object? value, CallArguments arguments)
    {
        if (value is not TemplateMap map)
        {
            throw context.Error($"dictsort needs a dictionary, not {PythonOperators.TypeName(value)}");
        }

        var place = arguments.Get(1, "by", "key") as string == "value" ? 1L : 0L;
        return new TemplateList(Sorted(
            context,
            MapMethods.Items(map).Items,
            PythonOperators.Truth(arguments.Get(2, "reverse")),
            PythonOperators.Truth(arguments.Get(0, "case_sensitive")),
            place));
    }

    /// <summary>Drops items that came before.</summary>
    public static object? Unique(RenderContext context, object? value, CallArguments arguments)
    {
        var isCaseSensitive = PythonOperators.Truth(arguments.Get(0, "case_sensitive"));
        var path = arguments.Get(1, "attribute");
        List<object?> kept = [];
        List<object?> keys = [];
        foreach (var item in PythonOperators.Iterate(context, value))
        {
            var key = Key(context, item, path, isCaseSensitive);
            if (!keys.Exists(other => PythonOperators.AreEqual(context, other, key)))
            {
                keys.Add(key);
                kept.Add(item);
            }
        }

        return new TemplateList(kept);
    }

    /// <summary>Adds items up.</summary>
    public static object? Sum(RenderContext context, object? value, CallArguments arguments)
    {
        var path = arguments.Get(0, "attribute");
        var sum = arguments.Get(1, "start", 0L);
        foreach (var item in PythonOperators.Iterate(context, value))
        {
            var term = path is null ? item : Members.Path(context, item, path);
            sum = PythonOperators.Arithmetic(context, "+", sum, term);
        }

        return sum;
    }

    /// <summary>Gets the smallest or largest item.</summary>
    public static object? Extreme(RenderContext context, object? value, CallArguments arguments, int sign)
    {
        var isCaseSensitive = PythonOperators.Truth(arguments.Get(0, "case_sensitive"));
        var path = arguments.Get(1, "attribute");
        object? best = new Undefined("an item of nothing");
        object? bestKey = null;
        foreach (var item in PythonOperators.Iterate(context, value))
        {
            var key = Key(context, item, path, isCaseSensitive);
            if (best is Undefined || PythonOperators.Compare(context, key, bestKey) * sign > 0)
            {
                (best, bestKey) = (item, key);
            }
        }

        return best;
    }

    /// <summary>Cuts items into lists of one length.</summary>
    public static object? Batch(RenderContext context, object? value, CallArguments arguments)
    {
        var length = arguments.Get(0, "linecount") is long given and >= 1 and <= int.MaxValue
            ? (int)given
            : throw context.Error("batch needs a length of 1 or more");
        var fill = arguments.Get(1, "fill_with");
        List<object?> batches = [];
        foreach (var part in PythonOperators.Iterate(context, value).Chunk(length))
        {
            var missing = fill is null ? 0 : length - part.Length;
            context.Make(missing);
            batches.Add(new TemplateList([.. part, .. Enumerable.Repeat(fill, missing)]));
        }

        return new TemplateList(batches);
    }

    /// <summary>Gets an attribute of every item, or filters every item.</summary>
    public static object? Map(RenderContext context, object? value, CallArguments arguments)
    {
        var path = arguments.Positional.Count == 0 ? arguments.Get(0, "attribute") : null;
        List<object?> mapped = [];
        if (path is not null)
        {
            var fallback = arguments.Get(int.MaxValue, "default", new Undefined("default"));
            foreach (var item in PythonOperators.Iterate(context, value))
            {
                var found = Members.Path(context, item, path);
                mapped.Add(found is Undefined && fallback is not Undefined ? fallback : found);
            }

            return new TemplateList(mapped);
        }

        var name = arguments.Get(0, "filter") as string ?? throw context.Error("map needs an attribute or a filter");
        var filter = Filters.Find(name) ?? throw context.Error($"the filter '{name}' is not known");
        var rest = new CallArguments([.. arguments.Positional.Skip(1)], arguments.Named);
        foreach (var item in PythonOperators.Iterate(context, value))
        {
            context.Enter();
            mapped.Add(filter(context, item, rest));
        }

        return new TemplateList(mapped);
    }

    /// <summary>Keeps or drops the items for which a test holds.</summary>
    public static object? Select(
        RenderContext context,
        object? value,
        CallArguments arguments,
        bool byAttribute,
        bool keeps)
    {
        var first = byAttribute ? 1 : 0;
        var path = byAttribute
            ? arguments.Positional.Count > 0 ? arguments.Positional[0] : throw context.Error("an attribute is needed")
            : null;
        var name = arguments.Positional.Count > first ? arguments.Positional[first] as string : null;
        var test = name is null
            ? static (_, item, _) => PythonOperators.Truth(item)
            : Tests.Find(name) ?? throw context.Error($"the test '{name}' is not known");
        var rest = new CallArguments([.. arguments.Positional.Skip(first + 1)], arguments.Named);
        List<object?> kept = [];
        foreach (var item in PythonOperators.Iterate(context, value))
        {
            context.Enter();
            if (test(context, byAttribute ? Members.Path(context, item, path) : item, rest) == keeps)
            {
                kept.Add(item);
            }
        }

        return new TemplateList(kept);
    }

    private static object?[] Sorted(
        RenderContext context,
        IReadOnlyList<object?> items,
        bool reverses,
        bool isCaseSensitive,
        object? path)
    {
        var keys = items.Select(item => Key(context, item, path, isCaseSensitive)).ToArray();
        var comparer = Comparer<object?>.Create((a, b) => PythonOperators.Compare(context, a, b));
        var order = Enumerable.Range(0, items.Count);
        order = reverses ? order.OrderByDescending(i => keys[i], comparer) : order.OrderBy(i => keys[i], comparer);
        return [.. order.Select(i => items[i])];
    }

    private static object? Key(RenderContext context, object? item, object? path, bool isCaseSensitive)
    {
        var key = path is null ? item : Members.Path(context, item, path);
        return key is string text && !isCaseSensitive ? text.ToLowerInvariant() : key;
    }
}
