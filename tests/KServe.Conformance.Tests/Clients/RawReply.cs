using System.Globalization;
using System.Text;

namespace KServe.Conformance.Tests.Clients;

/// <summary>The answers on a connection that has been read to its end.</summary>
internal sealed class RawReply
{
    private readonly string _text;
    private readonly int _bodyStart;

    public RawReply(string text)
    {
        _text = text;
        _bodyStart = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        Status = text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal)
            ? int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture)
            : 0;
    }

    /// <summary>Gets the status of the first answer, 0 when there is none.</summary>
    public int Status { get; }

    /// <summary>Gets how many answers there are.</summary>
    public int Count => _text.Split("HTTP/1.1 ").Length - 1;

    /// <summary>Gets the head of the first answer.</summary>
    public string Head => _bodyStart < 4 ? _text : _text[.._bodyStart];

    /// <summary>Gets everything behind the first head.</summary>
    public byte[] Body => _bodyStart < 4 ? [] : Encoding.Latin1.GetBytes(_text[_bodyStart..]);

    public override string ToString() => _text;
}
