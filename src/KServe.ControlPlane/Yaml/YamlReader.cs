using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KServe.ControlPlane;

/// <summary>Reads the documents of a text into values that know where they stand.</summary>
/// <remarks>
/// Aliases and tags are refused: aliases can make a small text large, tags name types, and the resources of a cluster
/// need neither. JSON is YAML too.
/// </remarks>
internal sealed class YamlReader
{
    private readonly Parser _parser;
    private readonly ErrorList _errors;
    private int _nodes;

    private YamlReader(TextReader text, ErrorList errors)
    {
        _parser = new Parser(text);
        _errors = errors;
    }

    /// <summary>Reads all documents that hold something; what is wrong goes to <paramref name="errors"/>.</summary>
    public static IReadOnlyList<Node> Read(string text, ErrorList errors)
    {
        List<Node> documents = [];
        if (FindDeepBracket(text) is { } deep)
        {
            errors.Add(deep, "", $"more than {YamlLimits.MaxBrackets} brackets are open");
            return documents;
        }

        using var reader = new StringReader(text);
        var yaml = new YamlReader(reader, errors);
        try
        {
            yaml.ReadStream(documents);
        }
        catch (UnreadableException)
        {
            // Said already, where it was found.
        }
        catch (YamlException error)
        {
            errors.Add(PositionOf(error.Start), "", $"this is not YAML: {Clean(error.Message)}");
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The scanner fails in other ways as well on text that is far from YAML.
            errors.Add(new SourcePosition(1, 1), "", "this is not YAML");
        }

        return documents;
    }

    private static SourcePosition PositionOf(in Mark mark) =>
        new((int)Math.Clamp(mark.Line, 1, int.MaxValue), (int)Math.Clamp(mark.Column, 1, int.MaxValue));

    // Newer parsers put the place in front of the message; it stands in the error already.
    private static string Clean(string message)
    {
        var start = message.StartsWith('(') ? message.IndexOf("): ", StringComparison.Ordinal) : -1;
        var text = start < 0 ? message : message[(start + 3)..];
        return text.ReplaceLineEndings(" ").TrimEnd('.');
    }

    private static SourcePosition? FindDeepBracket(string text)
    {
        var (depth, line, start) = (0, 1, 0);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '[' or '{':
                    depth++;
                    break;
                case ']' or '}':
                    depth = Math.Max(0, depth - 1);
                    break;
                case '\n':
                    (line, start) = (line + 1, i + 1);
                    break;
            }

            if (depth > YamlLimits.MaxBrackets)
            {
                return new SourcePosition(line, i - start + 1);
            }
        }

        return null;
    }

    private void ReadStream(List<Node> documents)
    {
        _parser.Consume<StreamStart>();
        while (_parser.TryConsume<DocumentStart>(out var document))
        {
            if (documents.Count == YamlLimits.MaxDocuments)
            {
                throw Fail(document.Start, $"more than {YamlLimits.MaxDocuments} documents");
            }

            var node = ReadNode(depth: 0);
            _parser.Consume<DocumentEnd>();
            if (!node.IsNull)
            {
                documents.Add(node);
            }
        }
    }

    private Node ReadNode(int depth)
    {
        var next = _parser.Current ?? throw Fail(Mark.Empty, "the text ends too early");
        if (++_nodes > YamlLimits.MaxNodes)
        {
            throw Fail(next.Start, $"more than {YamlLimits.MaxNodes} values");
        }

        if (depth > YamlLimits.MaxDepth)
        {
            throw Fail(next.Start, $"values lie more than {YamlLimits.MaxDepth} deep in each other");
        }

        if (next is NodeEvent { Tag.IsEmpty: false } tagged)
        {
            throw Fail(next.Start, $"the tag '{tagged.Tag}' is not allowed: write the value without it");
        }

        return next switch
        {
            Scalar => ReadScalar(),
            MappingStart => ReadMapping(depth),
            SequenceStart => ReadSequence(depth),
            AnchorAlias alias => throw Fail(next.Start, $"the alias '*{alias.Value}' is not allowed: write the value out"),
            _ => throw Fail(next.Start, "a value was expected"),
        };
    }

    private ScalarNode ReadScalar()
    {
        var scalar = _parser.Consume<Scalar>();
        return new ScalarNode(PositionOf(scalar.Start), scalar.Value, scalar.Style == ScalarStyle.Plain);
    }

    private SequenceNode ReadSequence(int depth)
    {
        var start = _parser.Consume<SequenceStart>();
        List<Node> items = [];
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(depth + 1));
        }

        return new SequenceNode(PositionOf(start.Start), items);
    }

    private MappingNode ReadMapping(int depth)
    {
        var start = _parser.Consume<MappingStart>();
        List<MappingEntry> entries = [];
        Dictionary<string, SourcePosition> seen = new(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (!_parser.Accept<Scalar>(out var key))
            {
                throw Fail(_parser.Current?.Start ?? start.Start, "a key must be a text");
            }

            _parser.MoveNext();
            var position = PositionOf(key.Start);
            var value = ReadNode(depth + 1);
            if (seen.TryAdd(key.Value, position))
            {
                entries.Add(new MappingEntry(key.Value, position, value));
            }
            else
            {
                _errors.Add(position, "", $"the key '{key.Value}' stands here twice; first in line {seen[key.Value].Line}");
            }
        }

        return new MappingNode(PositionOf(start.Start), entries);
    }

    private UnreadableException Fail(in Mark mark, string message)
    {
        _errors.Add(PositionOf(mark), "", message);
        return new UnreadableException();
    }
}
