using KServe.Runtime.Generative.Sampling;

namespace KServe.Runtime.Generative.Grammars;

/// <summary>Follows one answer through a grammar.</summary>
internal sealed class GrammarCursor(CompiledGrammar grammar) : ITokenMask
{
    private GrammarPosition _position = grammar.Start;
    private GrammarFrames _frames = grammar.Frames;
    private int _generation = grammar.Generation;

    /// <summary>Gets whether the answer may end here.</summary>
    public bool IsComplete => _position.IsComplete;

    /// <summary>Gets the tokens that may come next, valid until the next one is accepted.</summary>
    public ReadOnlySpan<ulong> GetAllowed()
    {
        Follow();
        return grammar.GetMask(_position);
    }

    /// <inheritdoc/>
    public bool TryGetAllowed(out ReadOnlySpan<ulong> allowed)
    {
        Follow();
        var mask = grammar.GetMask(_position);
        allowed = mask;
        return !ReferenceEquals(mask, grammar.All);
    }

    /// <summary>Goes on behind a token; an end token changes nothing.</summary>
    public void Accept(int token)
    {
        Follow();
        _position = grammar.Accept(_position, token);
        grammar.Trim();
    }

    private void Follow()
    {
        if (_generation != grammar.Generation)
        {
            _position = grammar.Adopt(_position, _frames);
            _frames = grammar.Frames;
            _generation = grammar.Generation;
        }
    }
}
