namespace KServe.Runtime.Sklearn.Preprocessing.Text;

/// <summary>The memory of one analysis, used again for each document of a request.</summary>
internal sealed class TermBuffer
{
    private char[] _characters = new char[256];

    /// <summary>Gets the characters that were appended.</summary>
    public ReadOnlySpan<char> Text => _characters.AsSpan(0, Length);

    public int Length { get; private set; }

    /// <summary>Gets the places where units begin: tokens, or characters and the end of the text.</summary>
    public List<int> Starts { get; } = [];

    /// <summary>Gets the places where tokens end.</summary>
    public List<int> Ends { get; } = [];

    public void Clear()
    {
        Length = 0;
        Starts.Clear();
        Ends.Clear();
    }

    public void Append(ReadOnlySpan<char> text)
    {
        if (_characters.Length - Length < text.Length)
        {
            Array.Resize(ref _characters, checked(Math.Max(_characters.Length * 2, Length + text.Length)));
        }

        text.CopyTo(_characters.AsSpan(Length));
        Length += text.Length;
    }

    /// <summary>Appends a token, a space after the one before.</summary>
    public void AppendToken(ReadOnlySpan<char> token)
    {
        if (Starts.Count > 0)
        {
            Append(" ");
        }

        Starts.Add(Length);
        Append(token);
        Ends.Add(Length);
    }
}
