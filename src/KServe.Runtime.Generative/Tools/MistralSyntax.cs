using System.Buffers;
using System.Text;

namespace KServe.Runtime.Generative.Tools;

/// <summary>A marker, and an array of calls or a name and its arguments.</summary>
internal sealed class MistralSyntax : IToolCallSyntax
{
    private const string Open = "[TOOL_CALLS]";
    private const string Arguments = "[ARGS]";
    private const int LongestName = 256;
    private static readonly SearchValues<char> NotInNames = SearchValues.Create(" \n\"[]<>");

    /// <inheritdoc/>
    public int FindStart(string text, bool isAtStart, bool isComplete, out int certain) =>
        Markers.Find(text, Open, isComplete, out certain);

    /// <inheritdoc/>
    public bool MayHaveEnded(StringBuilder text, int from) => Markers.HasSince(text, from, '}', ']');

    /// <inheritdoc/>
    public int FindEnd(string text, bool isComplete, out List<ToolCall>? calls)
    {
        calls = null;
        var rest = text.AsSpan(Open.Length);
        var blanks = rest.Length - rest.TrimStart().Length;
        var at = Open.Length + blanks;
        if (at < text.Length && text[at] == '[')
        {
            var length = ToolCallJson.FindEnd(text.AsSpan(at));
            calls = length < 0 ? null : ToolCallJson.Read(text.Substring(at, length));
            return length < 0 ? -1 : at + length;
        }

        var brace = text.IndexOf('{', at);
        if (brace < 0)
        {
            return text.Length - at > LongestName ? text.Length : -1;
        }

        var size = ToolCallJson.FindEnd(text.AsSpan(brace));
        if (size < 0)
        {
            return -1;
        }

        var name = text[at..brace].Trim();
        name = name.EndsWith(Arguments, StringComparison.Ordinal) ? name[..^Arguments.Length].Trim() : name;
        var arguments = text.Substring(brace, size);
        var isName = name.Length > 0 && brace - at <= LongestName
            && !name.AsSpan().ContainsAny(NotInNames);
        calls = isName && ToolCallJson.IsObject(arguments) ? [new ToolCall("", name, arguments)] : null;
        return brace + size;
    }

    /// <inheritdoc/>
    public int OpeningLength(string text) => Open.Length;
}
