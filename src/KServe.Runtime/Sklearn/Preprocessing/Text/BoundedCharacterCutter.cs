namespace KServe.Runtime.Sklearn.Preprocessing.Text;

/// <summary>Cuts each word, with a space before and after it, into n-grams of characters.</summary>
internal sealed class BoundedCharacterCutter(int shortest, int longest) : NgramCutter(shortest, longest)
{
    public override void Cut(string text, TermBuffer buffer, TermSink sink)
    {
        var i = 0;
        while (i < text.Length)
        {
            if (PythonText.IsSpace(text[i]))
            {
                i++;
                continue;
            }

            var start = i;
            while (i < text.Length && !PythonText.IsSpace(text[i]))
            {
                i++;
            }

            CutWord(text.AsSpan(start, i - start), buffer, sink);
        }
    }

    private void CutWord(ReadOnlySpan<char> word, TermBuffer buffer, TermSink sink)
    {
        buffer.Clear();
        buffer.Append(" ");
        buffer.Append(word);
        buffer.Append(" ");
        for (var i = 0; i < buffer.Length; i += PythonText.GetLength(buffer.Text, i))
        {
            buffer.Starts.Add(i);
        }

        var count = buffer.Starts.Count;
        buffer.Starts.Add(buffer.Length);
        for (var length = Shortest; length <= Longest; length++)
        {
            for (var i = 0; i == 0 || i + length <= count; i++)
            {
                sink.Add(buffer.Text[buffer.Starts[i]..buffer.Starts[Math.Min(i + length, count)]]);
            }

            // A word that is not longer than the n-gram counts once, not again for each greater length.
            if (length >= count)
            {
                break;
            }
        }
    }
}
