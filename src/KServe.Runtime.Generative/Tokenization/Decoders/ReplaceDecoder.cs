using System.Buffers;

namespace KServe.Runtime.Generative.Tokenization.Decoders;

/// <summary>Puts one character in place of another.</summary>
/// <param name="pattern">The character to replace.</param>
/// <param name="content">What takes its place.</param>
internal sealed class ReplaceDecoder(char pattern, char content) : TokenDecoder
{
    /// <inheritdoc/>
    public override bool TakesParts => true;

    /// <inheritdoc/>
    public override DecodeStage Create(DecodeStage next) => new Stage(pattern, content, next);

    /// <inheritdoc/>
    public override string? Inside(string token, out byte[] bytes)
    {
        bytes = [];
        return token.Replace(pattern, content);
    }

    private sealed class Stage(char pattern, char content, DecodeStage next) : DecodeStage(next)
    {
        private readonly ArrayBufferWriter<char> _text = new();

        public override void Push(ReadOnlySpan<char> token, bool continues)
        {
            _text.ResetWrittenCount();
            token.Replace(_text.GetSpan(token.Length), pattern, content);
            _text.Advance(token.Length);
            Next.Push(_text.WrittenSpan, continues);
        }
    }
}
