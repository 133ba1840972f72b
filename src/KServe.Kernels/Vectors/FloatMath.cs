using System.Runtime.CompilerServices;

namespace KServe.Kernels.Vectors;

/// <summary>Functions of float32 numbers, the same operations at every register width.</summary>
/// <remarks>
/// Exponential and hyperbolic tangent: the polynomials of the Cephes library (Moshier). Error function: Abramowitz and
/// Stegun, formula 7.1.26, absolute error below 1.5e-7.
/// </remarks>
internal static class FloatMath
{
    /// <summary>Computes eˣ: 0 below -87, and at most e⁸⁸.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exp<TLanes>(TLanes x)
        where TLanes : unmanaged, IFloatLanes<TLanes>
    {
        var lowest = TLanes.Create(-87f);
        var clamped = TLanes.Min(TLanes.Max(x, lowest), TLanes.Create(88f));
        var n = TLanes.Round(clamped * TLanes.Create(1.44269504088896341f));
        var r = TLanes.MultiplyAdd(n, TLanes.Create(-0.693359375f), clamped);
        r = TLanes.MultiplyAdd(n, TLanes.Create(2.12194440e-4f), r);
        var p = TLanes.Create(1.9875691500e-4f);
        p = TLanes.MultiplyAdd(p, r, TLanes.Create(1.3981999507e-3f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Create(8.3334519073e-3f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Create(4.1665795894e-2f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Create(1.6666665459e-1f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Create(5.0000001201e-1f));
        p = TLanes.MultiplyAdd(p, r * r, r) + TLanes.Create(1f);
        return TLanes.Select(TLanes.Less(x, lowest), TLanes.Create(0f), p * TLanes.PowerOfTwo(n));
    }

    /// <summary>Computes 1 / (1 + e⁻ˣ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sigmoid<TLanes>(TLanes x)
        where TLanes : unmanaged, IFloatLanes<TLanes>
    {
        var one = TLanes.Create(1f);
        return one / (one + Exp(TLanes.Create(0f) - x));
    }

    /// <summary>Computes the hyperbolic tangent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Tanh<TLanes>(TLanes x)
        where TLanes : unmanaged, IFloatLanes<TLanes>
    {
        var square = x * x;
        var p = TLanes.Create(-5.70498872745e-3f);
        p = TLanes.MultiplyAdd(p, square, TLanes.Create(2.06390887954e-2f));
        p = TLanes.MultiplyAdd(p, square, TLanes.Create(-5.37397155531e-2f));
        p = TLanes.MultiplyAdd(p, square, TLanes.Create(1.33314422036e-1f));
        p = TLanes.MultiplyAdd(p, square, TLanes.Create(-3.33332819422e-1f));
        var near = TLanes.MultiplyAdd(p * square, x, x);
        var one = TLanes.Create(1f);
        var far = one - (TLanes.Create(2f) / (Exp(x + x) + one));
        return TLanes.Select(TLanes.Less(TLanes.Abs(x), TLanes.Create(0.625f)), near, far);
    }

    /// <summary>Computes the error function.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Erf<TLanes>(TLanes x)
        where TLanes : unmanaged, IFloatLanes<TLanes>
    {
        var one = TLanes.Create(1f);
        var zero = TLanes.Create(0f);
        var a = TLanes.Abs(x);
        var t = one / TLanes.MultiplyAdd(a, TLanes.Create(0.3275911f), one);
        var p = TLanes.Create(1.061405429f);
        p = TLanes.MultiplyAdd(p, t, TLanes.Create(-1.453152027f));
        p = TLanes.MultiplyAdd(p, t, TLanes.Create(1.421413741f));
        p = TLanes.MultiplyAdd(p, t, TLanes.Create(-0.284496736f));
        p = TLanes.MultiplyAdd(p, t, TLanes.Create(0.254829592f));
        var y = one - (p * t * Exp(zero - (a * a)));
        return TLanes.Select(TLanes.Less(x, zero), zero - y, y);
    }
}
