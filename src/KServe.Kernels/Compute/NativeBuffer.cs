using System.Runtime.InteropServices;

namespace KServe.Kernels.Compute;

/// <summary>Native memory at a 64-byte boundary, in large pages where it fills some; freed with the object.</summary>
internal sealed unsafe class NativeBuffer : SafeHandle
{
    /// <summary>The width of a cache line and of the widest register.</summary>
    public const int Alignment = 64;

    public NativeBuffer(nuint length)
        : base(nint.Zero, ownsHandle: true)
    {
        Length = length;
        SetHandle((nint)NativeMemory.AlignedAlloc(length, length < LargePages.Size ? Alignment : LargePages.Size));
        LargePages.Request((void*)handle, length);
    }

    public override bool IsInvalid => handle == nint.Zero;

    /// <summary>Gets the bytes that were asked for.</summary>
    public nuint Length { get; }

    /// <summary>Gets the memory, which is not cleared.</summary>
    /// <exception cref="ObjectDisposedException">The memory is freed.</exception>
    public byte* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return (byte*)handle;
        }
    }

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
