using System.Runtime.InteropServices;

namespace KServe.Protocol;

/// <summary>A decimal number as it was written.</summary>
/// <param name="Mantissa">All digits as one integer.</param>
/// <param name="Decimals">How many of them follow the point; 0 when there is no point.</param>
/// <param name="Sign">1 when there is a minus, otherwise 0; no Boolean, since branches on it would be random.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DecimalNumber(ulong Mantissa, int Decimals, int Sign);
