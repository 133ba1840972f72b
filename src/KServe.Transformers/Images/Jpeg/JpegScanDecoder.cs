namespace KServe.Transformers.Images;

/// <summary>Walks through the units of one scan.</summary>
internal static class JpegScanDecoder
{
    /// <summary>Decodes a scan.</summary>
    /// <returns>Where the scan's data end.</returns>
    public static int Decode(
        ReadOnlySpan<byte> data,
        int position,
        JpegFrame frame,
        JpegScan scan,
        int restartInterval,
        CancellationToken cancellationToken)
    {
        var bits = new JpegBits(data, position);
        var blocks = new JpegBlocks(scan, frame.IsProgressive);
        var alone = scan.Components.Length == 1 ? scan.Components[0] : null;
        var unitsAcross = alone is null ? frame.UnitsAcross : JpegFrame.Divide(alone.Width, 8);
        var unitsDown = alone is null ? frame.UnitsDown : JpegFrame.Divide(alone.Height, 8);
        var (untilRestart, restarts) = (restartInterval, 0);
        for (var y = 0; y < unitsDown; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var x = 0; x < unitsAcross; x++)
            {
                if (restartInterval != 0 && untilRestart-- == 0)
                {
                    Restart(ref bits, ref blocks, scan, restarts++);
                    untilRestart = restartInterval - 1;
                }

                if (alone is not null)
                {
                    blocks.Decode(ref bits, alone, alone.Block(x, y));
                }
                else
                {
                    DecodeUnit(ref bits, ref blocks, scan, x, y);
                }
            }
        }

        return bits.Position;
    }

    private static void DecodeUnit(ref JpegBits bits, ref JpegBlocks blocks, JpegScan scan, int x, int y)
    {
        foreach (var component in scan.Components)
        {
            for (var down = 0; down < component.Down; down++)
            {
                for (var across = 0; across < component.Across; across++)
                {
                    var block = component.Block((x * component.Across) + across, (y * component.Down) + down);
                    blocks.Decode(ref bits, component, block);
                }
            }
        }
    }

    private static void Restart(ref JpegBits bits, ref JpegBlocks blocks, JpegScan scan, int restarts)
    {
        bits.TakeRestart(restarts & 7);
        blocks.Reset();
        foreach (var component in scan.Components)
        {
            component.Predicted = 0;
        }
    }
}
