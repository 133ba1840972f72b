namespace KServe.Explainers;

/// <summary>Numbers texts in the order of their first appearance, after those that are known.</summary>
internal sealed class LabelSet
{
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);

    public LabelSet(IReadOnlyList<string> known)
    {
        foreach (var label in known)
        {
            Add(label);
        }
    }

    /// <summary>Gets the texts; the position of each is its number.</summary>
    public List<string> Labels { get; } = [];

    /// <summary>Gets the number of a text, NaN for a missing one.</summary>
    public double GetCode(string? label) => label is null ? double.NaN : Add(label);

    private int Add(string label)
    {
        if (!_codes.TryGetValue(label, out var code))
        {
            code = Labels.Count;
            _codes.Add(label, code);
            Labels.Add(label);
        }

        return code;
    }
}
