namespace KServe.Runtime.Generative.Tokenization.Decoders;

/// <summary>Drops repeated tokens and the blank token, as the output of CTC models needs.</summary>
/// <remarks>Graves et al., "Connectionist Temporal Classification", 2006.</remarks>
internal sealed class CtcDecoder(Func<string, string> map) : TokenDecoder
{
    /// <inheritdoc/>
    public override DecodeStage Create(DecodeStage next) => new Stage(map, next);

    /// <inheritdoc/>
    public override string? Inside(string token, out byte[] bytes)
    {
        bytes = [];
        return map(token);
    }

    private sealed class Stage(Func<string, string> map, DecodeStage next) : DecodeStage(next)
    {
        private string? _last;

        public override void Push(ReadOnlySpan<char> token, bool continues)
        {
            if (_last is not null && token.SequenceEqual(_last))
            {
                return;
            }

            _last = token.ToString();
            var text = map(_last);
            if (text.Length > 0)
            {
                Next.Push(text, continues: false);
            }
        }
    }
}
