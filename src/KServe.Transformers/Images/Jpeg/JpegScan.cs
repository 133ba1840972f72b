namespace KServe.Transformers.Images;

/// <summary>One scan: which components and which bits of their coefficients come next.</summary>
internal sealed class JpegScan
{
    private JpegScan(JpegComponent[] components, int first, int last, int high, int low)
    {
        Components = components;
        First = first;
        Last = last;
        High = high;
        Low = low;
    }

    public JpegComponent[] Components { get; }

    /// <summary>Gets the first coefficient in the order of the zigzag.</summary>
    public int First { get; }

    public int Last { get; }

    /// <summary>Gets the lowest bit that came before, 0 for none.</summary>
    public int High { get; }

    /// <summary>Gets the lowest bit that comes now.</summary>
    public int Low { get; }

    /// <exception cref="InferenceException">The scan is malformed or names what is not there.</exception>
    public static JpegScan Read(ReadOnlySpan<byte> data, JpegFrame frame, JpegTables tables)
    {
        if (data.Length < 6 || data[0] is < 1 or > 4 || data.Length != 4 + (2 * data[0]))
        {
            throw Malformed();
        }

        var components = new JpegComponent[data[0]];
        var rest = data[(1 + (2 * components.Length))..];
        var scan = frame.IsProgressive
            ? new JpegScan(components, rest[0], rest[1], rest[2] >> 4, rest[2] & 15)
            : new JpegScan(components, first: 0, last: 63, high: 0, low: 0);
        for (var i = 0; i < components.Length; i++)
        {
            var component = frame.Find(data[1 + (2 * i)]);
            if (component is null || Array.IndexOf(components, component) >= 0)
            {
                throw Malformed();
            }

            scan.Begin(component, data[2 + (2 * i)], tables);
            components[i] = component;
        }

        scan.Check(frame);
        return scan;
    }

    private void Begin(JpegComponent component, byte numbers, JpegTables tables)
    {
        component.Predicted = 0;
        component.Quantization ??= tables.GetQuantization(component.QuantizationIndex);
        component.Dc = First == 0 && High == 0 ? tables.GetHuffman(numbers >> 4, isDc: true) : null;
        component.Ac = Last > 0 ? tables.GetHuffman(numbers & 15, isDc: false) : null;
    }

    private void Check(JpegFrame frame)
    {
        var isBand = First > 0;
        var isWrong = Last > 63 || First > Last || Low > 13
            || (High != 0 && High != Low + 1)
            || (isBand && Components.Length > 1)
            || (frame.IsProgressive && !isBand && Last != 0);
        if (isWrong)
        {
            throw Malformed();
        }
    }

    private static InferenceException Malformed() => ImageError.Create("a scan of the JPEG is malformed");
}
