using System.Text;
using KServe.Runtime.Files;
using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Numpy;

/// <summary>The header of an .npy file; source: <c>numpy/lib/format.py</c>, versions 1.0 to 3.0.</summary>
/// <param name="Type">The type of the elements.</param>
/// <param name="Shape">The shape.</param>
/// <param name="IsFortranOrder">Whether the first index runs fastest.</param>
internal sealed record NpyHeader(NumpyType Type, int[] Shape, bool IsFortranOrder)
{
    private const int LongestHeader = 1024 * 1024;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <exception cref="InvalidDataException">It is none, a damaged one, or of an unknown version.</exception>
    public static NpyHeader Read(FileSource source)
    {
        if (!source.ReadShort(Magic.Length).SequenceEqual(Magic))
        {
            throw new InvalidDataException("this is no .npy file");
        }

        var major = source.ReadByte();
        var minor = source.ReadByte();
        if (major is < 1 or > 3 || minor != 0)
        {
            throw new InvalidDataException($"version {major}.{minor} of .npy files is not supported");
        }

        var length = major == 1 ? source.ReadUInt16() : source.ReadUInt32();
        if (length > LongestHeader)
        {
            throw new InvalidDataException($"the header declares {length} bytes");
        }

        var bytes = source.ReadBytes(length);
        var text = major == 3 ? PickleText.Decode(bytes) : Encoding.Latin1.GetString(bytes);
        return Create(PythonLiteral.Parse(text));
    }

    private static NpyHeader Create(object? literal)
    {
        if (literal is not PickleDictionary { Count: 3 } header
            || !header.TryGet("descr", out var type)
            || !header.TryGet("fortran_order", out var order)
            || !header.TryGet("shape", out var shape))
        {
            throw new InvalidDataException("the header must hold exactly 'descr', 'fortran_order' and 'shape'");
        }

        if (order is not bool isFortranOrder)
        {
            throw new InvalidDataException("'fortran_order' must be True or False");
        }

        if (shape is not object?[])
        {
            throw new InvalidDataException("'shape' must be a tuple of integers");
        }

        return new NpyHeader(NpyTypes.Read(type), NumpyArrayFactory.ReadShape(shape), isFortranOrder);
    }
}
