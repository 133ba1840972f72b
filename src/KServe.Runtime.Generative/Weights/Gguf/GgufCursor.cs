using System.Buffers.Binary;
using System.Text;

namespace KServe.Runtime.Generative.Weights.Gguf;

/// <summary>Reads a GGUF header forwards; every length is checked against what is left of the file.</summary>
/// <param name="source">The file.</param>
/// <param name="position">Where to begin.</param>
internal sealed class GgufCursor(WeightSource source, long position = 0)
{
    /// <summary>The longest text that becomes a string, far above any chat template.</summary>
    private const int MaxTextBytes = 16 * 1024 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public long Position { get; private set; } = position;

    public long Remaining => source.Length - Position;

    public byte ReadByte() => Take(1)[0];

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>Reads a count of things that take a number of bytes each at least.</summary>
    public long ReadCount(int leastBytes, string what)
    {
        var count = ReadUInt64();
        return count <= (ulong)(Remaining / leastBytes)
            ? (long)count
            : throw WeightErrors.Create(source.Name, $"the file is too short for its number of {what}");
    }

    public string ReadText(string what, int maxBytes = MaxTextBytes)
    {
        var count = ReadCount(1, $"bytes in {what}");
        if (count > maxBytes)
        {
            throw WeightErrors.Create(source.Name, $"{what} must have at most {maxBytes} bytes");
        }

        try
        {
            return Utf8.GetString(Take((int)count));
        }
        catch (DecoderFallbackException)
        {
            throw WeightErrors.Create(source.Name, $"{what} is not valid UTF-8");
        }
    }

    public void SkipText() => Skip(ReadCount(1, "bytes in a text"));

    public void Skip(long count)
    {
        if (count < 0 || count > Remaining)
        {
            throw EndsTooEarly();
        }

        Position += count;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > Remaining)
        {
            throw EndsTooEarly();
        }

        var span = source.GetSpan(Position, count);
        Position += count;
        return span;
    }

    private InferenceException EndsTooEarly() => WeightErrors.Create(source.Name, "the file ends too early");
}
