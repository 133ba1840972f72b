using System.Text;

namespace KServe.ControlPlane;

/// <summary>Writes values as YAML in the form of <c>kubectl</c>: blocks, and quotes only where they are needed.</summary>
internal static class NodeYaml
{
    private const string Indicators = "-?:,[]{}#&*!|>'\"%@` ";

    public static string Write(Node node)
    {
        var text = new StringBuilder();
        WriteValue(text, node, indent: 0, isInline: false);
        return text.ToString();
    }

    private static void WriteValue(StringBuilder text, Node node, int indent, bool isInline)
    {
        switch (node)
        {
            case MappingNode { Entries.Count: > 0 } mapping:
                WriteMapping(text, mapping, indent, isInline);
                break;
            case SequenceNode { Items.Count: > 0 } sequence:
                foreach (var item in sequence.Items)
                {
                    text.Append(' ', isInline ? 0 : indent).Append("- ");
                    isInline = false;
                    WriteValue(text, item, indent + 2, isInline: true);
                }

                break;
            case MappingNode:
                text.Append("{}\n");
                break;
            case SequenceNode:
                text.Append("[]\n");
                break;
            case ScalarNode scalar:
                text.Append(Quote(scalar)).Append('\n');
                break;
        }
    }

    private static void WriteMapping(StringBuilder text, MappingNode mapping, int indent, bool isInline)
    {
        foreach (var entry in mapping.Entries)
        {
            text.Append(' ', isInline ? 0 : indent).Append(Quote(ScalarNode.Of(entry.Key))).Append(':');
            isInline = false;
            switch (entry.Value)
            {
                case MappingNode { Entries.Count: > 0 } inner:
                    text.Append('\n');
                    WriteValue(text, inner, indent + 2, isInline: false);
                    break;
                case SequenceNode { Items.Count: > 0 } list:
                    text.Append('\n');
                    WriteValue(text, list, indent, isInline: false);
                    break;
                default:
                    text.Append(' ');
                    WriteValue(text, entry.Value, indent, isInline: true);
                    break;
            }
        }
    }

    private static string Quote(ScalarNode scalar)
    {
        if (scalar.Kind != ScalarKind.Text)
        {
            return scalar.Kind == ScalarKind.Null ? "null" : scalar.Text;
        }

        var value = scalar.Text;
        var isPlain = new ScalarNode(default, value, isPlain: true).Kind == ScalarKind.Text
            && !Indicators.Contains(value[0], StringComparison.Ordinal)
            && value[^1] is not (' ' or ':')
            && !value.Contains(": ", StringComparison.Ordinal)
            && !value.Contains(" #", StringComparison.Ordinal)
            && !value.Any(static character => char.IsControl(character) || char.IsSurrogate(character))
            && !char.IsAsciiDigit(value[0])
            && value is not ("y" or "Y" or "n" or "N" or "---" or "...");
        return isPlain ? value : DoubleQuote(value);
    }

    private static string DoubleQuote(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var character in value)
        {
            _ = character switch
            {
                '"' or '\\' => text.Append('\\').Append(character),
                '\n' => text.Append("\\n"),
                '\t' => text.Append("\\t"),
                _ when char.IsControl(character) || character is '\u2028' or '\u2029' or '\uFEFF' =>
                    text.Append("\\u").Append(((int)character).ToString("X4")),
                _ => text.Append(character),
            };
        }

        return text.Append('"').ToString();
    }
}
