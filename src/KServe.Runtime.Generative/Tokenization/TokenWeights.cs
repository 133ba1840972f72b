namespace KServe.Runtime.Generative.Tokenization;

/// <summary>Tells how many tokens a text makes at least, without making them.</summary>
/// <remarks>
/// Every UTF-16 unit has a weight, so that no token covers units that weigh more than one token together: a unit weighs
/// one token divided by the length of the longest token that it stands in, and nothing where it might vanish. The
/// weights of a text add up to no more than the tokens that it makes. Immutable.
/// </remarks>
internal sealed class TokenWeights
{
    /// <summary>The weight of a token: a fixed point, so that sums have no order and always round down.</summary>
    public const uint Token = 1 << 28;

    private const int Units = char.MaxValue + 1;
    private const int Ascii = 0x80;
    private readonly uint[] _weights;
    private readonly bool _needsNeighbours;

    private TokenWeights(uint[] weights, bool needsNeighbours)
    {
        _weights = weights;
        _needsNeighbours = needsNeighbours;
    }

    /// <summary>Gets whether nothing is known of any text.</summary>
    public bool AreZero => !_weights.AsSpan().ContainsAnyExcept(0u);

    /// <summary>Creates the weights of texts as a model takes them.</summary>
    /// <param name="vocabulary">The tokens, each of which covers no more text than it spells.</param>
    /// <param name="staysWhole">Tells whether a unit is always a part of tokens that spell it.</param>
    public static TokenWeights Of(Vocabulary vocabulary, Func<char, bool> staysWhole)
    {
        var longest = new int[Units];
        foreach (var token in vocabulary.Ids.Keys)
        {
            foreach (var unit in token)
            {
                longest[unit] = Math.Max(longest[unit], token.Length);
            }
        }

        var weights = new uint[Units];
        for (var unit = 0; unit < Units; unit++)
        {
            if (!char.IsSurrogate((char)unit) && staysWhole((char)unit))
            {
                weights[unit] = Token / (uint)Math.Max(1, longest[unit]);
            }
        }

        return new TokenWeights(weights, needsNeighbours: false);
    }

    /// <summary>Gets the weight of what a unit became; nothing of surrogates.</summary>
    public uint Of(ReadOnlySpan<char> text)
    {
        ulong sum = 0;
        foreach (var unit in text)
        {
            sum += char.IsSurrogate(unit) ? 0 : _weights[unit];
        }

        return (uint)Math.Min(sum, uint.MaxValue);
    }

    /// <summary>Gets the weights of texts before a step that changes unit by unit.</summary>
    /// <param name="weigh">Gets the weight of what a unit becomes.</param>
    public TokenWeights Before(Func<char, uint> weigh)
    {
        var weights = new uint[Units];
        for (var unit = 0; unit < Units; unit++)
        {
            weights[unit] = weigh((char)unit);
        }

        return new TokenWeights(weights, _needsNeighbours);
    }

    /// <summary>Gets the weights of texts before a step that keeps ASCII unit by unit only where it is among
    /// itself.</summary>
    /// <param name="weigh">Gets the weight of what an ASCII unit becomes.</param>
    /// <returns>The weights; null where these here need the same already.</returns>
    public TokenWeights? BeforeAscii(Func<char, uint> weigh)
    {
        var weights = new uint[Units];
        for (var unit = 0; unit < Ascii; unit++)
        {
            weights[unit] = weigh((char)unit);
        }

        return _needsNeighbours ? null : new TokenWeights(weights, needsNeighbours: true);
    }

    /// <summary>Gets the same for steps that change single units to others; null where neighbours count.</summary>
    /// <param name="weigh">Gets the weight of what a unit becomes.</param>
    public TokenWeights? BeforeReplacing(Func<char, uint> weigh) => _needsNeighbours ? null : Before(weigh);

    /// <summary>Counts tokens that cover whatever they spell.</summary>
    /// <param name="added">What is found in the text, and whether white space beside it belongs to it.</param>
    public TokenWeights Cap(IEnumerable<(string Text, bool TakesSpace)> added)
    {
        var weights = _weights.AsSpan().ToArray();
        var takesSpace = false;
        foreach (var (text, takes) in added)
        {
            takesSpace |= takes;
            foreach (var unit in text)
            {
                weights[unit] = Math.Min(weights[unit], Token / (uint)text.Length);
            }
        }

        for (var unit = 0; takesSpace && unit < Units; unit++)
        {
            weights[unit] = char.IsWhiteSpace((char)unit) ? 0 : weights[unit];
        }

        return new TokenWeights(weights, _needsNeighbours);
    }

    /// <summary>Gets how many tokens a text makes at least.</summary>
    public long CountAtLeast(ReadOnlySpan<char> text)
    {
        ulong sum = 0;
        if (!_needsNeighbours)
        {
            foreach (var unit in text)
            {
                sum += _weights[unit];
            }
        }
        else
        {
            for (var i = 0; i < text.Length; i++)
            {
                var isAlone = (i > 0 && text[i - 1] >= Ascii) || (i + 1 < text.Length && text[i + 1] >= Ascii);
                sum += isAlone ? 0 : _weights[text[i]];
            }
        }

        return (long)((sum + Token - 1) / Token);
    }
}
