namespace KServe.Runtime.Sklearn.Preprocessing.Text;

/// <summary>Cuts a text into n-grams of characters; two or more white spaces count as one.</summary>
internal sealed class CharacterCutter(int shortest, int longest) : NgramCutter(shortest, longest)
{
    public override void Cut(string text, TermBuffer buffer, TermSink sink)
    {
        buffer.Clear();
        AppendCollapsed(text, buffer);
        for (var i = 0; i < buffer.Length; i += PythonText.GetLength(buffer.Text, i))
        {
            buffer.Starts.Add(i);
        }

        var count = buffer.Starts.Count;
        buffer.Starts.Add(buffer.Length);
        for (var length = Shortest; length <= Math.Min(Longest, count); length++)
        {
            for (var i = 0; i + length <= count; i++)
            {
                sink.Add(buffer.Text[buffer.Starts[i]..buffer.Starts[i + length]]);
            }
        }
    }

    /// <summary>Copies a text; a run of white space becomes one space, a single one stays what it is.</summary>
    private static void AppendCollapsed(string text, TermBuffer buffer)
    {
        var i = 0;
        while (i < text.Length)
        {
            var start = i;
            while (i < text.Length && PythonText.IsSpace(text[i]))
            {
                i++;
            }

            if (i - start > 1)
            {
                buffer.Append(" ");
            }
            else
            {
                i = Math.Min(start + 1, text.Length);
                buffer.Append(text.AsSpan(start, i - start));
            }
        }
    }
}
