using System.Text;

namespace KServe.Transformers.Classes;

/// <summary>Reads labels from options or a file.</summary>
internal static class LabelReader
{
    private const int MaxLength = 64 << 20;

    /// <exception cref="InvalidDataException">The file is not there, too long or not UTF-8.</exception>
    public static async Task<string[]> ReadAsync(
        ClassOptions options,
        string? artifact,
        CancellationToken cancellationToken)
    {
        if (options.Labels.Count != 0 || options.LabelFile is not { Length: > 0 } name)
        {
            return [.. options.Labels];
        }

        var folder = File.Exists(artifact) ? Path.GetDirectoryName(artifact) : artifact;
        var file = new FileInfo(Path.Combine(folder ?? "", name));
        if (!file.Exists || file.Length > MaxLength)
        {
            throw new InvalidDataException(
                $"The file of labels '{file.Name}' {(file.Exists ? "has more than 64 MiB" : "does not exist")}.");
        }

        try
        {
            var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
            var text = await File.ReadAllTextAsync(file.FullName, strict, cancellationToken);
            return text.TrimEnd('\r', '\n').Split('\n').Select(static line => line.TrimEnd('\r')).ToArray();
        }
        catch (DecoderFallbackException error)
        {
            throw new InvalidDataException($"The file of labels '{file.Name}' is not UTF-8.", error);
        }
    }
}
