using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Values;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Pmml.Fields;

/// <summary>
/// One row under evaluation: the values of all fields, each computed once, and the results of all models.
/// </summary>
/// <remarks>Belongs to one call at a time; a model keeps a few for the next calls.</remarks>
internal sealed class PmmlRow
{
    private readonly FieldSource[] _sources;
    private readonly PmmlValue[] _values;
    private readonly bool[] _isKnown;
    private readonly ModelResult?[] _results;
    private TableColumn?[] _columns = [];
    private int _index;

    public PmmlRow(FieldSource[] sources, int modelCount)
    {
        _sources = sources;
        _values = new PmmlValue[sources.Length];
        _isKnown = new bool[sources.Length];
        _results = new ModelResult?[modelCount];
    }

    /// <summary>Gets whether a value was refused, so that the row has no result.</summary>
    public bool IsInvalid { get; private set; }

    /// <summary>Gets the position of the row in its table.</summary>
    public int Index => _index;

    /// <summary>Takes the columns of a table, in the order of the model's inputs; an absent one is missing.</summary>
    public void Attach(TableColumn?[] columns) => _columns = columns;

    /// <summary>Forgets the table.</summary>
    public void Detach()
    {
        _columns = [];
        Array.Clear(_values);
    }

    /// <summary>Moves to a row of the table.</summary>
    public void MoveTo(int index)
    {
        _index = index;
        IsInvalid = false;
        Array.Clear(_isKnown);
        foreach (var result in _results)
        {
            result?.Reset();
        }
    }

    public void Refuse() => IsInvalid = true;

    public PmmlValue Get(int slot)
    {
        if (!_isKnown[slot])
        {
            _values[slot] = _sources[slot].Compute(this);
            _isKnown[slot] = true;
        }

        return _values[slot];
    }

    /// <summary>Gets a value as a number: NaN of a missing one and of a text.</summary>
    public double GetNumber(int slot) => Get(slot).ToNumber();

    public void Set(int slot, PmmlValue value)
    {
        _values[slot] = value;
        _isKnown[slot] = true;
    }

    /// <summary>Reads a cell as the request gave it.</summary>
    public PmmlValue ReadCell(int column)
    {
        if (column >= _columns.Length || _columns[column] is not { } cells)
        {
            return default;
        }

        return cells.Kind switch
        {
            TableColumnKind.Text => PmmlValue.FromText(cells.Texts[_index]),
            TableColumnKind.Boolean when cells.Numbers[_index] is 0 or 1 =>
                PmmlValue.FromBoolean(cells.Numbers[_index] != 0),
            _ => PmmlValue.FromReal(cells.Numbers[_index]),
        };
    }

    /// <summary>Gets the result of a model, made the first time.</summary>
    public ModelResult GetResult(ModelEvaluator model) =>
        _results[model.Index] ??= new ModelResult(model);

    /// <summary>Gets the result of a model when it has been evaluated for this row.</summary>
    public ModelResult? FindResult(int modelIndex) =>
        _results[modelIndex] is { IsEvaluated: true } result ? result : null;
}
