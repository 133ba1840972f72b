using System.Globalization;
using System.Text;

namespace KServe.Runtime.OnnxRuntime;

/// <summary>Reads the entries by which a tensor names its data file.</summary>
internal sealed class ExternalDataBuilder
{
    private const int MaxKeyLength = 256;
    private const int MaxValueLength = 4096;

    // What two readers could decode differently must not pass the check of one and reach the other.
    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Dictionary<string, string> _entries = new(StringComparer.Ordinal);

    /// <summary>Reads one entry.</summary>
    /// <exception cref="InvalidDataException">The entry is broken, unknown or there already.</exception>
    public void Read(ProtoFileReader reader, long end)
    {
        string? key = null;
        string? value = null;
        while (reader.Position < end)
        {
            var tag = reader.ReadTag(end);
            switch (tag)
            {
                case (OnnxSchema.EntryKey, ProtoWireType.Bytes) when key is null:
                    key = Decode(reader.ReadBytes(reader.ReadEnd(end), MaxKeyLength, "a key of external data"));
                    break;
                case (OnnxSchema.EntryValue, ProtoWireType.Bytes) when value is null:
                    value = Decode(reader.ReadBytes(reader.ReadEnd(end), MaxValueLength, "a value of external data"));
                    break;
                default:
                    throw new InvalidDataException("an entry of external data is broken");
            }
        }

        if (key is not ("location" or "offset" or "length" or "checksum")
            && key?.StartsWith("prepacked", StringComparison.Ordinal) != true)
        {
            throw new InvalidDataException("external data has a key that is not known");
        }

        if (!_entries.TryAdd(key, value ?? ""))
        {
            throw new InvalidDataException($"external data has the key '{key}' twice");
        }
    }

    /// <summary>Puts the entries together.</summary>
    /// <exception cref="InvalidDataException">The location is missing, or a number is none.</exception>
    public ExternalData Build(string tensor) =>
        _entries.TryGetValue("location", out var location) && location.Length > 0
            ? new ExternalData(tensor, location, GetNumber(tensor, "offset") ?? 0, GetNumber(tensor, "length"))
            : throw new InvalidDataException($"the external data of tensor '{tensor}' have no location");

    private static string Decode(byte[] bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException error)
        {
            throw new InvalidDataException("an entry of external data is not UTF-8", error);
        }
    }

    private long? GetNumber(string tensor, string key)
    {
        if (!_entries.TryGetValue(key, out var text))
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidDataException(
                $"the external data of tensor '{tensor}' have an {key} that is not a number from 0 on");
    }
}
