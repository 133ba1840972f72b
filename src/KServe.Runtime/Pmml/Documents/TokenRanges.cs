namespace KServe.Runtime.Pmml.Documents;

/// <summary>Enumerates the words of a text that are parted by white space, without copies.</summary>
internal struct TokenRanges(string text)
{
    private int _at;

    public Range Current { get; private set; }

    public readonly TokenRanges GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }

        var start = _at;
        while (_at < text.Length && !char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }

        Current = start.._at;
        return _at > start;
    }
}
