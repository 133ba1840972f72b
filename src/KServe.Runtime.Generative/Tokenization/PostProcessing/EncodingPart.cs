namespace KServe.Runtime.Generative.Tokenization.PostProcessing;

/// <summary>An encoding while it is put together.</summary>
internal sealed class EncodingPart
{
    /// <summary>Gets the ids.</summary>
    public List<int> Ids { get; } = [];

    /// <summary>Gets the texts.</summary>
    public List<string> Tokens { get; } = [];

    /// <summary>Gets the places in the text, in code points.</summary>
    public List<(int Start, int End)> Offsets { get; } = [];

    /// <summary>Gets the types.</summary>
    public List<int> TypeIds { get; } = [];

    /// <summary>Gets 1 for added tokens.</summary>
    public List<int> SpecialMask { get; } = [];

    /// <summary>Gets 0 for filling tokens.</summary>
    public List<int> AttentionMask { get; } = [];

    /// <summary>Gets the further parts of a text that was cut.</summary>
    public List<EncodingPart> Overflowing { get; } = [];

    /// <summary>Gets the number of tokens.</summary>
    public int Count => Ids.Count;

    /// <summary>Adds a token.</summary>
    public void Add(int id, string token, (int Start, int End) offset, int type, int special, int attention = 1)
    {
        Ids.Add(id);
        Tokens.Add(token);
        Offsets.Add(offset);
        TypeIds.Add(type);
        SpecialMask.Add(special);
        AttentionMask.Add(attention);
    }

    /// <summary>Adds the tokens of another part, without its further parts.</summary>
    public void Add(EncodingPart other, int start, int count, int? type = null)
    {
        for (var i = start; i < start + count; i++)
        {
            Add(
                other.Ids[i],
                other.Tokens[i],
                other.Offsets[i],
                type ?? other.TypeIds[i],
                other.SpecialMask[i],
                other.AttentionMask[i]);
        }
    }

    /// <summary>Makes the encoding that users see.</summary>
    public TokenEncoding ToEncoding() => new(this, [.. Overflowing.Select(part => new TokenEncoding(part, []))]);
}
