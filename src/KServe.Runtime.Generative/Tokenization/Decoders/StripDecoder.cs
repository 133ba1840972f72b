using System.Buffers;

namespace KServe.Runtime.Generative.Tokenization.Decoders;

/// <summary>Drops a few characters at the ends of every token.</summary>
/// <param name="content">The character.</param>
/// <param name="start">The most that are dropped at the start.</param>
/// <param name="stop">The most that are dropped at the end.</param>
internal sealed class StripDecoder(char content, int start, int stop) : TokenDecoder
{
    /// <inheritdoc/>
    public override bool TakesParts => true;

    /// <inheritdoc/>
    public override DecodeStage Create(DecodeStage next) => new Stage(content, start, stop, next);

    /// <inheritdoc/>
    public override string? Inside(string token, out byte[] bytes)
    {
        bytes = [];
        return token;
    }

    private sealed class Stage(char content, int start, int stop, DecodeStage next) : DecodeStage(next)
    {
        private readonly ArrayBufferWriter<char> _text = new();
        private int _left;
        private int _held;

        public override void Push(ReadOnlySpan<char> token, bool continues)
        {
            if (!continues)
            {
                EndToken();
                _left = start;
            }

            var begin = 0;
            while (_left > 0 && begin < token.Length && token[begin] == content)
            {
                begin++;
                _left--;
            }

            _left = begin < token.Length ? 0 : _left;
            _text.ResetWrittenCount();
            _text.GetSpan(_held)[.._held].Fill(content);
            _text.Advance(_held);
            _text.Write(token[begin..]);
            var text = _text.WrittenSpan;
            var end = text.Length;
            while (text.Length - end < stop && end > 0 && text[end - 1] == content)
            {
                end--;
            }

            _held = text.Length - end;
            Next.Push(text[..end], continues);
        }

        public override void Flush()
        {
            EndToken();
            Next.Flush();
        }

        // What was held back is the end of a token, and is dropped.
        private void EndToken() => _held = 0;
    }
}
