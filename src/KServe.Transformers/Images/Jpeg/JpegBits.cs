using System.Runtime.InteropServices;

namespace KServe.Transformers.Images;

/// <summary>Reads the bits of entropy-coded data up to the next marker.</summary>
[StructLayout(LayoutKind.Auto)]
internal ref struct JpegBits
{
    private readonly ReadOnlySpan<byte> _data;
    private ulong _bits;
    private int _count;
    private int _padding;

    public JpegBits(ReadOnlySpan<byte> data, int position)
    {
        _data = data;
        Position = position;
    }

    /// <summary>Gets where reading goes on; after a scan a marker is there or further on.</summary>
    public int Position { get; private set; }

    /// <summary>Looks at the next 16 bits; beyond the end there are zeros, which cannot be taken.</summary>
    public uint Peek()
    {
        if (_count < 16)
        {
            Fill();
        }

        return (uint)(_bits >> (_count - 16)) & 0xFFFF;
    }

    /// <summary>Goes over bits that were looked at.</summary>
    public void Skip(int count)
    {
        _count -= count;
        if (_count < _padding)
        {
            throw ImageError.Early("JPEG");
        }
    }

    /// <summary>Takes up to 16 bits as a number.</summary>
    public int Take(int count)
    {
        if (count == 0)
        {
            return 0;
        }

        var value = Peek() >> (16 - count);
        Skip(count);
        return (int)value;
    }

    /// <summary>Takes a number whose first bit says that it is positive.</summary>
    public int TakeSigned(int count)
    {
        var value = Take(count);
        return count == 0 || value >= 1 << (count - 1) ? value : value - (1 << count) + 1;
    }

    /// <summary>Goes over the marker that begins an independent part.</summary>
    /// <exception cref="InferenceException">Another marker comes next.</exception>
    public void TakeRestart(int number)
    {
        (_bits, _count, _padding) = (0, 0, 0);
        Position = JpegMarker.Find(_data, Position);
        if (Position + 1 >= _data.Length || _data[Position + 1] != JpegMarker.FirstRestart + number)
        {
            throw ImageError.Create("the JPEG's data are broken: a restart marker is missing");
        }

        Position += 2;
    }

    private void Fill()
    {
        while (_count <= 48)
        {
            _bits = (_bits << 8) | NextByte();
            _count += 8;
        }
    }

    private byte NextByte()
    {
        if (Position < _data.Length)
        {
            var value = _data[Position];
            if (value != JpegMarker.Prefix)
            {
                Position++;
                return value;
            }

            // A data byte of 255 is followed by a zero; anything else is a marker, where the data end.
            if (Position + 1 < _data.Length && _data[Position + 1] == 0)
            {
                Position += 2;
                return value;
            }
        }

        _padding += 8;
        return 0;
    }
}
