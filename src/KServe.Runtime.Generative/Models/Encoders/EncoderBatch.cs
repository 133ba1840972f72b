using System.Runtime.InteropServices;
using KServe.Kernels.Attention;

namespace KServe.Runtime.Generative.Models.Encoders;

/// <summary>Sequences that go through an encoder together, side by side and without padding.</summary>
/// <remarks>
/// Tokens behind a mask of 0 are left out: no other token sees them, so the others come out as they would beside them.
/// </remarks>
internal sealed class EncoderBatch
{
    private readonly List<AttentionSequence> _sequences = [];
    private readonly List<int> _tokens = [];
    private readonly List<int> _tokenTypes = [];
    private readonly List<int> _positions = [];
    private readonly List<int> _chosen = [];

    /// <summary>Gets the ids of all tokens, sequence after sequence.</summary>
    public ReadOnlySpan<int> Tokens => CollectionsMarshal.AsSpan(_tokens);

    /// <summary>Gets the segments of all tokens.</summary>
    public ReadOnlySpan<int> TokenTypes => CollectionsMarshal.AsSpan(_tokenTypes);

    /// <summary>Gets the places of all tokens in their sequences, from 0.</summary>
    public ReadOnlySpan<int> Positions => CollectionsMarshal.AsSpan(_positions);

    /// <summary>Gets where the sequences lie.</summary>
    public ReadOnlySpan<AttentionSequence> Sequences =>
        CollectionsMarshal.AsSpan(_sequences);

    /// <summary>Gets which tokens a head computes outputs of, if not all: places in <see cref="Tokens"/>.</summary>
    public ReadOnlySpan<int> Chosen => CollectionsMarshal.AsSpan(_chosen);

    /// <summary>Gets how many tokens a head computes outputs of: those that were chosen, or all.</summary>
    public int OutputTokens => _chosen.Count == 0 ? _tokens.Count : _chosen.Count;

    /// <summary>Adds a sequence.</summary>
    /// <param name="tokens">The ids, at least one.</param>
    /// <param name="tokenTypes">The segment of each, or empty for the first.</param>
    public void Add(ReadOnlySpan<int> tokens, ReadOnlySpan<int> tokenTypes = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(tokens.Length, nameof(tokens));
        if (!tokenTypes.IsEmpty && tokenTypes.Length != tokens.Length)
        {
            throw new ArgumentException("Each token has one segment.", nameof(tokenTypes));
        }

        _sequences.Add(new AttentionSequence { FirstToken = _tokens.Count, TokenCount = tokens.Length });
        _tokens.AddRange(tokens);
        for (var i = 0; i < tokens.Length; i++)
        {
            _tokenTypes.Add(tokenTypes.IsEmpty ? 0 : tokenTypes[i]);
            _positions.Add(i);
        }
    }

    /// <summary>Adds a sequence, of which only some tokens are asked for.</summary>
    /// <param name="tokens">The ids, at least one.</param>
    /// <param name="tokenTypes">The segment of each, or empty for the first.</param>
    /// <param name="chosen">The places in the sequence of the tokens that are asked for.</param>
    /// <remarks>All sequences of a batch are added so, or none.</remarks>
    public void Add(ReadOnlySpan<int> tokens, ReadOnlySpan<int> tokenTypes, ReadOnlySpan<int> chosen)
    {
        var first = _tokens.Count;
        Add(tokens, tokenTypes);
        foreach (var place in chosen)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)place, (uint)tokens.Length, nameof(chosen));
            _chosen.Add(first + place);
        }
    }

    /// <summary>Empties the batch.</summary>
    public void Clear()
    {
        _sequences.Clear();
        _tokens.Clear();
        _tokenTypes.Clear();
        _positions.Clear();
        _chosen.Clear();
    }
}
