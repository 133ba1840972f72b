using System.Security.Cryptography;
using System.Text;
using KServe.Storage.Archives;

namespace KServe.Storage.Cache;

/// <summary>Makes the names of what lies in the cache.</summary>
internal static class CacheKey
{
    /// <summary>Names a URI, without its fragment.</summary>
    public static string ForUri(string uri) => Hash("uri\n" + uri);

    /// <summary>Names content. The same bytes under another file name, or unpacked, are another model.</summary>
    public static string ForContent(string sha256, string fileName, ArchiveKind kind) =>
        Hash(kind == ArchiveKind.None ? $"file\n{sha256}\n{fileName}" : $"archive\n{sha256}\n{kind}");

    /// <summary>Names a folder of files, each given as its path, length and digest.</summary>
    public static string ForFiles(IEnumerable<string> files) =>
        Hash("files\n" + string.Join('\n', files.Order(StringComparer.Ordinal)));

    public static bool IsKey(string text) =>
        text.Length == 2 * SHA256.HashSizeInBytes && text.All(char.IsAsciiHexDigitLower);

    private static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
