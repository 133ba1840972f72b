using KServe.Kernels.Compute;

namespace KServe.Kernels.Tests.Compute;

/// <summary>Runs something on the pool that runs it.</summary>
internal struct NestedWork : IComputeWork
{
    public static ComputePool Pool { get; set; } = null!;

    public readonly void Run(int part)
    {
        var inner = default(NestedWork);
        Pool.Run(ref inner, 2);
    }
}
