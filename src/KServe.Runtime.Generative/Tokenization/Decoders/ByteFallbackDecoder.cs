using System.Globalization;

namespace KServe.Runtime.Generative.Tokenization.Decoders;

/// <summary>Turns runs of tokens such as &lt;0xE2&gt; into the text that their bytes are.</summary>
/// <remarks>A run that is not valid UTF-8 becomes one U+FFFD for each byte, so a run is held until it ends.</remarks>
internal sealed class ByteFallbackDecoder : TokenDecoder
{
    /// <inheritdoc/>
    public override DecodeStage Create(DecodeStage next) => new Stage(next);

    /// <inheritdoc/>
    public override string? Inside(string token, out byte[] bytes)
    {
        var isByte = TryParse(token, out var value);
        bytes = isByte ? [value] : [];
        return isByte ? null : token;
    }

    private static bool TryParse(ReadOnlySpan<char> token, out byte value)
    {
        value = 0;
        return token.Length == 6
            && token.StartsWith("<0x")
            && token[5] == '>'
            && byte.TryParse(
                token.Slice(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    private sealed class Stage(DecodeStage next) : DecodeStage(next)
    {
        private static readonly System.Text.Encoding Strict = new System.Text.UTF8Encoding(false, true);
        private readonly List<byte> _run = [];

        public override void Push(ReadOnlySpan<char> token, bool continues)
        {
            if (TryParse(token, out var value))
            {
                _run.Add(value);
                return;
            }

            PassRun();
            Next.Push(token, continues: false);
        }

        public override void Flush()
        {
            PassRun();
            Next.Flush();
        }

        private void PassRun()
        {
            if (_run.Count == 0)
            {
                return;
            }

            var bytes = _run.ToArray();
            _run.Clear();
            if (System.Text.Unicode.Utf8.IsValid(bytes))
            {
                Next.Push(Strict.GetString(bytes), continues: false);
                return;
            }

            foreach (var _ in bytes)
            {
                Next.Push("\uFFFD", continues: false);
            }
        }
    }
}
