using System.Runtime.InteropServices;

namespace KServe.AspNetCore.Transport;

/// <summary>One event: which file, by its slot, is ready for what.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReadyFile(int Slot, EpollEvents Events);
