using KServe.Runtime.Files;
using KServe.Runtime.Tabular;
using KServe.Runtime.XGBoost.Documents;

namespace KServe.Runtime.XGBoost;

/// <summary>Reads the files that XGBoost saves: JSON, UBJSON and the deprecated binary format.</summary>
internal static class XgboostReader
{
    /// <summary>Loads a booster; the content tells the format, not the name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Looked at between trees.</param>
    /// <exception cref="InferenceException">The file is broken, or no booster.</exception>
    public static TabularModel Load(string path, CancellationToken cancellationToken) => ModelFile.Guard(
        path,
        static (path, token) =>
        {
            using var source = ByteSource.Open(path);
            return Read(source, token);
        },
        cancellationToken);

    /// <summary>Reads a booster from its bytes.</summary>
    /// <exception cref="InvalidDataException">The bytes are no booster; other errors of content are
    /// possible.</exception>
    internal static TabularModel Read(ByteSource source, CancellationToken cancellationToken) =>
        BoosterBuilder.Build(ReadFile(source, cancellationToken), cancellationToken);

    private static BoosterFile ReadFile(ByteSource source, CancellationToken cancellationToken)
    {
        source.Fill();
        var window = source.Window;
        if (window.IsEmpty)
        {
            throw new InvalidDataException("the file is empty");
        }

        var start = window.IndexOfAnyExcept(" \t\r\n"u8);
        if (start < 0 || window[start] != '{')
        {
            RequireBinary(window);
            return new BinaryBoosterParser(source, cancellationToken).Read();
        }

        var inside = window[(start + 1)..].TrimStart(" \t\r\n"u8);
        BoosterDocument document = inside.IsEmpty || inside[0] is (byte)'"' or (byte)'}'
            ? new JsonDocumentWalker(source)
            : new UbjsonDocumentWalker(source);
        return new DocumentBoosterParser(document, source.Length, cancellationToken).Read();
    }

    /// <summary>
    /// Refuses texts: without its mark, a binary file begins with numbers that no text could pass for.
    /// </summary>
    private static void RequireBinary(ReadOnlySpan<byte> window)
    {
        var start = window[..Math.Min(window.Length, 16)];
        if (!start.StartsWith("binf"u8) && !start.ContainsAnyExceptInRange((byte)'\t', (byte)'~'))
        {
            throw new InvalidDataException("no XGBoost model, neither JSON nor UBJSON nor binary");
        }
    }
}
