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

        public override void Push(string token, bool continues)
        {
            if (token == _last)
            {
                return;
            }

            _last = token;
            var text = map(token);
            if (text.Length > 0)
            {
                Next.Push(text, continues: false);
            }
        }
    }
}
