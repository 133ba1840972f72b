using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Expressions;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Values;

namespace KServe.Runtime.Pmml.Models;

/// <summary>What a model is read with: its element, its fields and its target.</summary>
internal sealed class ModelContext
{
    private readonly List<string> _categories = [];
    private readonly List<PmmlValue> _values = [];
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);

    public ModelContext(
        DocumentContext document,
        PmmlElement element,
        FieldScope scope,
        MiningFunction function,
        DataField? target,
        int depth = 0)
    {
        Document = document;
        Depth = depth;
        Element = element;
        Scope = scope;
        Function = function;
        Target = target;
        Index = document.AddModel();
        IsFloat = element.Get("x-mathContext") switch
        {
            null or "double" => false,
            "float" => true,
            _ => throw element.Unknown("x-mathContext"),
        };
        TargetType = target?.Type ?? (function == MiningFunction.Regression ? PmmlType.Double : PmmlType.Text);
        foreach (var value in function == MiningFunction.Classification ? target?.Values ?? [] : [])
        {
            AddCategory(value.ToString());
        }
    }

    public DocumentContext Document { get; }

    /// <summary>Gets how many models are around this one.</summary>
    public int Depth { get; }

    public PmmlElement Element { get; }

    public FieldScope Scope { get; }

    /// <summary>Gets or sets the fields that outputs see besides: those that segments put out.</summary>
    public FieldScope? SegmentScope { get; set; }

    public MiningFunction Function { get; }

    public DataField? Target { get; }

    public PmmlType TargetType { get; }

    /// <summary>Gets the number of the model in its document.</summary>
    public int Index { get; }

    /// <summary>Gets whether sums are those of single precision.</summary>
    public bool IsFloat { get; }

    public ExpressionReader Expressions => Document.Expressions;

    /// <summary>Gets the categories so far: those of the target, then those that the model names.</summary>
    public string[] Categories => [.. _categories];

    /// <summary>Gets the values of the categories in the target's type.</summary>
    public PmmlValue[] CategoryValues => [.. _values];

    public bool IsClassification => Function == MiningFunction.Classification;

    /// <summary>Gets the position of a category, which is added when it is new.</summary>
    public int AddCategory(string text)
    {
        var value = ToTargetValue(text);
        var name = value.ToString();
        if (!_indexes.TryGetValue(name, out var index))
        {
            _indexes.Add(name, index = _categories.Count);
            _categories.Add(name);
            _values.Add(value);
        }

        return index;
    }

    /// <summary>Gets the value of a category by its position.</summary>
    public PmmlValue CategoryAt(int index) => _values[index];

    /// <summary>Reads a value of the target, or keeps the text when it is none.</summary>
    public PmmlValue ToTargetValue(string text) =>
        TargetType.TryConvert(PmmlValue.FromText(text), out var value) && !value.IsMissing
            ? value
            : PmmlValue.FromText(text);
}
