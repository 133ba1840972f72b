using System.Buffers;
using KServe.Runtime.Generative.Engine;

namespace KServe.Runtime.Generative.Tests.Fakes;

/// <summary>A tokenizer with a letter or two for each token.</summary>
internal sealed class LetterText : ITokenText
{
    public static string GetText(int token) => token switch
    {
        FakeModel.EndToken => "",
        _ when token % 3 == 0 => $"{(char)('a' + (token % 5))}{(char)('a' + (token % 4))}",
        _ => $"{(char)('a' + (token % 5))}",
    };

    public ITextDecoder CreateDecoder(ReadOnlySpan<int> prompt, bool skipSpecialTokens) => new Decoder();

    public int[] Encode(string text) => [.. text.Select(static letter => letter == ' ' ? 96 : letter - 'a' + 1)];

    private sealed class Decoder : ITextDecoder
    {
        public void Append(int token, IBufferWriter<char> text) => text.Write(GetText(token));

        public void Finish(IBufferWriter<char> text)
        {
        }
    }
}
