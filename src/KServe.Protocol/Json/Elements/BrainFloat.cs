namespace KServe.Protocol;

/// <summary>Converts brain floating point of 16 bits.</summary>
internal static class BrainFloat
{
    private const ushort QuietNaN = 0x7FC0;

    public static float ToSingle(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    /// <summary>Rounds to nearest, ties to even.</summary>
    public static ushort FromSingle(float value)
    {
        if (float.IsNaN(value))
        {
            return QuietNaN;
        }

        var bits = BitConverter.SingleToUInt32Bits(value);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
