namespace KServe.Kernels.Compute;

/// <summary>Work in parts that may run at the same time, in any order.</summary>
public interface IComputeWork
{
    /// <summary>Runs one part; parts write to memory of their own.</summary>
    /// <param name="part">The part, from 0.</param>
    void Run(int part);
}
