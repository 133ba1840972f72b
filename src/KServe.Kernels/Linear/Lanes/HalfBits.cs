namespace KServe.Kernels.Linear;

/// <summary>How a binary16's bits become a binary32's: shifted into place, then multiplied by a power of two.</summary>
/// <remarks>Exact for finite numbers, subnormal ones included; .NET 10 has no intrinsic for the conversion.</remarks>
internal static class HalfBits
{
    /// <summary>The sign, exponent and fraction after an arithmetic shift by 3, without the sign's copies.</summary>
    public const int Mask = unchecked((int)0x8FFFE000);

    /// <summary>2^112, the difference of the exponents' biases.</summary>
    public const float Scale = 5.192296858534828e33f;
}
