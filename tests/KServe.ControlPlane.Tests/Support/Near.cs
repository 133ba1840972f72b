namespace KServe.ControlPlane.Tests.Support;

/// <summary>Compares numbers that went through single precision.</summary>
internal sealed class Near : IEqualityComparer<double>
{
    public bool Equals(double x, double y) => Math.Abs(x - y) <= 1e-5 * Math.Max(1, Math.Abs(x));

    public int GetHashCode(double obj) => 0;
}
