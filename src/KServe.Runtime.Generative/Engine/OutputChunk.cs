namespace KServe.Runtime.Generative.Engine;

/// <summary>Tokens and text of a request that have not been read.</summary>
/// <remarks>Filled by the step loop, then handed to the reader, who gives it back empty.</remarks>
internal sealed class OutputChunk
{
    private GeneratedToken[] _tokens = new GeneratedToken[8];
    private char[] _text = new char[64];
    private int _count;
    private int _textLength;

    /// <summary>Gets the tokens, those of several answers in the order in which they came.</summary>
    public ReadOnlySpan<GeneratedToken> Tokens => _tokens.AsSpan(0, _count);

    /// <summary>Gets the text of all tokens.</summary>
    public ReadOnlySpan<char> Text => _text.AsSpan(0, _textLength);

    /// <summary>Gets the text of a token.</summary>
    public ReadOnlySpan<char> GetText(in GeneratedToken token) => _text.AsSpan(token.TextStart, token.TextLength);

    /// <summary>Adds a token and its text.</summary>
    public void Add(GeneratedToken token, ReadOnlySpan<char> text)
    {
        if (_count == _tokens.Length)
        {
            Array.Resize(ref _tokens, _count * 2);
        }

        if (_textLength + text.Length > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _textLength + text.Length));
        }

        token.TextStart = _textLength;
        token.TextLength = text.Length;
        text.CopyTo(_text.AsSpan(_textLength));
        _textLength += text.Length;
        _tokens[_count++] = token;
    }

    /// <summary>Empties the chunk.</summary>
    public void Clear()
    {
        _tokens.AsSpan(0, _count).Clear();
        _count = 0;
        _textLength = 0;
    }
}
