using System.Runtime.InteropServices;

namespace KServe.Kernels.Compute;

/// <summary>Asks the system for large pages under memory that is read in long runs.</summary>
/// <remarks>
/// Processors fetch ahead within a page and stop at its end, which 4 KiB reach every few hundred instructions. Asking
/// changes speed alone; where the system has no such pages, nothing happens.
/// </remarks>
internal static unsafe partial class LargePages
{
    /// <summary>The size of a large page on x64, and of most others: where memory has to begin.</summary>
    public const nuint Size = 2 << 20;

    private const int Advice = 14;

    /// <summary>Asks for large pages under the whole ones of them that the memory fills.</summary>
    public static void Request(void* memory, nuint length)
    {
        if (OperatingSystem.IsLinux() && length >= Size)
        {
            _ = Advise((nint)memory, length / Size * Size, Advice);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nint address, nuint length, int advice);
}
