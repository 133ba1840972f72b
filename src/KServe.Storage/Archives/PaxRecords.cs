using System.Buffers.Text;

namespace KServe.Storage.Archives;

/// <summary>The records of a pax header that change what an entry is.</summary>
internal readonly record struct PaxRecords(string? Path, long? Size)
{
    public static PaxRecords Parse(ReadOnlySpan<byte> records, int entry)
    {
        string? path = null;
        long? size = null;
        while (!records.IsEmpty)
        {
            ReadOnlySpan<byte> record = Next(ref records, entry);
            int equals = record.IndexOf((byte)'=');
            if (equals <= 0)
            {
                throw Bad(entry);
            }

            ReadOnlySpan<byte> key = record[..equals];
            ReadOnlySpan<byte> value = record[(equals + 1)..];
            if (key.SequenceEqual("path"u8))
            {
                path = EntryText.Decode(value, entry);
            }
            else if (key.SequenceEqual("size"u8))
            {
                size = ParseSize(value, entry);
            }
            else if (key.StartsWith("GNU.sparse."u8))
            {
                throw StorageErrors.BadEntry(entry, "is a sparse file.");
            }
        }

        return new PaxRecords(path, size);
    }

    // A record is "<length> <key>=<value>\n", where the length counts the whole record.
    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> records, int entry)
    {
        if (!Utf8Parser.TryParse(records, out int length, out int digits)
            || length <= digits + 2
            || length > records.Length
            || records[digits] != ' '
            || records[length - 1] != '\n')
        {
            throw Bad(entry);
        }

        ReadOnlySpan<byte> record = records[(digits + 1)..(length - 1)];
        records = records[length..];
        return record;
    }

    private static long ParseSize(ReadOnlySpan<byte> value, int entry) =>
        Utf8Parser.TryParse(value, out long size, out int used) && used == value.Length && size >= 0
            ? size
            : throw Bad(entry);

    private static InferenceException Bad(int entry) => StorageErrors.BadEntry(entry, "has a damaged pax header.");
}
