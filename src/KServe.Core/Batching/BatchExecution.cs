using System.Runtime.InteropServices;

namespace KServe;

/// <summary>Describes one call of a predictor by a batcher.</summary>
/// <param name="Requests">How many requests it answered.</param>
/// <param name="Rows">How many rows these had, without rows that only fill up.</param>
/// <param name="Input">The time to put the requests together.</param>
/// <param name="Infer">The time in the predictor.</param>
/// <param name="Output">The time to take the response apart.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct BatchExecution(
    int Requests,
    int Rows,
    TimeSpan Input,
    TimeSpan Infer,
    TimeSpan Output);
