using System.Collections.Concurrent;
using KServe.Runtime.Pmml.Fields;
using KServe.Runtime.Pmml.Mining;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Pmml.Outputs;
using KServe.Runtime.Pmml.Values;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Pmml;

/// <summary>A PMML document as a model over tables: one output per output field, one value per row.</summary>
internal sealed class PmmlModel : TabularModel
{
    private const int MaxKeptRows = 16;

    private readonly ModelEvaluator _model;
    private readonly FieldSource[] _sources;
    private readonly int _modelCount;
    private readonly ModelInput[] _inputs;
    private readonly ModelInput[] _active;
    private readonly bool[] _isInput;
    private readonly OutputAssignment[] _fields;
    private readonly ConcurrentQueue<PmmlRow> _rows = new();

    public PmmlModel(DocumentContext document, ModelEvaluator model)
    {
        _model = model;
        _fields = model.Assignments.Length > 0
            ? model.Assignments
            : [.. OutputReader.CreateDefault(model).Select(field =>
                new OutputAssignment(field, document.Slots.Add(AssignedSource.Instance)))];
        _sources = document.Slots.ToArray();
        _modelCount = document.ModelCount;
        _inputs = [.. document.Inputs];
        _isInput = Array.ConvertAll(_sources, static source => source is InputSource);
        _active = [.. document.Inputs.Where(static input => input.IsActive)];
        ColumnNames = Array.ConvertAll(_active, static input => input.Name);
        Inputs = Array.ConvertAll(_active, static input =>
            new TensorMetadata(input.Name, GetInputType(input.Type), [-1]) { IsOptional = input.IsOptional });
        Outputs = Array.ConvertAll(_fields, static field =>
            new TabularOutput(field.Output.Name, field.Output.Type.TensorType, [-1]));
        DefaultOutputs =
        [
            .. _fields.Where(static field => field.Output.IsFinal).Select(static field => field.Output.Name),
        ];
    }

    public override string Platform => "pmml";

    public override int ColumnCount => _active.Length;

    public override IReadOnlyList<string> ColumnNames { get; }

    // Fields may be missing, and supplementary ones may come along: the document says what that means.
    public override bool SelectsColumns => true;

    public override IReadOnlyList<TensorMetadata> Inputs { get; }

    public override IReadOnlyList<TabularOutput> Outputs { get; }

    public override IReadOnlyList<string> DefaultOutputs { get; }

    /// <summary>Gets the outermost model.</summary>
    public ModelEvaluator Model => _model;

    public override InferTensor Compute(
        Table table,
        TabularOutput output,
        string name,
        TensorPool pool,
        CancellationToken cancellationToken) =>
        ComputeAll(table, [output], [name], pool, cancellationToken)[0];

    public override InferTensor[] ComputeAll(
        Table table,
        IReadOnlyList<TabularOutput> outputs,
        IReadOnlyList<string> names,
        TensorPool pool,
        CancellationToken cancellationToken)
    {
        var places = outputs.Select(Find).ToArray();
        var values = new PmmlValue[places.Length][];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = new PmmlValue[table.RowCount];
        }

        Evaluate(table, places, values, cancellationToken);
        var tensors = new InferTensor[places.Length];
        for (var i = 0; i < tensors.Length; i++)
        {
            tensors[i] = PmmlResults.Create(names[i], outputs[i].DataType, values[i], pool);
        }

        return tensors;
    }

    public override object? GetService(Type serviceType) =>
        serviceType == typeof(Kernels.Trees.TreeEnsemble) ? (_model as MiningModel)?.Forest?.Ensemble : null;

    private static TensorDataType GetInputType(PmmlType type) => type.DataType switch
    {
        PmmlDataType.Integer => TensorDataType.INT64,
        PmmlDataType.Float => TensorDataType.FP32,
        PmmlDataType.Double => TensorDataType.FP64,
        PmmlDataType.Boolean => TensorDataType.BOOL,
        _ => TensorDataType.BYTES,
    };

    private int Find(TabularOutput output)
    {
        var place = Array.FindIndex(_fields, field => field.Output.Name == output.Name);
        return place >= 0
            ? place
            : throw InferenceException.InvalidArgument($"the model has no output '{output.Name}'");
    }

    private void Evaluate(Table table, int[] places, PmmlValue[][] values, CancellationToken cancellationToken)
    {
        var row = _rows.TryDequeue(out var kept) ? kept : new PmmlRow(_sources, _modelCount);
        row.Attach(GetColumns(table));
        var block = table.RowCount > 1 && FindForests() is { Length: > 0 } forests ? new ForestBlock(forests) : null;
        for (var start = 0; start < table.RowCount; start += ForestBlock.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(ForestBlock.Length, table.RowCount - start);
            block?.Compute(row, start, count, cancellationToken);
            for (var i = 0; i < count; i++)
            {
                block?.Select(row, i);
                Evaluate(row, start + i, places, values);
            }
        }

        foreach (var forest in block is null ? [] : FindForests())
        {
            row.GetResult(forest).SetForest(default);
        }

        row.Detach();
        if (_rows.Count < MaxKeptRows)
        {
            _rows.Enqueue(row);
        }
    }

    private void Evaluate(PmmlRow row, int index, int[] places, PmmlValue[][] values)
    {
        row.MoveTo(index);
        if (!TryEvaluate(row))
        {
            return;
        }

        for (var place = 0; place < places.Length; place++)
        {
            values[place][index] = row.Get(_fields[places[place]].Slot);
        }
    }

    /// <summary>
    /// Finds the forests whose features are inputs, so that they can be computed for many rows at once.
    /// </summary>
    private MiningModel[] FindForests() => _model is MiningModel mining
        ? [.. mining.FindForests().Where(model => model.Forest!.HasOnly(_isInput))]
        : [];

    /// <summary>Evaluates a row.</summary>
    /// <returns><see langword="false"/> when the row is invalid, and has no result at all.</returns>
    private bool TryEvaluate(PmmlRow row)
    {
        foreach (var input in _active)
        {
            row.Get(input.Slot);
        }

        if (row.IsInvalid)
        {
            return false;
        }

        var result = _model.Evaluate(row);
        if (_model.Assignments.Length == 0)
        {
            foreach (var field in _fields)
            {
                row.Set(field.Slot, field.Output.Evaluate(row, result));
            }
        }

        return !row.IsInvalid;
    }

    /// <summary>Finds the columns of all inputs; of those that the model can do without, only by their names.</summary>
    private TableColumn?[] GetColumns(Table table)
    {
        if (!table.HasColumns && table.ColumnCount != _active.Length)
        {
            throw InferenceException.InvalidArgument(
                $"the input has {table.ColumnCount} columns, the model has {_active.Length} fields");
        }

        var position = 0;
        return Array.ConvertAll(_inputs, input =>
        {
            var at = table.HasColumns ? table.FindColumn(input.Name) : input.IsActive ? position++ : -1;
            return at < 0 ? null : table.GetColumn(at);
        });
    }
}
