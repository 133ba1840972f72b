namespace KServe.Kernels.Linear;

/// <summary>The shape in which weights lie in memory: rows side by side, so that a register holds rows.</summary>
/// <remarks>
/// A panel is as many rows as fill two of the widest registers. Formats of 16 bits put row <c>i</c> and row
/// <c>i + 16</c> into one 32-bit word, formats of 4 bits into one byte, so that the same layout serves every width.
/// </remarks>
internal static class Panels
{
    /// <summary>The rows of a panel.</summary>
    public const int Rows = 32;

    /// <summary>The distance of the two rows that share a word.</summary>
    public const int Half = 16;

    /// <summary>The inputs that share a scale in quantized formats.</summary>
    public const int BlockSize = 32;

    /// <summary>The inputs whose products one lane sums at once in quantized formats.</summary>
    public const int GroupSize = 4;

    /// <summary>Gets how many panels hold some rows.</summary>
    public static int Count(int rows) => (rows / Rows) + (rows % Rows == 0 ? 0 : 1);

    /// <summary>Gets how many blocks hold a row.</summary>
    public static int Blocks(int columns) => (columns / BlockSize) + (columns % BlockSize == 0 ? 0 : 1);
}
