namespace KServe.Explainers;

/// <summary>Numbers texts in the order of their first appearance, after those that are known.</summary>
internal sealed class LabelSet
{
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);

    public LabelSet(IReadOnlyList<string> known)
    {
        foreach (var label in known)
        {
            GetCode(label);
        }
    }

    /// <summary>Gets the texts; the position of each is its number.</summary>
    public List<string> Labels { get; } = [];

    public int GetCode(string label)
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
