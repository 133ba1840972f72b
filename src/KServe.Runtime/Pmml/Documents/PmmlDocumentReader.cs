using System.Globalization;
using System.Xml;

namespace KServe.Runtime.Pmml.Documents;

/// <summary>
/// Reads the XML of a document into elements: no document type, no entity, no resolver, bounded depth.
/// </summary>
internal sealed class PmmlDocumentReader : IDisposable
{
    /// <summary>The most elements inside one another; real trees stay far below.</summary>
    private const int MaxDepth = 1024;

    /// <summary>The most attributes of one element.</summary>
    private const int MaxAttributes = 256;

    private readonly XmlReader _reader;
    private readonly IXmlLineInfo? _lines;
    private readonly SegmentSink? _sink;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    private PmmlDocumentReader(Stream stream, SegmentSink? sink, CancellationToken cancellationToken)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreWhitespace = true,
            IgnoreProcessingInstructions = true,
            MaxCharactersInDocument = Math.Max(1, stream.Length),
            MaxCharactersFromEntities = 1,
            CloseInput = false,
        };
        _reader = XmlReader.Create(stream, settings);
        _lines = _reader as IXmlLineInfo;
        _sink = sink;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Reads a document up to its end.</summary>
    /// <param name="stream">The bytes, which can be measured.</param>
    /// <param name="sink">Takes segments out of the document as soon as they are read; none keeps them.</param>
    /// <param name="cancellationToken">Looked at between elements.</param>
    /// <exception cref="XmlException">The bytes are no XML, or more than the bounds allow.</exception>
    /// <exception cref="InvalidDataException">The document is no PMML of a version that is known.</exception>
    public static PmmlElement Read(Stream stream, SegmentSink? sink, CancellationToken cancellationToken)
    {
        using var reader = new PmmlDocumentReader(stream, sink, cancellationToken);
        return reader.ReadRoot();
    }

    public void Dispose() => _reader.Dispose();

    private PmmlElement ReadRoot()
    {
        _reader.MoveToContent();
        if (_reader.NodeType != XmlNodeType.Element || _reader.LocalName != "PMML")
        {
            throw new InvalidDataException($"the root is <{PmmlElement.Shorten(_reader.Name)}>, <PMML> was expected");
        }

        RequireNamespace(_reader.NamespaceURI);
        var root = ReadElement();
        RequireVersion(root);
        if (!_reader.IsEmptyElement)
        {
            ReadContent(root);
        }

        while (_reader.Read())
        {
            // The reader itself refuses anything but white space after the root.
        }

        return root;
    }

    private void ReadContent(PmmlElement root)
    {
        var open = new List<PmmlElement> { root };
        while (_reader.Read())
        {
            switch (_reader.NodeType)
            {
                case XmlNodeType.Element:
                    _cancellationToken.ThrowIfCancellationRequested();
                    ReadChild(open);
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    open[^1].Append(_reader.Value);
                    break;
                case XmlNodeType.EndElement:
                    Close(open);
                    if (open.Count == 0)
                    {
                        return;
                    }

                    break;
            }
        }
    }

    private void ReadChild(List<PmmlElement> open)
    {
        if (open.Count >= MaxDepth)
        {
            throw new InvalidDataException(
                $"line {_lines?.LineNumber}: elements are nested more than {MaxDepth} levels deep");
        }

        if (IsLeftOut(_reader.LocalName))
        {
            SkipElement(open.Count);
            return;
        }

        var isEmpty = _reader.IsEmptyElement;
        var element = ReadElement();
        open.Add(element);
        if (isEmpty)
        {
            Close(open);
        }
    }

    private void Close(List<PmmlElement> open)
    {
        var element = open[^1];
        open.RemoveAt(open.Count - 1);
        if (open.Count > 0 && _sink?.TryTake(open, element) != true)
        {
            open[^1].Add(element);
        }
    }

    private static bool IsLeftOut(string name) =>
        name is "Header" or "Extension" or "ModelStats" or "ModelExplanation" or "MiningBuildTask";

    private void SkipElement(int depth)
    {
        var inner = _reader.IsEmptyElement ? 0 : 1;
        while (inner > 0 && _reader.Read())
        {
            if (_reader.NodeType == XmlNodeType.EndElement)
            {
                inner--;
            }
            else if (_reader.NodeType == XmlNodeType.Element && !_reader.IsEmptyElement && depth + ++inner > MaxDepth)
            {
                throw new InvalidDataException($"elements are nested more than {MaxDepth} levels deep");
            }
        }
    }

    private PmmlElement ReadElement()
    {
        var name = _reader.LocalName;
        var line = _lines?.LineNumber ?? 0;
        if (_reader.AttributeCount > MaxAttributes)
        {
            throw new InvalidDataException($"line {line}: <{name}> has more than {MaxAttributes} attributes");
        }

        var attributes = new KeyValuePair<string, string>[_reader.AttributeCount];
        for (var i = 0; i < attributes.Length; i++)
        {
            _reader.MoveToAttribute(i);
            attributes[i] = new KeyValuePair<string, string>(_reader.LocalName, Share(_reader.Value));
        }

        _reader.MoveToElement();
        return new PmmlElement(name, line, attributes);
    }

    /// <summary>Keeps one string of the names, operators and codes that a document repeats a thousand times.</summary>
    private string Share(string text)
    {
        if (text.Length > 24 || _texts.Count > 10_000)
        {
            return text;
        }

        if (!_texts.TryGetValue(text, out var shared))
        {
            _texts.Add(text, shared = text);
        }

        return shared;
    }

    private static void RequireNamespace(string uri)
    {
        const string Prefix = "://www.dmg.org/PMML-";
        var at = uri.IndexOf(Prefix, StringComparison.Ordinal);
        if (uri.Length > 0
            && !(at >= 0
                && uri.AsSpan(0, at) is "http" or "https"
                && uri.AsSpan(at + Prefix.Length) is ['3' or '4', '_', ..]))
        {
            throw new InvalidDataException(
                $"the root's namespace is '{PmmlElement.Shorten(uri)}', that of PMML 3.x or 4.x was expected");
        }
    }

    private static void RequireVersion(PmmlElement root)
    {
        var version = root.Get("version");
        if (version is not null
            && !(double.TryParse(version, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && number is >= 3 and < 5))
        {
            throw new InvalidDataException(
                $"the document's version is '{PmmlElement.Shorten(version)}', 3.0 to 4.4 was expected");
        }
    }
}
