using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace KServe.Kernels.Linear;

/// <summary>Brings the next panel into the cache while tiles of several tokens compute with this one.</summary>
/// <remarks>
/// Three tiles of six tokens bring a third each, some lines per block. Without it, memory rests whenever a panel is
/// used for the second time. Asking reads nothing, so that behind the last panel any address will do.
/// </remarks>
internal static unsafe class PanelAhead
{
    private const int CacheLine = 64;
    private const int Tiles = 3;

    /// <summary>Gets the bytes that a tile asks for per block.</summary>
    public static int GetBytes(int blockBytes) => ((blockBytes / CacheLine) + Tiles - 1) / Tiles * CacheLine;

    /// <summary>Gets where a tile begins to ask.</summary>
    /// <param name="call">The panel.</param>
    /// <param name="token">The first token of the tile.</param>
    /// <param name="tileTokens">The tokens of a tile.</param>
    /// <param name="blockBytes">The bytes of a block of the panel.</param>
    /// <returns>The address, or null when earlier tiles asked for everything.</returns>
    public static byte* GetStart(PanelCall* call, int token, int tileTokens, int blockBytes)
    {
        var tile = token / tileTokens;
        return tile < Tiles
            ? call->Weights + ((nint)call->Steps * (blockBytes + ((nint)tile * GetBytes(blockBytes))))
            : null;
    }

    /// <summary>Asks for the share of one block.</summary>
    /// <returns>Where to go on at the next block.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Ask(byte* from, int bytes)
    {
        if (!Sse.IsSupported || from == null)
        {
            return from;
        }

        for (var at = 0; at < bytes; at += CacheLine)
        {
            Sse.Prefetch1(from + at);
        }

        return from + bytes;
    }
}
