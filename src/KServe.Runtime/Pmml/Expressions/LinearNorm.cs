using System.Runtime.InteropServices;

namespace KServe.Runtime.Pmml.Expressions;

/// <summary>A corner of a piecewise linear function.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LinearNorm(double Origin, double Norm);
