using System.Reflection;
using BenchmarkDotNet.Running;

namespace KServe.MicroBenchmarks.Budgets;

/// <summary>Runs a benchmark as BenchmarkDotNet would, without its clock.</summary>
/// <remarks>
/// A benchmark that returns a value is synchronous and counted exactly, on its thread. One that returns a task is
/// counted over the process. Each is measured some times and the least counts: what else allocates only adds.
/// </remarks>
internal sealed class BenchmarkAllocationCase(BenchmarkCase benchmark) : AllocationCase(GetName(benchmark))
{
    private const int WarmUp = 24;
    private const int Rounds = 3;
    private const int Operations = 24;

    /// <inheritdoc/>
    public override async Task<Allocation> MeasureAsync()
    {
        var descriptor = benchmark.Descriptor;
        var instance = Activator.CreateInstance(descriptor.Type)!;
        foreach (var parameter in benchmark.Parameters.Items)
        {
            descriptor.Type.GetProperty(parameter.Name)!.SetValue(instance, parameter.Value);
        }

        await CallAsync(descriptor.GlobalSetupMethod, instance);
        try
        {
            return descriptor.WorkloadMethod.ReturnType == typeof(Task)
                ? await MeasureAsync(descriptor.WorkloadMethod.CreateDelegate<Func<Task>>(instance))
                : Measure(descriptor.WorkloadMethod.CreateDelegate<Func<int>>(instance));
        }
        finally
        {
            await CallAsync(descriptor.GlobalCleanupMethod, instance);
        }
    }

    private Allocation Measure(Func<int> operation)
    {
        Repeat(operation, WarmUp);
        var least = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Repeat(operation, Operations);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return new Allocation(Name, Divide(least), IsExact: true);
    }

    private async Task<Allocation> MeasureAsync(Func<Task> operation)
    {
        await RepeatAsync(operation, WarmUp);
        var least = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await RepeatAsync(operation, Operations);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return new Allocation(Name, Divide(least), IsExact: false);
    }

    private static void Repeat(Func<int> operation, int count)
    {
        for (var i = 0; i < count; i++)
        {
            operation();
        }
    }

    private static async Task RepeatAsync(Func<Task> operation, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await operation();
        }
    }

    // Rounded up: a byte in every second operation is a growth too.
    private static long Divide(long bytes) => (bytes + Operations - 1) / Operations;

    private static async Task CallAsync(MethodInfo? method, object instance)
    {
        if (method?.Invoke(instance, null) is Task task)
        {
            await task;
        }
    }

    private static string GetName(BenchmarkCase benchmark)
    {
        var descriptor = benchmark.Descriptor;
        var name = $"{descriptor.Type.Name}.{descriptor.WorkloadMethod.Name}";
        return benchmark.HasParameters ? $"{name}({benchmark.Parameters.DisplayInfo.Trim('[', ']')})" : name;
    }
}
