using System.Runtime.InteropServices;

namespace KServe.Detectors;

/// <summary>What a statistical test found.</summary>
/// <param name="Statistic">The statistic; how large it can be depends on the test.</param>
/// <param name="PValue">The probability of a statistic at least as large without any difference.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TestResult(double Statistic, double PValue);
