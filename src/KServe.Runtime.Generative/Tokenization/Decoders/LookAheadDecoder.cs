namespace KServe.Runtime.Generative.Tokenization.Decoders;

/// <summary>Changes every token, which depends on whether it is the last; one token is held back.</summary>
/// <param name="map">Gets what a token becomes.</param>
internal sealed class LookAheadDecoder(Func<string, bool, string> map) : TokenDecoder
{
    /// <inheritdoc/>
    public override DecodeStage Create(DecodeStage next) => new Stage(map, next);

    /// <inheritdoc/>
    public override string? Inside(string token, out byte[] bytes)
    {
        bytes = [];
        return map(token, false);
    }

    private sealed class Stage(Func<string, bool, string> map, DecodeStage next) : DecodeStage(next)
    {
        private string? _held;

        public override void Push(ReadOnlySpan<char> token, bool continues)
        {
            if (_held is not null)
            {
                Next.Push(map(_held, false), continues: false);
            }

            _held = token.ToString();
        }

        public override void Flush()
        {
            if (_held is not null)
            {
                Next.Push(map(_held, true), continues: false);
            }

            Next.Flush();
        }
    }
}
