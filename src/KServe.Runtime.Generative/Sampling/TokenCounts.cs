namespace KServe.Runtime.Generative.Sampling;

/// <summary>Counts the tokens of one sequence, for the penalties.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class TokenCounts
{
    private readonly Dictionary<int, int> _places = [];
    private int[] _tokens;
    private int[] _counts;
    private int _count;

    /// <summary>Creates the counts of a prompt.</summary>
    public TokenCounts(ReadOnlySpan<int> prompt)
    {
        _tokens = new int[16];
        _counts = new int[16];
        foreach (var token in prompt)
        {
            GetPlace(token);
        }
    }

    /// <summary>Gets the tokens that occur, each once.</summary>
    public ReadOnlySpan<int> Tokens => _tokens.AsSpan(0, _count);

    /// <summary>Gets how often each of <see cref="Tokens"/> stands in the answer; 0 for those of the prompt.</summary>
    public ReadOnlySpan<int> Counts => _counts.AsSpan(0, _count);

    /// <summary>Counts a token of the answer.</summary>
    public void Add(int token)
    {
        // The place first: it may come with a larger array.
        var place = GetPlace(token);
        _counts[place]++;
    }

    private int GetPlace(int token)
    {
        if (_places.TryGetValue(token, out var place))
        {
            return place;
        }

        if (_count == _tokens.Length)
        {
            Array.Resize(ref _tokens, _count * 2);
            Array.Resize(ref _counts, _count * 2);
        }

        _places.Add(token, _count);
        _tokens[_count] = token;
        _counts[_count] = 0;
        return _count++;
    }
}
