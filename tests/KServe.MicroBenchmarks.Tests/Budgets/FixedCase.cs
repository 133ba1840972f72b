using KServe.MicroBenchmarks.Budgets;

namespace KServe.MicroBenchmarks.Tests.Budgets;

/// <summary>Allocates what it is told.</summary>
internal sealed class FixedCase(string name, long bytes) : AllocationCase(name)
{
    public override Task<Allocation> MeasureAsync() => Task.FromResult(new Allocation(Name, bytes, IsExact: true));
}
