using System.Text;

namespace KServe.Runtime.Generative.Tools;

/// <summary>JSON between tags.</summary>
internal sealed class HermesSyntax : IToolCallSyntax
{
    private const string Open = "<tool_call>";
    private const string Close = "</tool_call>";

    /// <inheritdoc/>
    public int FindStart(string text, bool isAtStart, bool isComplete, out int certain) =>
        Markers.Find(text, Open, isComplete, out certain);

    /// <inheritdoc/>
    public bool MayHaveEnded(StringBuilder text, int from) => Markers.HasSince(text, from, '>', '>');

    /// <inheritdoc/>
    public int FindEnd(string text, bool isComplete, out List<ToolCall>? calls)
    {
        var close = FindClose(text);
        calls = null;
        if (close < 0 && !isComplete)
        {
            return -1;
        }

        // a model that stops right behind the call leaves the closing tag out
        calls = ToolCallJson.Read(close < 0 ? text[Open.Length..] : text[Open.Length..close]);
        return close < 0 ? text.Length : close + Close.Length;
    }

    /// <inheritdoc/>
    public int OpeningLength(string text) => Open.Length;

    // The arguments may hold the tag in a text, which ends with its line if it was never closed.
    private static int FindClose(string text)
    {
        var inText = false;
        for (var i = Open.Length; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when inText:
                    i++;
                    break;
                case '"':
                    inText = !inText;
                    break;
                case '\n':
                    inText = false;
                    break;
                case '<' when !inText && text.AsSpan(i).StartsWith(Close):
                    return i;
            }
        }

        return -1;
    }
}
