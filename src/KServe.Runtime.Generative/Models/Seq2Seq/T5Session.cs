namespace KServe.Runtime.Generative.Models.Seq2Seq;

/// <summary>One text that was encoded, and the keys and values of what was decoded of its answer so far.</summary>
internal sealed class T5Session
{
    private readonly T5Model _model;

    internal T5Session(T5Model model, float[] states, int tokens)
    {
        _model = model;
        States = states;
        Other = [.. model.Layers.Select(layer => layer.CrossRows(states, tokens))];
        Own = [.. model.Layers.Select(_ => Array.Empty<float>())];
    }

    /// <summary>Gets the states of the encoder's last layer.</summary>
    public float[] States { get; }

    /// <summary>Gets how many tokens were decoded.</summary>
    public int Length { get; private set; }

    internal float[][] Own { get; }

    internal float[][] Other { get; }

    /// <summary>Decodes the tokens that follow.</summary>
    /// <param name="tokens">The ids, at least one; the first of all is the model's start token.</param>
    /// <param name="logits">Takes the logits of each.</param>
    /// <exception cref="ArgumentException">A token is none of the model's, or the logits do not fit.</exception>
    public void Decode(ReadOnlySpan<int> tokens, Span<float> logits)
    {
        _model.Decode(this, tokens, logits);
        Length += tokens.Length;
    }

    internal void Reserve(int tokens, int width)
    {
        var needed = checked((Length + tokens) * width);
        for (var i = 0; i < Own.Length; i++)
        {
            if (Own[i].Length < needed)
            {
                Array.Resize(ref Own[i], 2 * needed);
            }
        }
    }
}
