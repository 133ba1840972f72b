namespace KServe;

/// <summary>Sends requests with a certain header to a canary, whatever the weights say.</summary>
public sealed class HeaderMatchOptions
{
    /// <summary>Gets or sets the header's name, compared without regard to case.</summary>
    /// <value>Required.</value>
    public string Header { get; set; } = "";

    /// <summary>Gets or sets the exact value, compared with regard to case.</summary>
    /// <value>Either this or <see cref="Prefix"/>.</value>
    public string? Value { get; set; }

    /// <summary>Gets or sets how the value begins, compared with regard to case.</summary>
    /// <value>Either this or <see cref="Value"/>; an empty prefix accepts any value.</value>
    public string? Prefix { get; set; }

    internal bool Accepts(IReadOnlyDictionary<string, string> headers) =>
        headers.TryGetValue(Header, out var value)
        && (Value is null
            ? value.StartsWith(Prefix ?? "", StringComparison.Ordinal)
            : string.Equals(value, Value, StringComparison.Ordinal));
}
