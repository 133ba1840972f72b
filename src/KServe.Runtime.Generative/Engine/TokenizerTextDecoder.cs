using System.Buffers;
using KServe.Runtime.Generative.Tokenization;

namespace KServe.Runtime.Generative.Engine;

/// <summary>Decodes one answer with a tokenizer's detokenizer.</summary>
internal sealed class TokenizerTextDecoder(StreamingDetokenizer detokenizer) : ITextDecoder
{
    public void Append(int token, IBufferWriter<char> text) => detokenizer.Append(token, text);

    public void Finish(IBufferWriter<char> text) => text.Write(detokenizer.Complete());
}
