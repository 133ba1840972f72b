using System.Runtime.InteropServices;

namespace KServe.Runtime.Generative.Weights.Gguf;

/// <summary>A metadata value: its type, and where its bytes lie.</summary>
/// <param name="Type">The type.</param>
/// <param name="Offset">The first byte of the value; of an array, of its first element.</param>
/// <param name="ElementType">The type of an array's elements.</param>
/// <param name="Count">The number of an array's elements.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GgufValue(GgufType Type, long Offset, GgufType ElementType = default, long Count = 0);
