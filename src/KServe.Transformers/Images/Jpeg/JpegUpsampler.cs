namespace KServe.Transformers.Images;

/// <summary>Brings the rows of a component to the width and height of the image.</summary>
/// <remarks>
/// Factors of two interpolate by a triangle, three quarters of the nearer sample and one of the further, as libjpeg
/// does by default; others repeat samples.
/// </remarks>
internal static class JpegUpsampler
{
    /// <summary>Writes one row.</summary>
    /// <param name="component">The component.</param>
    /// <param name="frame">Its frame.</param>
    /// <param name="y">The row of the image.</param>
    /// <param name="row">Takes the samples; has room for all columns of the last block.</param>
    public static void Write(JpegComponent component, JpegFrame frame, int y, Span<byte> row)
    {
        var (across, down) = (frame.MaxAcross / component.Across, frame.MaxDown / component.Down);
        var near = Row(component, y / down);
        var far = down != 2 ? near : Row(component, (y & 1) == 0 ? (y / 2) - 1 : (y / 2) + 1);
        switch (across, down)
        {
            case (1, 1):
                near.CopyTo(row);
                break;
            case (2, 1) when component.Width > 2:
                Widen(near, row);
                break;
            case (1, 2):
                Mix(near, far, (y & 1) == 0 ? 1 : 2, row);
                break;
            case (2, 2) when component.Width > 2:
                WidenAndMix(near, far, row);
                break;
            default:
                Repeat(near, across, row);
                break;
        }
    }

    private static ReadOnlySpan<byte> Row(JpegComponent component, int y) =>
        component.Samples.Slice(Math.Clamp(y, 0, component.Height - 1) * component.Stride, component.Width);

    private static void Repeat(ReadOnlySpan<byte> near, int times, Span<byte> row)
    {
        for (var i = 0; i < near.Length; i++)
        {
            row.Slice(i * times, times).Fill(near[i]);
        }
    }

    private static void Mix(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, int rounding, Span<byte> row)
    {
        for (var i = 0; i < near.Length; i++)
        {
            row[i] = (byte)(((3 * near[i]) + far[i] + rounding) >> 2);
        }
    }

    private static void Widen(ReadOnlySpan<byte> near, Span<byte> row)
    {
        var last = near.Length - 1;
        row[0] = near[0];
        row[1] = (byte)(((3 * near[0]) + near[1] + 2) >> 2);
        for (var i = 1; i < last; i++)
        {
            row[2 * i] = (byte)(((3 * near[i]) + near[i - 1] + 1) >> 2);
            row[(2 * i) + 1] = (byte)(((3 * near[i]) + near[i + 1] + 2) >> 2);
        }

        row[2 * last] = (byte)(((3 * near[last]) + near[last - 1] + 1) >> 2);
        row[(2 * last) + 1] = near[last];
    }

    private static void WidenAndMix(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, Span<byte> row)
    {
        var last = near.Length - 1;
        var before = 0;
        var current = (3 * near[0]) + far[0];
        for (var i = 0; i <= last; i++)
        {
            var after = i == last ? 0 : (3 * near[i + 1]) + far[i + 1];
            row[2 * i] = (byte)(i == 0 ? ((4 * current) + 8) >> 4 : ((3 * current) + before + 8) >> 4);
            row[(2 * i) + 1] = (byte)(i == last ? ((4 * current) + 7) >> 4 : ((3 * current) + after + 7) >> 4);
            (before, current) = (current, after);
        }
    }
}
