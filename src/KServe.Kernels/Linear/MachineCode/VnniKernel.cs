namespace KServe.Kernels.Linear;

/// <summary>Multiplies one panel of quantized weights by means of assembled tiles.</summary>
/// <typeparam name="TFormat">Names the format of the weights.</typeparam>
internal static unsafe class VnniKernel<TFormat>
    where TFormat : struct, IBlockFormat
{
    /// <summary>Computes one panel.</summary>
    public static void Run(PanelCall* call)
    {
        var tile = new TileCall
        {
            Weights = call->Weights,
            Steps = call->Steps,
            HalfMask = HalfBits.Mask,
            HalfScale = HalfBits.Scale,
            NibbleMask = 0x0F0F0F0F,
        };
        var blockBytes = VnniCode.GetBlockBytes(TFormat.Format);
        for (var token = 0; token < call->Tokens;)
        {
            var tokens = Math.Min(call->Tokens - token, VnniCode.MaxTokens);
            var ahead = PanelAhead.GetStart(call, token, VnniCode.MaxTokens, blockBytes);
            tile.Prefetch = tokens == 1 ? call->Weights + VnniCode.OneTokenDistance
                : ahead == null ? call->Weights : ahead;
            for (var i = 0; i < tokens; i++)
            {
                tile.Inputs[i] = (nint)call->InputOf(token + i);
                tile.Outputs[i] = (nint)call->OutputOf(token + i);
            }

            VnniTiles.Get(TFormat.Format, tokens)(&tile);
            token += tokens;
        }
    }
}
