namespace KServe.Runtime.Generative.Tokenization.Decoders;

/// <summary>Changes every token alone, which may depend on whether it is the first.</summary>
/// <param name="map">Gets what a token becomes.</param>
/// <param name="takesParts">Whether parts of a token may be changed alone.</param>
internal sealed class MapDecoder(Func<string, bool, string> map, bool takesParts) : TokenDecoder
{
    /// <inheritdoc/>
    public override bool TakesParts => takesParts;

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
        private bool _started;

        public override void Push(ReadOnlySpan<char> token, bool continues)
        {
            Next.Push(map(token.ToString(), !_started), continues);
            _started = true;
        }
    }
}
