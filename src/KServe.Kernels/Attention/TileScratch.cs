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

    /// <summary>The keys in a split, some tiles that may be computed by another thread than the others.</summary>
    public const int SplitSize = 8 * TileSize;

    /// <summary>The keys in a group, side by side in memory.</summary>
    public const int GroupSize = KvLayout.BlockStep;

    /// <summary>The groups of a tile.</summary>
    public const int Groups = TileSize / GroupSize;

    /// <summary>The rows that are computed side by side.</summary>
    public const int RowStep = 4;

    public float* Queries;

    /// <summary>The sums over the split that is computed.</summary>
    public RowSums Split;

    /// <summary>The sums over all splits before it.</summary>
    public RowSums All;
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
        return ((nuint)rows * padded) + (2 * RowSums.Floats((int)padded, rows)) + (RowStep * TileSize)
            + (2 * TileSize * padded) + (2 * GroupSize);
    }

    public static TileScratch At(float* memory, int headSize, int rows)
    {
        var padded = KvLayout.Pad(headSize);
        var scratch = new TileScratch { Queries = memory };
        var sums = scratch.Queries + ((nint)rows * padded);
        scratch.Split = RowSums.At(sums, padded, rows);
        sums += RowSums.Floats(padded, rows);
        scratch.All = RowSums.At(sums, padded, rows);
        scratch.Scores = sums + RowSums.Floats(padded, rows);
        scratch.KeyTile = scratch.Scores + (RowStep * TileSize);
        scratch.ValueTile = scratch.KeyTile + (TileSize * padded);
        scratch.Keys = (float**)(scratch.ValueTile + (TileSize * padded));
        scratch.Values = (float**)(scratch.ValueTile + (TileSize * padded) + GroupSize);
        return scratch;
    }
}
