using BenchmarkDotNet.Attributes;

namespace KServe.MicroBenchmarks.Tests.Budgets;

/// <summary>Allocates arrays whose size is known.</summary>
public class ArrayBenchmark
{
    public const int HeaderBytes = 24;

    private byte[] _last = [];

    [Params(8, 80)]
    public int Length { get; set; }

    public int Setups { get; private set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        await Task.Yield();
        Setups++;
    }

    [Benchmark(Baseline = true)]
    [BenchmarkCategory(Categories.Peer)]
    public int Peer() => Allocate(Length);

    [Benchmark]
    public int Once() => Allocate(Length);

    [Benchmark]
    public async Task OnAnotherThreadAsync()
    {
        await Task.Yield();
        Allocate(Length);
    }

    // Kept in a field: what does not leave the method may not reach the heap.
    private int Allocate(int length)
    {
        _last = new byte[Setups * length];
        return _last.Length;
    }
}
