using System.Globalization;
using System.Text;

namespace KServe.Runtime.Pmml.Documents;

/// <summary>An element of a document: its local name, attributes, child elements and text.</summary>
/// <remarks>Namespaces are not kept: the document's root has been checked, and extensions have been left out.</remarks>
internal sealed class PmmlElement(string name, int line, KeyValuePair<string, string>[] attributes)
{
    private static readonly List<PmmlElement> None = [];

    private List<PmmlElement>? _children;
    private StringBuilder? _longText;
    private string _text = "";

    public string Name { get; } = name;

    public int Line { get; } = line;

    /// <summary>Gets the text between the tags; empty when there is none.</summary>
    public string Text => _longText?.ToString() ?? _text;

    public List<PmmlElement> Children => _children ?? None;

    public void Add(PmmlElement child) => (_children ??= new List<PmmlElement>(2)).Add(child);

    /// <summary>Adds a piece of text; comments and CDATA sections cut a text into several.</summary>
    public void Append(string text)
    {
        if (_text.Length == 0)
        {
            _text = text;
        }
        else
        {
            (_longText ??= new StringBuilder(_text)).Append(text);
        }
    }

    /// <summary>Gets an attribute, or <see langword="null"/>.</summary>
    public string? Get(string attribute)
    {
        foreach (var pair in attributes)
        {
            if (string.Equals(pair.Key, attribute, StringComparison.Ordinal))
            {
                return pair.Value;
            }
        }

        return null;
    }

    /// <summary>Gets an attribute that has to be there.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public string Require(string attribute) =>
        Get(attribute) ?? throw Error($"has no attribute '{attribute}'");

    public double GetNumber(string attribute, double otherwise) =>
        Get(attribute) is { } text ? ParseNumber(attribute, text) : otherwise;

    public double? GetNumber(string attribute) =>
        Get(attribute) is { } text ? ParseNumber(attribute, text) : null;

    public double RequireNumber(string attribute) => ParseNumber(attribute, Require(attribute));

    public int GetInteger(string attribute, int otherwise) => Get(attribute) is not { } text
        ? otherwise
        : int.TryParse(text.AsSpan().Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Error($"has {attribute}=\"{Shorten(text)}\", a whole number was expected");

    public bool GetFlag(string attribute, bool otherwise) => Get(attribute) switch
    {
        null => otherwise,
        "true" or "1" => true,
        "false" or "0" => false,
        var text => throw Error($"has {attribute}=\"{Shorten(text)}\", 'true' or 'false' was expected"),
    };

    /// <summary>Finds the first child of a name, or <see langword="null"/>.</summary>
    public PmmlElement? Find(string name)
    {
        foreach (var child in Children)
        {
            if (string.Equals(child.Name, name, StringComparison.Ordinal))
            {
                return child;
            }
        }

        return null;
    }

    /// <summary>Finds a child that has to be there.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public PmmlElement RequireChild(string name) => Find(name) ?? throw Error($"has no element <{name}>");

    /// <summary>Lists the children of a name.</summary>
    public IEnumerable<PmmlElement> All(string name)
    {
        foreach (var child in Children)
        {
            if (string.Equals(child.Name, name, StringComparison.Ordinal))
            {
                yield return child;
            }
        }
    }

    /// <summary>Makes the error that says what is wrong with this element, and where it stands.</summary>
    public InvalidDataException Error(string reason) => new($"line {Line}: <{Name}> {reason}");

    /// <summary>Makes the error for an attribute whose value is not one of those that exist.</summary>
    public InvalidDataException Unknown(string attribute) =>
        Error($"has the unknown {attribute} '{Shorten(Get(attribute) ?? "")}'");

    /// <summary>Cuts a text of the document to a length that suits an error.</summary>
    public static string Shorten(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 60), "...");

    private double ParseNumber(string attribute, string text) =>
        PmmlNumbers.TryParse(text, out var value)
            ? value
            : throw Error($"has {attribute}=\"{Shorten(text)}\", a number was expected");
}
