using KServe.Kernels.Compute;
using KServe.Kernels.Linear;

namespace KServe.Generative.Matrices;

/// <summary>All weight matrices of a model in one precision, multiplied as a step multiplies them.</summary>
internal sealed class LinearModel : IDisposable
{
    private readonly List<WeightMatrix> _layers = [];
    private readonly WeightMatrix _head;
    private readonly float[] _input;
    private readonly float[] _output;

    public LinearModel(
        string name,
        ModelShape shape,
        WeightFormat stored,
        WeightPrecision precision,
        int most,
        ComputePool pool)
    {
        Name = name;
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            foreach (var (rows, columns) in shape.LayerMatrices)
            {
                _layers.Add(WeightMatrix.Create(new RandomRows(rows, columns, stored), precision, pool));
            }
        }

        _head = WeightMatrix.Create(new RandomRows(shape.Vocabulary, shape.Hidden, stored), precision, pool);
        _input = new float[most * _layers.Max(matrix => matrix.Columns)];
        _output = new float[Math.Max(most * _layers.Max(matrix => matrix.Rows), HeadTokens * shape.Vocabulary)];
        var random = new Random(2);
        foreach (ref var value in _input.AsSpan())
        {
            value = random.NextSingle() - 0.5f;
        }
    }

    /// <summary>The most tokens whose logits a step computes here.</summary>
    public const int HeadTokens = 16;

    public string Name { get; }

    /// <summary>Gets the bytes that a token reads.</summary>
    public long WeightBytes => _layers.Sum(matrix => matrix.SizeInBytes) + _head.SizeInBytes;

    /// <summary>Gets the floating-point operations of a step.</summary>
    public long GetOperations(int tokens, int logits) =>
        2 * ((tokens * _layers.Sum(matrix => (long)matrix.Rows * matrix.Columns))
            + (logits * (long)_head.Rows * _head.Columns));

    public void Step(int tokens, int logits, ComputePool pool)
    {
        foreach (var matrix in _layers)
        {
            matrix.Multiply(_input.AsSpan(0, tokens * matrix.Columns), tokens, _output, pool);
        }

        _head.Multiply(_input.AsSpan(0, logits * _head.Columns), logits, _output, pool);
    }

    public void Dispose()
    {
        _layers.ForEach(matrix => matrix.Dispose());
        _head.Dispose();
    }
}
