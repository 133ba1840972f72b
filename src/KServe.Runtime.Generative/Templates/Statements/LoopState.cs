using KServe.Runtime.Generative.Templates.Values;

namespace KServe.Runtime.Generative.Templates.Statements;

/// <summary>What a loop's body knows of the loop.</summary>
internal sealed class LoopState(IReadOnlyList<object?> items, int depth)
{
    private object? _last;
    private bool _hasLast;

    /// <summary>Gets or sets the place of the present value.</summary>
    public int Index { get; set; }

    /// <summary>Gets an attribute.</summary>
    public object? Get(string name) => name switch
    {
        "index" => Index + 1L,
        "index0" => (long)Index,
        "revindex" => (long)(items.Count - Index),
        "revindex0" => items.Count - Index - 1L,
        "first" => Index == 0,
        "last" => Index == items.Count - 1,
        "length" => (long)items.Count,
        "depth" => depth + 1L,
        "depth0" => (long)depth,
        "previtem" => Index > 0 ? items[Index - 1] : new Undefined("there is no previous item"),
        "nextitem" => Index + 1 < items.Count ? items[Index + 1] : new Undefined("there is no next item"),
        "cycle" => new TemplateFunction(name, (context, arguments) => arguments.Positional.Count == 0
            ? throw context.Error("loop.cycle needs a value")
            : arguments.Positional[Index % arguments.Positional.Count]),
        "changed" => new TemplateFunction(name, (context, arguments) => Changed(context, arguments)),
        _ => new Undefined("loop." + name),
    };

    private bool Changed(RenderContext context, CallArguments arguments)
    {
        var value = new TemplateList([.. arguments.Positional], IsTuple: true);
        var changed = !_hasLast || !PythonOperators.AreEqual(context, _last, value);
        (_last, _hasLast) = (value, true);
        return changed;
    }
}
