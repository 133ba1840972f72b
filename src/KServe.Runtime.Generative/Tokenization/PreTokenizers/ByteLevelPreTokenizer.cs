using System.Text;
using KServe.Runtime.Generative.Tokenization.Text;

namespace KServe.Runtime.Generative.Tokenization.PreTokenizers;

/// <summary>Writes text as characters that stand for its UTF-8 bytes, after GPT-2's split where asked for.</summary>
internal sealed class ByteLevelPreTokenizer(bool addPrefixSpace, bool useRegex) : PreTokenizer
{
    private const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";
    private readonly SplitPreTokenizer? _split =
        useRegex ? new SplitPreTokenizer(ScannerPattern.Find(Gpt2)!, SplitBehavior.Isolated) : null;

    /// <inheritdoc/>
    public override void Apply(TextPieces pieces)
    {
        if (addPrefixSpace)
        {
            PrefixWriter.Apply(pieces, " ", static (_, _) => true);
        }

        _split?.Apply(pieces);
        var text = pieces.Text;
        text.Begin();
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var piece in pieces.Pieces)
        {
            text.Skip(piece.Start - text.Cursor);
            var start = text.Written;
            while (text.Cursor < piece.End)
            {
                var codePoint = CodePoints.At(text.Span, text.Cursor);
                var count = new Rune(codePoint).EncodeToUtf8(utf8);
                text.Emit(ByteAlphabet.ToChar(utf8[0]), 0);
                for (var i = 1; i < count; i++)
                {
                    text.Emit(ByteAlphabet.ToChar(utf8[i]), 1);
                }
            }

            pieces.Add(start, text.Written);
        }

        text.End();
        pieces.Advance();
    }

    /// <inheritdoc/>
    /// <remarks>Half a pair of surrogates stands for two of its four bytes, one alone for U+FFFD's three.</remarks>
    public override TokenWeights Weigh(TokenWeights after)
    {
        var least = uint.MaxValue;
        for (var value = 0x80; value <= 0xFF; value++)
        {
            least = Math.Min(least, after.Of([ByteAlphabet.ToChar((byte)value)]));
        }

        return after.Before(unit => char.IsSurrogate(unit) ? 2 * least : WeighBytes(unit, after));
    }

    private static uint WeighBytes(char unit, TokenWeights after)
    {
        Span<byte> utf8 = stackalloc byte[4];
        Span<char> chars = stackalloc char[4];
        var count = new Rune(unit).EncodeToUtf8(utf8);
        for (var i = 0; i < count; i++)
        {
            chars[i] = ByteAlphabet.ToChar(utf8[i]);
        }

        return after.Of(chars[..count]);
    }
}
