using System.Text;
using System.Xml;
using KServe.Runtime.Files;
using KServe.Runtime.Pmml.Documents;
using KServe.Runtime.Pmml.Mining;
using KServe.Runtime.Pmml.Models;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Pmml;

/// <summary>Reads PMML 3.0 to 4.4 documents.</summary>
/// <remarks>
/// PMML of the Data Mining Group, https://dmg.org/pmml/v4-4-1/GeneralStructure.html. Document types, entities and
/// anything
/// outside of the file are refused; depth, references and the work of functions are bounded.
/// </remarks>
internal static class PmmlReader
{
    /// <summary>From this size on, in bytes, segments are read one by one rather than all at once.</summary>
    private const int StreamedLength = 1 << 20;

    /// <summary>Reads the first scorable model of a document.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Looked at while the file is read.</param>
    /// <exception cref="InferenceException">The file is no PMML document that can be served.</exception>
    public static TabularModel Load(string path, CancellationToken cancellationToken)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
        return Load(stream, path, cancellationToken);
    }

    /// <summary>Reads a document from its bytes.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="path">The file that errors name.</param>
    /// <param name="cancellationToken">Looked at while the bytes are read.</param>
    /// <exception cref="InferenceException">The bytes are no PMML document that can be served.</exception>
    public static TabularModel Load(Stream stream, string path, CancellationToken cancellationToken)
    {
        try
        {
            return Load(stream, cancellationToken);
        }
        catch (XmlException exception)
        {
            throw ModelFile.Error(
                path, $"line {exception.LineNumber}: the file is no well-formed XML without a document type");
        }
        catch (Exception exception) when (exception is InvalidDataException or DecoderFallbackException
            or ArgumentException or OverflowException or FormatException or NotSupportedException)
        {
            var reason = exception is InvalidDataException ? exception.Message : "the file cannot be read";
            throw ModelFile.Error(path, reason);
        }
    }

    /// <summary>Reads a document from its bytes.</summary>
    /// <exception cref="InvalidDataException">It cannot be served.</exception>
    public static PmmlModel Load(Stream stream, CancellationToken cancellationToken)
    {
        var document = new DocumentContext();
        var sink = stream.Length > StreamedLength ? new SegmentStream(document) : null;
        var root = PmmlDocumentReader.Read(stream, sink, cancellationToken);
        document.Read(root.RequireChild("DataDictionary"));
        if (root.Find("TransformationDictionary") is { } transformations)
        {
            document.Read(transformations);
        }

        var element = FindModel(root);
        return new PmmlModel(document, ModelReader.ReadOutermost(document, element));
    }

    private static PmmlElement FindModel(PmmlElement root)
    {
        PmmlElement? first = null;
        foreach (var child in root.Children)
        {
            if (child.Name is "DataDictionary" or "TransformationDictionary")
            {
                continue;
            }

            first ??= child;
            if (ModelReader.IsModel(child) && child.GetFlag("isScorable", otherwise: true))
            {
                return child;
            }
        }

        throw first is null
            ? root.Error("has no model")
            : first.Error("is no model that can be served");
    }
}
