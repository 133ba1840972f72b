using System.Runtime.InteropServices;
using System.Text.Json;

namespace KServe.Graphs;

/// <summary>What a path has found: a value of the document, a new list of such, a number, or nothing.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct ConditionValue
{
    private readonly double _number;

    public ConditionValue(JsonElement element)
    {
        Element = element;
        Exists = true;
    }

    public ConditionValue(List<ConditionValue> list)
    {
        List = list;
        Exists = true;
    }

    public ConditionValue(double number)
    {
        _number = number;
        IsCount = true;
        Exists = true;
    }

    public bool Exists { get; }

    /// <summary>Gets the value of the document; undefined for a list or a count.</summary>
    public JsonElement Element { get; }

    public List<ConditionValue>? List { get; }

    public bool IsCount { get; }

    public JsonValueKind Kind => (List, IsCount) switch
    {
        (not null, _) => JsonValueKind.Array,
        (_, true) => JsonValueKind.Number,
        _ => Element.ValueKind,
    };

    public bool IsContainer => Kind is JsonValueKind.Array or JsonValueKind.Object;

    public int Count => List?.Count ?? Element.GetArrayLength();

    public ConditionValue this[int index] => List is { } list ? list[index] : new ConditionValue(Element[index]);

    /// <summary>Gets the number; 0 for one that a double cannot take.</summary>
    public double Number => IsCount ? _number : Element.TryGetDouble(out var value) ? value : 0;
}
