using System.Buffers;
using KServe.Runtime.Generative.Tokenization.Decoders;

namespace KServe.Runtime.Generative.Tokenization;

/// <summary>Turns tokens that come one by one into text, as soon as the text is certain.</summary>
/// <remarks>
/// The parts put together, <see cref="Complete"/> counted, are what <see cref="Tokenizer.Decode"/> gives for all
/// tokens.
/// No part ends within a character. Not thread-safe.
/// </remarks>
public sealed class StreamingDetokenizer
{
    private readonly Tokenizer _tokenizer;
    private readonly bool _skipSpecialTokens;
    private readonly TextSink _sink = new();
    private readonly DecodeStage _first;

    internal StreamingDetokenizer(Tokenizer tokenizer, bool skipSpecialTokens)
    {
        _tokenizer = tokenizer;
        _skipSpecialTokens = skipSpecialTokens;
        _first = tokenizer.Parts.Decoder.Create(_sink);
    }

    /// <summary>Takes the next token.</summary>
    /// <param name="id">Its id; one of no token is left out.</param>
    /// <returns>The text that is now certain, often empty.</returns>
    public string Append(int id)
    {
        Push(id);
        return _sink.Take();
    }

    /// <summary>Takes the next token, and writes the text that is now certain.</summary>
    internal void Append(int id, IBufferWriter<char> destination)
    {
        Push(id);
        _sink.MoveTo(destination);
    }

    /// <summary>Ends the stream; call it once.</summary>
    /// <returns>What was held back; bytes that are no text become U+FFFD.</returns>
    public string Complete()
    {
        _first.Flush();
        return _sink.Take();
    }

    private void Push(int id)
    {
        if (_tokenizer.IdToToken(id) is { } token && !(_skipSpecialTokens && _tokenizer.Added.IsSpecial(token)))
        {
            _first.Push(token, continues: false);
        }
    }
}
