namespace KServe.ControlPlane;

/// <summary>An argument of a container: a name behind two hyphens, and what belongs to it.</summary>
/// <param name="Written">The name as it was written.</param>
/// <param name="Attached">The value behind an equals sign; <see langword="null"/> without one.</param>
/// <param name="Following">The texts up to the next name.</param>
internal sealed record ContainerArgument(string Written, string? Attached, IReadOnlyList<string> Following)
{
    private const string Prefix = "--";

    /// <summary>Gets the name as servers compare it: hyphens inside of it are underscores.</summary>
    public string Name { get; } = Written[Prefix.Length..].Replace('-', '_');

    /// <summary>Gets the value, empty where one is missing.</summary>
    public string Value => Attached ?? (Following.Count > 0 ? Following[0] : "");

    /// <summary>Reads the arguments of a command line; texts before the first name belong to none.</summary>
    public static IEnumerable<ContainerArgument> Read(IReadOnlyList<string> texts)
    {
        for (var i = 0; i < texts.Count; i++)
        {
            if (!IsName(texts[i]))
            {
                continue;
            }

            var equals = texts[i].IndexOf('=', StringComparison.Ordinal);
            yield return equals < 0
                ? new ContainerArgument(texts[i], null, [.. texts.Skip(i + 1).TakeWhile(static text => !IsName(text))])
                : new ContainerArgument(texts[i][..equals], texts[i][(equals + 1)..], []);
        }
    }

    private static bool IsName(string text) =>
        text.Length > Prefix.Length && text.StartsWith(Prefix, StringComparison.Ordinal);
}
