using System.Text;
using KServe.LoadTest.Scenarios;

namespace KServe.LoadTest.Client;

/// <summary>Writes the header block of a request: static indexes and literals without indexing (RFC 7541).</summary>
internal static class HpackWriter
{
    private const byte PostMethod = 0x80 | 3;
    private const byte HttpScheme = 0x80 | 6;
    private const int Path = 4;
    private const int Authority = 1;
    private const int ContentType = 31;

    /// <summary>Makes the block of a request.</summary>
    public static byte[] Create(Uri target, LoadRequest request)
    {
        List<byte> block = [PostMethod, HttpScheme];
        AppendIndexedName(block, Path, request.Path);
        AppendIndexedName(block, Authority, target.Authority);
        AppendIndexedName(block, ContentType, request.ContentType);
        foreach (var (name, value) in request.Headers)
        {
            block.Add(0);
            AppendText(block, name);
            AppendText(block, value);
        }

        return [.. block];
    }

    private static void AppendIndexedName(List<byte> block, int name, string value)
    {
        AppendInteger(block, name, prefixBits: 4);
        AppendText(block, value);
    }

    private static void AppendText(List<byte> block, string text)
    {
        AppendInteger(block, text.Length, prefixBits: 7);
        block.AddRange(Encoding.ASCII.GetBytes(text));
    }

    private static void AppendInteger(List<byte> block, int value, int prefixBits)
    {
        var limit = (1 << prefixBits) - 1;
        if (value < limit)
        {
            block.Add((byte)value);
            return;
        }

        block.Add((byte)limit);
        for (value -= limit; value >= 0x80; value >>= 7)
        {
            block.Add((byte)(value | 0x80));
        }

        block.Add((byte)value);
    }
}
