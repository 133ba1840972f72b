using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using KServe.Kernels.Compute;

namespace KServe.Generative.Floors;

/// <summary>Reads a large piece of memory with all threads: what bandwidth there is.</summary>
internal sealed unsafe partial class MemoryFloor : IDisposable
{
    private const long Bytes = 1L << 29;
    private const int Parts = 256;
    private const nuint LargePage = 2 << 20;
    private const int LargePages = 14;
    private readonly byte* _memory = (byte*)NativeMemory.AlignedAlloc((nuint)Bytes, LargePage);

    public MemoryFloor()
    {
        // As the matrices do: a floor in small pages would be a lower one.
        if (OperatingSystem.IsLinux())
        {
            _ = Advise((nint)_memory, (nuint)Bytes, LargePages);
        }

        NativeMemory.Fill(_memory, (nuint)Bytes, 1);
    }

    public static long Size => Bytes;

    public void Read(ComputePool pool)
    {
        var work = new ReadWork { Memory = _memory };
        pool.Run(ref work, Parts);
        if (work.Sum == 1)
        {
            throw new InvalidOperationException("The memory was filled with something else.");
        }
    }

    public void Dispose() => NativeMemory.AlignedFree(_memory);

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nint address, nuint length, int advice);

    [StructLayout(LayoutKind.Auto)]
    private struct ReadWork : IComputeWork
    {
        public byte* Memory;
        public long Sum;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int part)
        {
            var source = Memory + (part * (Bytes / Parts));
            Vector512<long> a = default, b = default, c = default, d = default;
            for (long at = 0; at < Bytes / Parts; at += 256)
            {
                a += Vector512.Load((long*)(source + at));
                b += Vector512.Load((long*)(source + at + 64));
                c += Vector512.Load((long*)(source + at + 128));
                d += Vector512.Load((long*)(source + at + 192));
            }

            Interlocked.Add(ref Sum, Vector512.Sum(a + b + c + d));
        }
    }
}
