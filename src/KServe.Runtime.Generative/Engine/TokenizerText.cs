using KServe.Runtime.Generative.Tokenization;

namespace KServe.Runtime.Generative.Engine;

/// <summary>Gives an engine the text of a tokenizer.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class TokenizerText(Tokenizer tokenizer) : ITokenText
{
    public ITextDecoder CreateDecoder(ReadOnlySpan<int> prompt, bool skipSpecialTokens) =>
        new TokenizerTextDecoder(tokenizer.CreateDetokenizer(skipSpecialTokens));

    public int[] Encode(string text) => tokenizer.EncodeToIds(text, addSpecialTokens: false);
}
