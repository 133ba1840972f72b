using System.Runtime.InteropServices;

namespace KServe.Kernels.Linear;

/// <summary>Machine code in pages that were written once and can be executed, and never both at a time.</summary>
internal static unsafe partial class ExecutableMemory
{
    private const int Read = 1;
    private const int Write = 2;
    private const int Execute = 4;
    private const int PrivateAnonymous = 0x22;

    /// <summary>Copies code to pages of its own, which stay for the life of the process.</summary>
    /// <returns>The address, or null where the system allows no such pages.</returns>
    public static byte* TryCreate(ReadOnlySpan<byte> code)
    {
        var length = (nuint)code.Length;
        var pages = Map(nint.Zero, length, Read | Write, PrivateAnonymous, -1, 0);
        if (pages == -1)
        {
            return null;
        }

        code.CopyTo(new Span<byte>((void*)pages, code.Length));
        if (Protect(pages, length, Read | Execute) != 0)
        {
            _ = Unmap(pages, length);
            return null;
        }

        return (byte*)pages;
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unmap(nint address, nuint length);
}
