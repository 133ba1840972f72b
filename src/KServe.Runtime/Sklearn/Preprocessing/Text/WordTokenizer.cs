using System.Collections.Frozen;
using System.Text;

namespace KServe.Runtime.Sklearn.Preprocessing.Text;

/// <summary>Finds runs of word characters of some length: <c>\b\w\w+\b</c> and its like.</summary>
internal sealed class WordTokenizer(int shortest) : Tokenizer
{
    public override void Split(string text, FrozenSet<string>? stopWords, TermBuffer buffer)
    {
        var start = 0;
        var length = 0;
        var i = 0;
        while (i < text.Length)
        {
            _ = Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var consumed);
            if (PythonText.IsWord(rune))
            {
                start = length == 0 ? i : start;
                length++;
            }
            else
            {
                AppendRun(text, start, i, length, stopWords, buffer);
                length = 0;
            }

            i += consumed;
        }

        AppendRun(text, start, i, length, stopWords, buffer);
    }

    private void AppendRun(
        string text, int start, int end, int length, FrozenSet<string>? stopWords, TermBuffer buffer)
    {
        if (length >= shortest)
        {
            Append(text.AsSpan(start, end - start), stopWords, buffer);
        }
    }
}
