using System.Runtime.InteropServices;

namespace KServe.ManyModels;

/// <summary>One answered request.</summary>
/// <param name="Second">The second of the run in which it began.</param>
/// <param name="Ticks">How long it took, in ticks of the stopwatch.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Sample(int Second, long Ticks);
