namespace KServe.Runtime.Generative.Templates.Values;

/// <summary>The arguments of one call.</summary>
/// <param name="Positional">Those without names.</param>
/// <param name="Named">Those with names.</param>
internal sealed record CallArguments(
    IReadOnlyList<object?> Positional,
    IReadOnlyList<KeyValuePair<string, object?>> Named)
{
    /// <summary>Gets no arguments.</summary>
    public static CallArguments None { get; } = new([], []);

    /// <summary>Gets an argument, or another value where it is not given.</summary>
    public object? Get(int index, string name, object? fallback = null)
    {
        if (index < Positional.Count)
        {
            return Positional[index];
        }

        foreach (var (key, value) in Named)
        {
            if (key == name)
            {
                return value;
            }
        }

        return fallback;
    }

    /// <summary>Tells whether an argument is given.</summary>
    public bool Has(int index, string name) =>
        index < Positional.Count || Named.Any(entry => entry.Key == name);
}
