using System.Buffers.Binary;

namespace KServe.Transformers.Images;

/// <summary>What a JPEG says of itself before its data: size, components, kind.</summary>
internal sealed class JpegFrame : IDisposable
{
    private JpegFrame(int width, int height, bool isProgressive, JpegComponent[] components)
    {
        Width = width;
        Height = height;
        IsProgressive = isProgressive;
        Components = components;
        MaxAcross = components.Max(static component => component.Across);
        MaxDown = components.Max(static component => component.Down);
        UnitsAcross = Divide(width, 8 * MaxAcross);
        UnitsDown = Divide(height, 8 * MaxDown);
    }

    public int Width { get; }

    public int Height { get; }

    public bool IsProgressive { get; }

    public JpegComponent[] Components { get; }

    public int MaxAcross { get; }

    public int MaxDown { get; }

    /// <summary>Gets the units of interleaved data in a row.</summary>
    public int UnitsAcross { get; }

    public int UnitsDown { get; }

    public static int Divide(int value, int by) => (value + by - 1) / by;

    /// <summary>Reads the frame and rents memory for it, once its size is known to be allowed.</summary>
    /// <exception cref="InferenceException">The frame is malformed, too large or of a kind not decoded.</exception>
    public static JpegFrame Read(byte code, ReadOnlySpan<byte> data, ImageLimits limits, TensorPool pool)
    {
        if (code is not (JpegMarker.Baseline or JpegMarker.Extended or JpegMarker.Progressive))
        {
            throw ImageError.Create("the JPEG is lossless, hierarchical or arithmetic-coded: none of them is decoded");
        }

        if (data.Length < 6 || data.Length != 6 + (3 * data[5]))
        {
            throw ImageError.Create("the JPEG's frame is malformed");
        }

        var height = BinaryPrimitives.ReadUInt16BigEndian(data[1..]);
        var width = BinaryPrimitives.ReadUInt16BigEndian(data[3..]);
        if (data[0] != 8 || data[5] is not (1 or 3 or 4))
        {
            throw ImageError.Create(
                $"the JPEG has {data[5]} colours of {data[0]} bits, 1, 3 or 4 of 8 bits are decoded");
        }

        if (width == 0 || height == 0)
        {
            throw ImageError.Create("the JPEG has no size in its frame");
        }

        limits.Check(width, height);
        var frame = new JpegFrame(width, height, code == JpegMarker.Progressive, ReadComponents(data[6..]));
        try
        {
            foreach (var component in frame.Components)
            {
                component.Begin(frame, pool);
            }

            return frame;
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    public JpegComponent? Find(byte id) => Array.Find(Components, component => component.Id == id);

    public void Dispose()
    {
        foreach (var component in Components)
        {
            component.Dispose();
        }
    }

    private static JpegComponent[] ReadComponents(ReadOnlySpan<byte> data)
    {
        var components = new JpegComponent[data.Length / 3];
        for (var i = 0; i < components.Length; i++)
        {
            var (id, sampling, table) = (data[3 * i], data[(3 * i) + 1], data[(3 * i) + 2]);
            var (across, down) = (sampling >> 4, sampling & 15);
            if (across is < 1 or > 4 || down is < 1 or > 4 || table > 3
                || Array.Exists(components, component => component?.Id == id))
            {
                throw ImageError.Create("the JPEG's frame is malformed");
            }

            components[i] = new JpegComponent(id, across, down, table);
        }

        var (maxAcross, maxDown) = (components.Max(static it => it.Across), components.Max(static it => it.Down));
        return Array.TrueForAll(components, it => maxAcross % it.Across == 0 && maxDown % it.Down == 0)
            ? components
            : throw ImageError.Create("the JPEG's colours are sampled by ratios that are not decoded");
    }
}
