namespace KServe.AspNetCore;

/// <summary>What is kept of a CloudEvent that came in, to answer with one in the same mode.</summary>
internal sealed class CloudEventEnvelope(bool isStructured)
{
    /// <summary>Gets whether the attributes were in the body and not in headers.</summary>
    public bool IsStructured { get; } = isStructured;

    /// <summary>Gets the attributes as text, without specversion and data.</summary>
    public List<KeyValuePair<string, string>> Attributes { get; } = [];

    public bool Has(string name)
    {
        foreach (var attribute in Attributes)
        {
            if (string.Equals(attribute.Key, name, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
