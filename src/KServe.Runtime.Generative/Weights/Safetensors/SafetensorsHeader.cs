using System.Buffers.Binary;
using System.Text.Json;

namespace KServe.Runtime.Generative.Weights.Safetensors;

/// <summary>Reads and checks the header of a safetensors file.</summary>
/// <remarks>
/// Source: the format's description and the checks of its reference implementation (<c>tensor.rs</c>). What the header
/// declares takes no memory; only its own bytes do.
/// </remarks>
internal static class SafetensorsHeader
{
    /// <summary>The longest header, as the reference allows.</summary>
    public const int MaxLength = 100_000_000;

    private const int LengthBytes = 8;

    /// <summary>Reads the header.</summary>
    /// <param name="source">The file.</param>
    /// <param name="dataOffset">Takes where the tensors begin.</param>
    /// <returns>The tensors in the order of their bytes.</returns>
    /// <exception cref="InferenceException">The file breaks the format.</exception>
    public static List<SafetensorsEntry> Read(WeightSource source, out long dataOffset)
    {
        var header = GetHeader(source);
        dataOffset = LengthBytes + header.Length;
        List<SafetensorsEntry> entries;
        try
        {
            entries = SafetensorsParser.Parse(header, source.Name);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // the reader reports names that are not Unicode as an invalid operation
            throw WeightErrors.Create(source.Name, "the header is not valid JSON of a safetensors file");
        }

        CheckPlaces(source, entries, source.Length - dataOffset);
        return entries;
    }

    private static ReadOnlySpan<byte> GetHeader(WeightSource source)
    {
        if (source.Length < LengthBytes)
        {
            throw WeightErrors.Create(source.Name, "the file is shorter than the length of its header");
        }

        var length = BinaryPrimitives.ReadUInt64LittleEndian(source.GetSpan(0, LengthBytes));
        if (length > MaxLength)
        {
            throw WeightErrors.Create(source.Name, $"the header must have at most {MaxLength} bytes");
        }

        if ((long)length > source.Length - LengthBytes)
        {
            throw WeightErrors.Create(source.Name, "the header is longer than the file");
        }

        var header = source.GetSpan(LengthBytes, (int)length);
        return header.TrimEnd((byte)' ') is [(byte)'{', .., (byte)'}']
            ? header
            : throw WeightErrors.Create(source.Name, "the header must be a JSON object, with spaces alone behind it");
    }

    /// <summary>Checks that tensors fill the data without overlap or hole, with the bytes of their shapes.</summary>
    private static void CheckPlaces(WeightSource source, List<SafetensorsEntry> entries, long dataLength)
    {
        entries.Sort(static (a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        var position = 0L;
        foreach (var entry in entries)
        {
            if (entry.Begin != position || entry.End < entry.Begin || entry.End > dataLength)
            {
                throw Error(source, entry, "must begin where the one before it ends, and end inside the file");
            }

            if (entry.End - entry.Begin != GetByteCount(source, entry))
            {
                throw Error(source, entry, "does not have the bytes of its shape");
            }

            position = entry.End;
        }

        if (position != dataLength)
        {
            throw WeightErrors.Create(source.Name, $"{dataLength - position} bytes at the end belong to no tensor");
        }
    }

    private static long GetByteCount(WeightSource source, SafetensorsEntry entry)
    {
        var count = (Int128)1;
        foreach (var size in entry.Shape)
        {
            count *= size;
            if (count > long.MaxValue)
            {
                throw Error(source, entry, "has more numbers than 64 bits count");
            }
        }

        var bits = count * entry.Type.Bits;
        return bits % 8 == 0 && bits / 8 <= long.MaxValue
            ? (long)(bits / 8)
            : throw Error(source, entry, "does not fill whole bytes, or more than 64 bits count");
    }

    private static InferenceException Error(WeightSource source, SafetensorsEntry entry, string reason) =>
        WeightErrors.Create(source.Name, $"tensor {WeightErrors.Show(entry.Name)} {reason}");
}
