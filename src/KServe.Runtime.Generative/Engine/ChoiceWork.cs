using System.Runtime.InteropServices;
using KServe.Kernels.Compute;

namespace KServe.Runtime.Generative.Engine;

/// <summary>The choices of a step as work for threads, which know no objects.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct ChoiceWork(TokenChooser chooser) : IComputeWork, IDisposable
{
    private readonly GCHandle _chooser = GCHandle.Alloc(chooser);

    /// <summary>Shares the choices over the threads and returns when all tokens are chosen.</summary>
    public void Run(ComputePool threads, int parts)
    {
        var work = this;
        threads.Run(ref work, parts);
    }

    public void Run(int part) => ((TokenChooser)_chooser.Target!).Take(part);

    public void Dispose() => _chooser.Free();
}
