using System.Text.Json;

namespace KServe.Protocol.OpenAi;

/// <summary>Reads the texts that a client hangs on a response, within OpenAI's bounds.</summary>
internal static class MetadataReader
{
    private const string Name = "metadata";

    public static Dictionary<string, string> Read(JsonFields body)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!body.TryGet(Name, out var value))
        {
            return metadata;
        }

        foreach (var entry in JsonFields.Of(value, Name).Element.EnumerateObject())
        {
            if (metadata.Count == OpenAiLimits.MetadataPairs)
            {
                throw OpenAiErrors.Wrong(
                    Name, $"'{Name}' has more than {OpenAiLimits.MetadataPairs} fields.");
            }

            if (entry.Name.Length > OpenAiLimits.MetadataKeyLength)
            {
                throw OpenAiErrors.Wrong(
                    Name, $"'{Name}' has a name of more than {OpenAiLimits.MetadataKeyLength} characters.");
            }

            metadata[entry.Name] = JsonFields.ToText(
                entry.Value, $"{Name}.{entry.Name}", OpenAiLimits.MetadataValueLength);
        }

        return metadata;
    }
}
