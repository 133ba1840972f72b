using System.Buffers;

namespace KServe;

/// <summary>Tells which names of models and versions are allowed.</summary>
/// <remarks>A name may become part of a path and of a URL: nothing in it may lead elsewhere.</remarks>
public static class ModelNames
{
    /// <summary>The longest name of a model, in characters.</summary>
    public const int MaxLength = 255;

    private static readonly SearchValues<char> VersionCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_");

    /// <summary>Says what is wrong with a model's name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>What is wrong, or <see langword="null"/> when the name is allowed.</returns>
    public static string? GetError(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return "model name must not be empty";
        }

        if (name.Length > MaxLength)
        {
            return $"model name must have at most {MaxLength} characters";
        }

        if (name.AsSpan().ContainsAny('/', '\\', ':') || name is "." or ".." || name.AsSpan().Trim() is "." or "..")
        {
            return "model name must not contain path traversal characters";
        }

        foreach (var c in name)
        {
            if (char.IsControl(c) || char.IsSurrogate(c))
            {
                return "model name must not contain control characters";
            }
        }

        return char.IsWhiteSpace(name[0]) || char.IsWhiteSpace(name[^1])
            ? "model name must not begin or end with white space"
            : null;
    }

    /// <summary>Tells whether a version may be used.</summary>
    /// <param name="version">The version.</param>
    /// <returns><see langword="true"/> for 1 to 64 letters, digits, dots, hyphens and underscores.</returns>
    public static bool IsValidVersion(string version) =>
        version is { Length: > 0 and <= 64 } && !version.AsSpan().ContainsAnyExcept(VersionCharacters);

    /// <summary>Compares versions: numbers by value and above names, names by ordinal.</summary>
    internal static int CompareVersions(string left, string right)
    {
        var leftIsNumber = long.TryParse(left, out var leftNumber);
        var rightIsNumber = long.TryParse(right, out var rightNumber);
        return (leftIsNumber, rightIsNumber) switch
        {
            (true, true) => leftNumber.CompareTo(rightNumber),
            (true, false) => 1,
            (false, true) => -1,
            _ => string.CompareOrdinal(left, right),
        };
    }
}
