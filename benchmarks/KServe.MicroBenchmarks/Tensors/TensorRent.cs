using System.Buffers;
using BenchmarkDotNet.Attributes;

namespace KServe.MicroBenchmarks.Tensors;

/// <summary>Rents and returns the memory of a tensor, beside the pool of arrays under it.</summary>
public class TensorRent
{
    private const string Name = "x";
    private readonly TensorPool _pool = new();
    private InferTensor _tensor = null!;
    // A view that does not leave its method would be kept on the stack.
    private InferTensor? _alias;
    private TensorShape _shape;
    private float[] _values = [];

    /// <summary>Gets or sets the number of FP32 elements.</summary>
    [Params(4, 1000, 20_000, 150_528)]
    public int Elements { get; set; }

    /// <summary>Creates the values.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _values = new float[Elements];
        _shape = TensorShape.Create([1, Elements]);
        _tensor = InferTensor.Create<float>(Name, _shape, _values);
    }

    /// <summary>The floor: the shared pool of arrays.</summary>
    [Benchmark(Baseline = true)]
    [BenchmarkCategory(Categories.Peer)]
    public int ArrayPool()
    {
        var array = ArrayPool<byte>.Shared.Rent(Elements * sizeof(float));
        ArrayPool<byte>.Shared.Return(array);
        return array.Length;
    }

    /// <summary>The floor with a copy.</summary>
    [Benchmark]
    [BenchmarkCategory(Categories.Peer)]
    public int ArrayPoolCopy()
    {
        var array = ArrayPool<float>.Shared.Rent(Elements);
        _values.CopyTo(array, 0);
        ArrayPool<float>.Shared.Return(array);
        return array.Length;
    }

    /// <summary>Memory of the host's pool.</summary>
    [Benchmark]
    public int PoolRent()
    {
        using var owner = _pool.Rent(Elements * sizeof(float));
        return owner.Memory.Length;
    }

    /// <summary>A tensor with unspecified content.</summary>
    [Benchmark]
    public int TensorRented()
    {
        using var tensor = InferTensor.Rent(_pool, Name, TensorDataType.FP32, _shape);
        return tensor.Shape.Rank;
    }

    /// <summary>A tensor with a copy of values.</summary>
    [Benchmark]
    public int TensorFilled()
    {
        using var tensor = InferTensor.Rent<float>(_pool, Name, _shape, _values);
        return tensor.Shape.Rank;
    }

    /// <summary>A view of a tensor under another name.</summary>
    [Benchmark]
    public int Alias()
    {
        _alias = _tensor.Alias(Name);
        return _alias.Shape.Rank;
    }
}
