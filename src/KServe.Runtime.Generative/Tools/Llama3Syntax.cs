using System.Text;

namespace KServe.Runtime.Generative.Tools;

/// <summary>A JSON object that starts the answer, or follows a tag or another one.</summary>
internal sealed class Llama3Syntax : IToolCallSyntax
{
    private const string Tag = "<|python_tag|>";
    private bool _isBehindCall;

    /// <inheritdoc/>
    public int FindStart(string text, bool isAtStart, bool isComplete, out int certain)
    {
        certain = 0;
        var at = Skip(text);
        if (isAtStart)
        {
            if (at == text.Length && !isComplete)
            {
                return -1;
            }

            if (at < text.Length && text[at] == '{')
            {
                return 0;
            }
        }

        var found = Markers.Find(text, Tag, isComplete, out certain);
        return found;
    }

    /// <inheritdoc/>
    public bool MayHaveEnded(StringBuilder text, int from) => Markers.HasSince(text, from, '}', '{');

    /// <inheritdoc/>
    public int FindEnd(string text, bool isComplete, out List<ToolCall>? calls)
    {
        calls = null;
        var at = text.StartsWith(Tag, StringComparison.Ordinal) ? Tag.Length : 0;
        at += Skip(text[at..]);
        if (at < text.Length && text[at] != '{')
        {
            return text.Length;
        }

        var end = ToolCallJson.FindEnd(text.AsSpan(at));
        if (end < 0)
        {
            return -1;
        }

        calls = ToolCallJson.Read(text.Substring(at, end));
        _isBehindCall = calls is not null;
        return at + end;
    }

    /// <inheritdoc/>
    public int OpeningLength(string text) =>
        text.StartsWith(Tag, StringComparison.Ordinal) ? Tag.Length : Skip(text) + 1;

    // calls side by side have a semicolon between them
    private int Skip(string text)
    {
        var at = 0;
        while (at < text.Length
            && (ToolCallJson.Blanks.Contains(text[at]) || (_isBehindCall && text[at] == ';')))
        {
            at++;
        }

        return at;
    }
}
