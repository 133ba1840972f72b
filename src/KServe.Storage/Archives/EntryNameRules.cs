using System.Buffers;
using System.Text;

namespace KServe.Storage.Archives;

/// <summary>Says whether a relative name is the same harmless file on every operating system.</summary>
internal static class EntryNameRules
{
    // What most file systems hold in one segment.
    private const int MaxSegmentBytes = 255;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        "\0\u0001\u0002\u0003\u0004\u0005\u0006\a\b\t\n\v\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015" +
        "\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\u007f\\:*?\"<>|");

    /// <summary>Checks a name with slashes between its segments.</summary>
    /// <returns>What is wrong, to follow "entry N"; <see langword="null"/> when nothing is.</returns>
    public static string? Check(ReadOnlySpan<char> name, int maxLength, int maxDepth)
    {
        if (name.IsEmpty)
        {
            return "has no name.";
        }

        if (name.Length > maxLength)
        {
            return $"has a name longer than {maxLength} characters.";
        }

        if (name[0] == '/')
        {
            return "has an absolute name.";
        }

        if (name.ContainsAny(Forbidden))
        {
            return "has a backslash, colon, control character or wildcard in its name.";
        }

        return name.Count('/') >= maxDepth ? $"is deeper than {maxDepth} folders." : CheckSegments(name);
    }

    private static string? CheckSegments(ReadOnlySpan<char> name)
    {
        foreach (Range range in name.Split('/'))
        {
            ReadOnlySpan<char> segment = name[range];
            if (segment.IsEmpty || segment is "." or "..")
            {
                return "has a name with an empty, '.' or '..' segment.";
            }

            if (segment[^1] is '.' or ' ' || segment[0] == ' ')
            {
                return "has a name with a dot or space at the end, or a space at the start.";
            }

            if (Encoding.UTF8.GetByteCount(segment) > MaxSegmentBytes)
            {
                return $"has a name segment longer than {MaxSegmentBytes} bytes.";
            }

            if (IsDevice(segment))
            {
                return "has the name of a device.";
            }
        }

        return null;
    }

    // Windows opens these devices whatever the folder and extension: "data/NUL.bin" is the null device.
    private static bool IsDevice(ReadOnlySpan<char> segment)
    {
        int dot = segment.IndexOf('.');
        ReadOnlySpan<char> stem = (dot < 0 ? segment : segment[..dot]).TrimEnd(' ');
        return stem.Length switch
        {
            3 => Is(stem, "CON") || Is(stem, "PRN") || Is(stem, "AUX") || Is(stem, "NUL"),
            4 => (Is(stem[..3], "COM") || Is(stem[..3], "LPT")) && IsPort(stem[3]),
            6 => Is(stem, "CONIN$"),
            7 => Is(stem, "CONOUT$"),
            _ => false,
        };
    }

    private static bool IsPort(char c) => char.IsAsciiDigit(c) || c is '\u00b9' or '\u00b2' or '\u00b3';

    private static bool Is(ReadOnlySpan<char> text, string word) =>
        text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
