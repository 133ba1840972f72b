using System.Text;

namespace KServe.Runtime.Generative.Tokenization.Decoders;

/// <summary>Joins all tokens to one.</summary>
/// <param name="streams">Whether the parts are passed on as they come.</param>
internal sealed class FuseDecoder(bool streams) : TokenDecoder
{
    /// <inheritdoc/>
    public override bool TakesParts => true;

    /// <inheritdoc/>
    public override DecodeStage Create(DecodeStage next) => streams ? new Stage(next) : new HoldingStage(next);

    /// <inheritdoc/>
    public override string? Inside(string token, out byte[] bytes)
    {
        bytes = [];
        return token;
    }

    private sealed class Stage(DecodeStage next) : DecodeStage(next)
    {
        private bool _started;

        public override void Push(ReadOnlySpan<char> token, bool continues)
        {
            Next.Push(token, _started);
            _started = true;
        }
    }

    private sealed class HoldingStage(DecodeStage next) : DecodeStage(next)
    {
        private readonly StringBuilder _held = new();

        public override void Push(ReadOnlySpan<char> token, bool continues) => _held.Append(token);

        public override void Flush()
        {
            Next.Push(_held.ToString(), continues: false);
            Next.Flush();
        }
    }
}
