using System.Runtime.InteropServices;

namespace KServe.Detectors;

/// <summary>One number that went beyond what is allowed.</summary>
/// <param name="Feature">The feature or group; empty for all together.</param>
/// <param name="Value">The score, statistic or index.</param>
/// <param name="PValue">The p-value; NaN when the method has none.</param>
/// <param name="Threshold">What the p-value, or else the value, was compared with.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Finding(string Feature, double Value, double PValue, double Threshold);
