using KServe.Kernels.Compute;
using KServe.Kernels.Linear;
using KServe.Runtime.Generative.Weights;

namespace KServe.Runtime.Generative.Models.Blocks;

/// <summary>Builds the blocks of a model from its tensors, with their shapes checked.</summary>
/// <remarks>Names are relative to the first of the prefixes under which the model's marker tensor exists.</remarks>
internal sealed class ModelTensors
{
    /// <summary>The fewest weights of a matrix quantized at load; smaller ones stay as they are stored.</summary>
    /// <remarks>
    /// 256 KiB of binary32 lie in the cache of a core, where fewer bits save no time. And in models that are made of
    /// such matrices a rounding decides more: 8 bits alone, multiplied exactly, move logits by up to 5 %.
    /// </remarks>
    public const int SmallestQuantized = 65_536;

    private const string Weight = ".weight";

    private readonly WeightStore _store;
    private readonly LoraAdapter? _adapter;
    private readonly WeightPrecision _precision;
    private readonly ComputePool _pool;
    private readonly int _smallestQuantized;

    public ModelTensors(
        WeightStore store,
        LoraAdapter? adapter,
        WeightPrecision precision,
        ComputePool pool,
        int smallestQuantized = SmallestQuantized)
    {
        _smallestQuantized = smallestQuantized;
        _store = store;
        _adapter = adapter;
        _precision = precision;
        _pool = pool;
    }

    /// <summary>Returns the first of the prefixes with which a tensor exists, or the first of all.</summary>
    public string Prefix(string name, params ReadOnlySpan<string> prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (_store.Contains(prefix + name))
            {
                return prefix;
            }
        }

        return prefixes[0];
    }

    /// <summary>Gets whether a module has weights.</summary>
    public bool Has(string module) => _store.Contains(module + Weight);

    /// <summary>Gets how many outputs a module has.</summary>
    public int RowCount(string module) => _store.Get(module + Weight).Rows;

    /// <summary>Reads a vector.</summary>
    public float[] Vector(string name, int size) => _store.Get(name).Require(size).ToArray();

    /// <summary>Reads a vector that a model may lack.</summary>
    public float[]? OptionalVector(string name, int size) => _store.Contains(name) ? Vector(name, size) : null;

    /// <summary>Gets a matrix as it is stored, with the adapter's change.</summary>
    public IWeightRows Rows(string module, int rows, int columns, bool isTransposed = false)
    {
        var tensor = _store.Get(module + Weight);
        tensor = isTransposed
            ? tensor.Require(columns, rows).Transpose()
            : tensor.Require(rows, columns);
        return _adapter?.Change(module, tensor) ?? tensor;
    }

    /// <summary>Packs a matrix, with a bias where the file has one.</summary>
    public LinearLayer Linear(string module, int rows, int columns, bool isTransposed = false) =>
        Pack(module, [Rows(module, rows, columns, isTransposed)], OptionalVector(module + ".bias", rows));

    /// <summary>Packs a small matrix that decides much, in floating point whatever the others are held in.</summary>
    public LinearLayer Exact(string module, int rows, int columns) => new(
        Create(module, [Rows(module, rows, columns)], WeightPrecision.None),
        OptionalVector(module + ".bias", rows));

    /// <summary>Packs matrices of the same input as one, with the biases of those that have one.</summary>
    public LinearLayer Linear(ReadOnlySpan<string> modules, ReadOnlySpan<int> rows, int columns)
    {
        var parts = new IWeightRows[modules.Length];
        float[]? bias = null;
        var first = 0;
        for (var i = 0; i < modules.Length; i++)
        {
            parts[i] = Rows(modules[i], rows[i], columns);
            if (OptionalVector(modules[i] + ".bias", rows[i]) is { } part)
            {
                bias ??= new float[Sum(rows)];
                part.CopyTo(bias, first);
            }

            first = checked(first + rows[i]);
        }

        return Pack(modules[0], parts, bias);
    }

    /// <summary>Packs matrices as one.</summary>
    /// <param name="module">The name for errors.</param>
    /// <param name="parts">The matrices.</param>
    /// <param name="bias">What is added behind them.</param>
    public LinearLayer Pack(string module, IWeightRows[] parts, float[]? bias) =>
        new(Create(module, parts, IsSmall(parts) ? WeightPrecision.Auto : _precision), bias);

    /// <summary>Reads a norm, with a bias where the file has one.</summary>
    public NormLayer Norm(string module, NormKind kind, int size, double epsilon) =>
        new(kind, Vector(module + Weight, size), OptionalVector(module + ".bias", size), epsilon);

    private bool IsSmall(IWeightRows[] parts) =>
        _precision is WeightPrecision.Q8 or WeightPrecision.Q4
        && parts.Sum(static part => (long)part.Rows * part.Columns) < _smallestQuantized;

    private WeightMatrix Create(string module, IWeightRows[] parts, WeightPrecision precision)
    {
        try
        {
            return WeightMatrix.Create(parts, precision, _pool);
        }
        catch (InvalidDataException e)
        {
            throw WeightErrors.Create($"tensor {WeightErrors.Show(module)}", e.Message);
        }
    }

    private static int Sum(ReadOnlySpan<int> numbers)
    {
        var sum = 0;
        foreach (var number in numbers)
        {
            sum = checked(sum + number);
        }

        return sum;
    }
}
