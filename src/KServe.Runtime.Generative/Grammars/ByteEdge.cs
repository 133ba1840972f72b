using System.Runtime.InteropServices;

namespace KServe.Runtime.Generative.Grammars;

/// <summary>A way from a state to another.</summary>
/// <param name="Kind">What it leads over.</param>
/// <param name="Target">Where it leads.</param>
/// <param name="Low">The first byte, or the first state of the rule.</param>
/// <param name="High">The last byte, or the last state of the rule.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ByteEdge(ByteEdgeKind Kind, int Target, int Low, int High);
