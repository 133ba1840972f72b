using System.Buffers;
using System.Runtime.InteropServices;

namespace KServe.Transformers.Images;

/// <summary>One colour of a JPEG: its place in the frame and its coefficients.</summary>
internal sealed class JpegComponent(byte id, int across, int down, int quantization) : IDisposable
{
    private IMemoryOwner<byte>? _coefficients;
    private IMemoryOwner<byte>? _samples;

    public byte Id => id;

    /// <summary>Gets the blocks of this component in a unit of interleaved data, across.</summary>
    public int Across => across;

    public int Down => down;

    /// <summary>Gets the number of its quantization table.</summary>
    public int QuantizationIndex => quantization;

    /// <summary>Gets or sets the table as it was when the first scan came.</summary>
    public ushort[]? Quantization { get; set; }

    /// <summary>Gets the samples that belong to the image.</summary>
    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>Gets the blocks of a row, with those that fill up the last unit.</summary>
    public int BlocksAcross { get; private set; }

    public int BlocksDown { get; private set; }

    public JpegHuffman? Dc { get; set; }

    public JpegHuffman? Ac { get; set; }

    /// <summary>Gets or sets the last coefficient 0, from which the next differs.</summary>
    public int Predicted { get; set; }

    /// <summary>Gets the bytes from one row of samples to the next.</summary>
    public int Stride => BlocksAcross * 8;

    public Span<byte> Samples => _samples!.Memory.Span;

    private Span<short> Coefficients => MemoryMarshal.Cast<byte, short>(_coefficients!.Memory.Span);

    /// <summary>Measures the component and rents its coefficients, all zero.</summary>
    public void Begin(JpegFrame frame, TensorPool pool)
    {
        Width = JpegFrame.Divide(frame.Width * across, frame.MaxAcross);
        Height = JpegFrame.Divide(frame.Height * down, frame.MaxDown);
        BlocksAcross = frame.UnitsAcross * across;
        BlocksDown = frame.UnitsDown * down;
        _coefficients = pool.Rent(checked(BlocksAcross * BlocksDown * 64 * sizeof(short)));
        _coefficients.Memory.Span.Clear();
    }

    public Span<short> Block(int x, int y) => Coefficients.Slice(((y * BlocksAcross) + x) * 64, 64);

    /// <summary>Rents the samples in the place of the coefficients, which are given back by the caller.</summary>
    public void RentSamples(TensorPool pool) => _samples = pool.Rent(checked(Stride * BlocksDown * 8));

    public void ReturnCoefficients()
    {
        _coefficients?.Dispose();
        _coefficients = null;
    }

    public void Dispose()
    {
        ReturnCoefficients();
        _samples?.Dispose();
        _samples = null;
    }
}
