using KServe.Kernels.Compute;

namespace KServe.Generative.Matrices;

/// <summary>Pieces of work with nothing to do: what handing one to all threads costs.</summary>
internal static class PoolFloor
{
    public const int Runs = 2000;

    public static void Run(ComputePool pool)
    {
        for (var i = 0; i < Runs; i++)
        {
            var work = default(NoWork);
            pool.Run(ref work, pool.Threads * 4);
        }
    }

    private struct NoWork : IComputeWork
    {
        public readonly void Run(int part)
        {
        }
    }
}
