using System.Text;
using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.Decoders;

/// <summary>Turns the characters of byte-level tokens into bytes, and all bytes into text.</summary>
internal sealed class ByteLevelDecoder : TokenDecoder
{
    /// <inheritdoc/>
    public override DecodeStage Create(DecodeStage next) => new Stage(next);

    /// <inheritdoc/>
    public override string? Inside(string token, out byte[] bytes)
    {
        bytes = new byte[token.Length];
        if (!ByteAlphabet.TryToBytes(token, bytes))
        {
            bytes = System.Text.Encoding.UTF8.GetBytes(token);
        }

        return null;
    }

    private sealed class Stage(DecodeStage next) : DecodeStage(next)
    {
        private readonly Decoder _decoder = System.Text.Encoding.UTF8.GetDecoder();
        private byte[] _bytes = new byte[256];
        private char[] _chars = new char[256];
        private bool _started;

        public override void Push(ReadOnlySpan<char> token, bool continues)
        {
            if (_bytes.Length < token.Length * 3)
            {
                _bytes = new byte[token.Length * 3];
            }

            var count = ByteAlphabet.TryToBytes(token, _bytes)
                ? token.Length
                : System.Text.Encoding.UTF8.GetBytes(token, _bytes);
            Pass(_bytes.AsSpan(0, count), flush: false);
        }

        public override void Flush()
        {
            Pass([], flush: true);
            Next.Flush();
        }

        private void Pass(ReadOnlySpan<byte> bytes, bool flush)
        {
            if (_chars.Length < bytes.Length + 4)
            {
                _chars = new char[bytes.Length + 4];
            }

            var count = _decoder.GetChars(bytes, _chars, flush);
            if (count > 0)
            {
                Next.Push(_chars.AsSpan(0, count), _started);
                _started = true;
            }
        }
    }
}
