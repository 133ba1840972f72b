using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KServe.Runtime.Mlflow;

/// <summary>Reads an <c>MLmodel</c> file, which is YAML, into nested dictionaries of texts.</summary>
/// <remarks>
/// Sequences, tags and anchors have no meaning to us: sequences are skipped, aliases refused, since they can make a
/// small file large. Values are <see cref="string"/> or such a dictionary.
/// </remarks>
internal sealed class MlflowDocument
{
    private const int MaxLength = 4 << 20;
    private const int MaxDepth = 16;
    private const int MaxBrackets = 64;

    private readonly IParser _parser;

    private MlflowDocument(TextReader text) => _parser = new Parser(text);

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">It is too large, no YAML, or no mapping.</exception>
    public static Dictionary<string, object> Read(string path)
    {
        if (new FileInfo(path).Length > MaxLength)
        {
            throw new InvalidDataException($"it is larger than {MaxLength >> 20} MiB");
        }

        using var text = new StringReader(CheckBrackets(File.ReadAllText(path)));
        try
        {
            var document = new MlflowDocument(text);
            document._parser.Consume<StreamStart>();
            document._parser.Consume<DocumentStart>();
            return document.ReadMapping(depth: 0);
        }
        catch (YamlException error)
        {
            throw new InvalidDataException($"line {error.Start.Line}: not the YAML that was expected", error);
        }
        catch (Exception error) when (error is not (InvalidDataException or IOException))
        {
            // The scanner fails in other ways as well on text that is far from YAML.
            throw new InvalidDataException("it is not YAML", error);
        }
    }

    // The scanner's time grows with the square of how deep brackets lie in each other.
    private static string CheckBrackets(string text)
    {
        var depth = 0;
        foreach (var character in text)
        {
            depth += character is '[' or '{' ? 1 : character is ']' or '}' ? -1 : 0;
            if (depth > MaxBrackets)
            {
                throw new InvalidDataException($"more than {MaxBrackets} brackets are open");
            }
        }

        return text;
    }

    private Dictionary<string, object> ReadMapping(int depth)
    {
        if (depth == MaxDepth)
        {
            throw new InvalidDataException($"mappings lie more than {MaxDepth} deep in each other");
        }

        Dictionary<string, object> mapping = new(StringComparer.Ordinal);
        _parser.Consume<MappingStart>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = _parser.Consume<Scalar>().Value;
            if (_parser.Accept<MappingStart>(out _))
            {
                mapping[key] = ReadMapping(depth + 1);
            }
            else if (_parser.TryConsume<Scalar>(out var scalar))
            {
                mapping[key] = scalar.Value;
            }
            else if (_parser.Accept<SequenceStart>(out _))
            {
                _parser.SkipThisAndNestedEvents();
            }
            else
            {
                throw new InvalidDataException($"the value of '{key}' is neither a text nor a mapping");
            }
        }

        return mapping;
    }
}
