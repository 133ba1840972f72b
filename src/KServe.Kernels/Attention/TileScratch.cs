using System.Runtime.InteropServices;

namespace KServe.Kernels.Attention;

/// <summary>The memory of one thread while it computes an item.</summary>
[StructLayout(LayoutKind.Auto)]
internal unsafe struct TileScratch
{
    /// <summary>The rows of queries that an item has, unless one token alone has more.</summary>
    public const int UsualRows = 64;

    /// <summary>The keys in a tile; tiles begin at multiples of it, wherever a query stands.</summary>
    public const int TileSize = 64;

    /// <summary>The keys in a group, side by side in memory.</summary>
    public const int GroupSize = KvLayout.BlockStep;

    /// <summary>The groups of a tile.</summary>
    public const int Groups = TileSize / GroupSize;

    /// <summary>The rows that are computed side by side.</summary>
    public const int RowStep = 4;

    public float* Queries;
    public float* Sums;
    public float* Highest;
    public float* Totals;
    public float* Scores;
    public float* KeyTile;
    public float* ValueTile;

    /// <summary>Where each group's keys begin: [head size] rows of <see cref="KeyStride"/>.</summary>
    public float** Keys;

    /// <summary>Where each group's values begin: rows of the padded head size.</summary>
    public float** Values;

    public int KeyStride;

    public static nuint Floats(int headSize, int rows)
    {
        var padded = (nuint)KvLayout.Pad(headSize);
        return (2 * (nuint)rows * (padded + GroupSize)) + (RowStep * TileSize) + (2 * TileSize * padded)
            + (2 * GroupSize);
    }

    public static TileScratch At(float* memory, int headSize, int rows)
    {
        var padded = KvLayout.Pad(headSize);
        var scratch = new TileScratch { Queries = memory };
        scratch.Sums = scratch.Queries + ((nint)rows * padded);
        scratch.Highest = scratch.Sums + ((nint)rows * padded);
        scratch.Totals = scratch.Highest + ((nint)rows * GroupSize);
        scratch.Scores = scratch.Totals + ((nint)rows * GroupSize);
        scratch.KeyTile = scratch.Scores + (RowStep * TileSize);
        scratch.ValueTile = scratch.KeyTile + (TileSize * padded);
        scratch.Keys = (float**)(scratch.ValueTile + (TileSize * padded));
        scratch.Values = (float**)(scratch.ValueTile + (TileSize * padded) + GroupSize);
        return scratch;
    }
}
