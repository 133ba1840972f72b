using System.Collections.Frozen;

namespace KServe.Runtime.Sklearn.Preprocessing.Text;

/// <summary>Cuts a text into words, and joins neighbours with a space; stop words go before neighbours meet.</summary>
internal sealed class WordCutter(Tokenizer tokenizer, FrozenSet<string>? stopWords, int shortest, int longest)
    : NgramCutter(shortest, longest)
{
    public override void Cut(string text, TermBuffer buffer, TermSink sink)
    {
        buffer.Clear();
        tokenizer.Split(text, stopWords, buffer);

        // The kept tokens lie one after the other with single spaces, so that every n-gram is a slice.
        for (var length = Shortest; length <= Math.Min(Longest, buffer.Starts.Count); length++)
        {
            for (var i = 0; i + length <= buffer.Starts.Count; i++)
            {
                sink.Add(buffer.Text[buffer.Starts[i]..buffer.Ends[i + length - 1]]);
            }
        }
    }
}
