using System.Runtime.InteropServices;

namespace KServe.Batching;

/// <summary>Some consecutive items of a batch and their rows in it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BatchRange(int First, int Count, int FirstRow, int Rows);
